package dev.seisei.engine.onednn;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The primitives made so far; those asked for least recently are forgotten. Thread-safe. */
final class Primitives {
  private static final int MOST = 2048;

  private static final Map<Spec, Optional<Primitive>> MADE =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Spec, Optional<Primitive>> eldest) {
          return size() > MOST;
        }
      };

  private Primitives() {}

  /** The primitive of a specification, or null if oneDNN has none. */
  static @Nullable Primitive find(Spec spec) {
    synchronized (MADE) {
      Optional<Primitive> made = MADE.get(spec);
      if (made == null) {
        made = make(spec);
        MADE.put(spec, made);
      }
      return made.orElse(null);
    }
  }

  private static Optional<Primitive> make(Spec spec) {
    try {
      return Dnnl.scoped(() -> Optional.ofNullable(spec.create()));
    } catch (Dnnl.Refused e) {
      return Optional.empty();
    }
  }

  /** The primitive of a specification, or null unless it runs generated code. */
  static @Nullable Primitive findFast(Spec spec) {
    Primitive primitive = find(spec);
    return primitive != null && primitive.isFast() ? primitive : null;
  }

  /** The primitive of a specification, or null if it is missing or too slow for its size. */
  static @Nullable Primitive findBearable(Spec spec) {
    Primitive primitive = find(spec);
    return primitive != null && primitive.isBearable() ? primitive : null;
  }
}
