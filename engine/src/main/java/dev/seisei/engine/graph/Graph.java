package dev.seisei.engine.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A function with named results and state updates: the immutable form that gradients, passes and
 * plans work on.
 *
 * <p>A graph is whatever its outputs and updates reach; its inputs, parameters and states are the
 * leaves found there.
 *
 * @param outputs results by name
 * @param updates new values of states and parameters by name, which take effect together at the end
 *     of a successful run
 */
public record Graph(Map<String, Value> outputs, Map<String, Value> updates) {
  public Graph {
    outputs = new LinkedHashMap<>(outputs);
    updates = new LinkedHashMap<>(updates);
  }

  /** A graph without updates. */
  public static Graph of(Map<String, Value> outputs) {
    return new Graph(outputs, Map.of());
  }

  /** The values that must be computed: outputs, then updates. */
  public List<Value> roots() {
    List<Value> roots = new ArrayList<>(outputs.values());
    roots.addAll(updates.values());
    return roots;
  }

  /** Every node that the outputs and updates need, inputs before readers. */
  public List<Node> nodes() {
    return nodes(roots());
  }

  /** Every node that the given values need, inputs before readers. */
  public static List<Node> nodes(Collection<Value> roots) {
    return nodes(roots, Set.of());
  }

  /** As {@link #nodes(Collection)}, without what only the given borders need. */
  private static List<Node> nodes(Collection<Value> roots, Set<Value> borders) {
    Set<Node> seen = new HashSet<>();
    Deque<Value> open = new ArrayDeque<>(roots);
    while (!open.isEmpty()) {
      Value value = open.pop();
      if (!borders.contains(value) && seen.add(value.node())) {
        value.node().inputs().forEach(open::push);
      }
    }
    List<Node> ordered = new ArrayList<>(seen);
    ordered.sort(Comparator.comparingLong(Node::id));
    return ordered;
  }

  /** The names of all symbolic dimensions. */
  public SortedSet<String> symbols() {
    SortedSet<String> symbols = new TreeSet<>();
    for (Node node : nodes()) {
      node.outputs()
          .forEach(value -> value.shape().dims().forEach(d -> symbols.addAll(d.symbols())));
    }
    return symbols;
  }

  /** How a pass rebuilds one node over rewritten inputs. */
  @FunctionalInterface
  public interface Rewrite {
    /** Values that stand for the node's outputs, in order. */
    List<Value> apply(Node node, List<Value> inputs);
  }

  /** This graph with every node rebuilt, inputs before readers. */
  public Graph rewrite(Rewrite rewrite) {
    Map<Value, Value> map = rewrite(roots(), Map.of(), rewrite);
    return mapRoots(map);
  }

  private Graph mapRoots(Map<Value, Value> map) {
    Map<String, Value> newOutputs = new LinkedHashMap<>();
    outputs.forEach((name, value) -> newOutputs.put(name, get(map, value)));
    Map<String, Value> newUpdates = new LinkedHashMap<>();
    updates.forEach((name, value) -> newUpdates.put(name, get(map, value)));
    return new Graph(newOutputs, newUpdates);
  }

  /**
   * Rebuilds what the roots need.
   *
   * @param fixed replacements already known; what only they need is not visited
   * @return from each value visited to its replacement
   */
  public static Map<Value, Value> rewrite(
      Collection<Value> roots, Map<Value, Value> fixed, Rewrite rewrite) {
    Map<Value, Value> map = new HashMap<>(fixed);
    for (Node node : nodes(roots, fixed.keySet())) {
      List<Value> inputs = node.inputs().stream().map(input -> get(map, input)).toList();
      List<Value> replaced = rewrite.apply(node, inputs);
      for (int i = 0; i < replaced.size(); i++) {
        map.putIfAbsent(node.outputs().get(i), replaced.get(i));
      }
    }
    return map;
  }

  private static Value get(Map<Value, Value> map, Value value) {
    Value replaced = map.get(value);
    if (replaced == null) {
      throw new IllegalStateException(value + " was not rewritten");
    }
    return replaced;
  }
}
