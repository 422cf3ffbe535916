package dev.seisei.engine.plan;

import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.graph.Node;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.op.Leaf;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Computes values a second time, where they are needed late, instead of keeping them. A graph with
 * gradients has a <em>turn</em>: up to it values are made that wait to be used again after it, most
 * of them in the opposite order. What waits and is not kept is computed again from what is, right
 * before its first late use; every late use of it shares that copy.
 *
 * <p>Nodes are pure functions, random numbers are functions of a key, and states and parameters
 * change when nobody reads them any more: a copy has the value of the original. Updates are never
 * copied, because they belong to the graph and not to nodes.
 */
final class Recomputation {
  /** What is smaller than this part of all that waits is kept, whatever it costs. */
  private static final double SMALL = 1.0 / 4096;

  /**
   * A graph with the same results in which some values are computed twice.
   *
   * @param copies how many operations it has more, views aside
   * @param nanos how much longer it takes, about
   */
  record Result(Graph graph, int copies, double nanos) {}

  private final Graph graph;
  private final Costs costs;
  private final List<Node> nodes;
  private final Waiting waiting;
  private final Set<Value> results = new HashSet<>();

  Recomputation(Graph graph, Costs costs, boolean training) {
    this.graph = graph;
    this.costs = costs;
    this.nodes = graph.nodes();
    this.waiting = new Waiting(nodes, graph.roots(), training);
    graph.roots().forEach(root -> results.add(Waiting.base(root)));
  }

  /** What waits over the turn. */
  Waiting waiting() {
    return waiting;
  }

  /**
   * The graph in which values that wait are computed again, except the given ones.
   *
   * @param keepExpensive whether nothing is computed again that takes long
   */
  Result keeping(Set<Value> kept, boolean keepExpensive) {
    return new Rewriting(kept, keepExpensive).result();
  }

  private final class Rewriting {
    private final Set<Value> kept;
    private final boolean keepExpensive;
    private final Map<Value, Value> originals = new HashMap<>();
    private final Map<Value, Value> copies = new HashMap<>();
    private final double small = waiting.bytes() * SMALL;
    private int copied;
    private double nanos;

    Rewriting(Set<Value> kept, boolean keepExpensive) {
      this.kept = kept;
      this.keepExpensive = keepExpensive;
    }

    Result result() {
      for (int i = 0; i < nodes.size(); i++) {
        Node node = nodes.get(i);
        boolean late = i > waiting.turn();
        if (late) {
          node.inputs().forEach(this::demand);
        }
        // What comes after a copy has to be made after it: nodes run in the order of making.
        put(originals, node, copies.isEmpty() ? node : renewed(node));
      }
      return new Result(new Graph(mapped(graph.outputs()), mapped(graph.updates())), copied, nanos);
    }

    private Node renewed(Node node) {
      return Node.of(node.op(), node.inputs().stream().map(this::latest).toList());
    }

    private Map<String, Value> mapped(Map<String, Value> values) {
      Map<String, Value> mapped = new LinkedHashMap<>();
      values.forEach((name, value) -> mapped.put(name, get(originals, value)));
      return mapped;
    }

    private static void put(Map<Value, Value> map, Node from, Node to) {
      for (int i = 0; i < from.outputs().size(); i++) {
        map.put(from.outputs().get(i), to.outputs().get(i));
      }
    }

    private static Value get(Map<Value, Value> map, Value value) {
      Value found = map.get(value);
      if (found == null) {
        throw new IllegalStateException(value + " is not there yet");
      }
      return found;
    }

    /** What stands for a value after the turn. */
    private Value latest(Value value) {
      return isOriginal(value) ? get(originals, value) : get(copies, value);
    }

    /** Whether a value is used after the turn as it was computed first. */
    private boolean isOriginal(Value value) {
      Value base = Waiting.base(value);
      return base.op() instanceof Leaf
          || waiting.position(value) > waiting.turn()
          || kept.contains(base)
          || results.contains(base)
          || !waiting.isTemporary(base)
          || Costs.bytes(base) <= small
          || (keepExpensive && costs.isExpensive(base.node()));
    }

    /** Makes the copies that a late use of a value needs. */
    private void demand(Value value) {
      if (isOriginal(value) || copies.containsKey(value)) {
        return;
      }
      Set<Node> needed = new HashSet<>();
      Deque<Value> open = new ArrayDeque<>(List.of(value));
      while (!open.isEmpty()) {
        Value next = open.pop();
        if (!isOriginal(next) && !copies.containsKey(next) && needed.add(next.node())) {
          next.node().inputs().forEach(open::push);
        }
      }
      List<Node> ordered = new ArrayList<>(needed);
      ordered.sort(Comparator.comparingInt(node -> waiting.position(node.outputs().get(0))));
      for (Node node : ordered) {
        put(copies, node, renewed(node));
        if (!Views.isView(node.op())) {
          copied++;
          nanos += costs.of(node);
        }
      }
    }
  }
}
