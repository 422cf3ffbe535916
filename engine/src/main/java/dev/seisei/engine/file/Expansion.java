package dev.seisei.engine.file;

import dev.seisei.engine.gradient.CompositeGradient;
import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.graph.Node;
import dev.seisei.engine.op.Composite;
import java.util.Collection;
import java.util.IdentityHashMap;

/**
 * About how many nodes there are once all composites are taken apart. Composites that use the one
 * before twice are a short file and an endless graph.
 */
final class Expansion {
  /** The gradient of a composite against the composite, generously. */
  private static final int GRADIENT = 8;

  private final IdentityHashMap<Composite, Long> known = new IdentityHashMap<>();

  /**
   * Counts.
   *
   * @throws IllegalArgumentException if there are too many
   */
  long of(Collection<Node> nodes) {
    long total = 0;
    for (Node node : nodes) {
      if (node.op() instanceof Composite composite) {
        total += of(composite);
      } else if (node.op() instanceof CompositeGradient gradient) {
        total += GRADIENT * of(gradient.of());
      }
      total = Limits.nodes(total + 1);
    }
    return total;
  }

  private long of(Composite composite) {
    Long found = known.get(composite);
    if (found == null) {
      found = of(Graph.nodes(composite.results()));
      known.put(composite, found);
    }
    return found;
  }
}
