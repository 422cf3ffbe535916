package dev.seisei.core.importing;

import dev.seisei.core.settings.SettingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The importers on the class path. */
public final class Importers {
  private static final Map<String, Importer> BY_KIND = index(load());

  private Importers() {}

  private static List<Importer> load() {
    List<Importer> found = new ArrayList<>();
    ServiceLoader.load(Importer.class, Importer.class.getClassLoader()).forEach(found::add);
    return found;
  }

  /**
   * @throws IllegalStateException if two importers are of one kind, naming both classes
   */
  static Map<String, Importer> index(List<Importer> importers) {
    Map<String, Importer> byKind = new TreeMap<>();
    for (Importer importer : importers) {
      Importer other = byKind.putIfAbsent(importer.kind(), importer);
      if (other != null) {
        throw new IllegalStateException(
            "two importers are of the kind "
                + importer.kind()
                + ": "
                + other.getClass().getName()
                + " and "
                + importer.getClass().getName());
      }
    }
    return byKind;
  }

  /** All importers, by kind. */
  public static List<Importer> all() {
    return List.copyOf(BY_KIND.values());
  }

  /** The importer of a kind; empty if there is none. */
  public static Optional<Importer> find(String kind) {
    return Optional.ofNullable(BY_KIND.get(kind));
  }

  /**
   * The importer of a kind.
   *
   * @throws SettingException if there is none, naming those there are
   */
  public static Importer get(String kind) {
    return find(kind)
        .orElseThrow(
            () ->
                new SettingException(
                    "kind", "nothing imports \"" + kind + "\"; kinds are " + BY_KIND.keySet()));
  }
}
