package dev.seisei.engine.gradient;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.graph.Node;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.op.Leaf;
import dev.seisei.engine.op.Ops;
import dev.seisei.engine.reference.GraphInterpreter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Checks gradients against differences of the function itself, in double precision. */
public final class FiniteDifferences {
  private static final double STEP = 1e-3;
  private static final double TOLERANCE = 1e-6;
  private static final Shape SCALAR = Shape.of(new long[0]);

  private FiniteDifferences() {}

  /**
   * Checks first and second derivatives of a graph's floating-point outputs with respect to all of
   * its floating-point inputs, parameters and states.
   *
   * @param at what these hold; of type F64
   */
  public static void check(Graph graph, Map<String, Tensor> at) {
    check(graph, at, true);
  }

  /** As {@link #check(Graph, Map)}, or first derivatives only. */
  public static void check(Graph graph, Map<String, Tensor> at, boolean second) {
    Graph bound = GraphInterpreter.bind(graph, at);
    Map<String, Value> leaves = leaves(bound);
    if (leaves.isEmpty()) {
      return;
    }
    List<Value> wrt = List.copyOf(leaves.values());
    Value loss = contract(bound.outputs().values(), 0.4);
    List<Value> first = Gradients.of(loss, wrt);
    compare("first", loss, leaves, first, at);
    if (second) {
      Value slope = contract(first, 1.1);
      compare("second", slope, leaves, Gradients.of(slope, wrt), at);
    }
  }

  private static Map<String, Value> leaves(Graph graph) {
    Map<String, Value> leaves = new LinkedHashMap<>();
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Leaf.Input input && input.type().dtype().isFloating()) {
        leaves.put(input.key(), node.output());
      } else if (node.op() instanceof Leaf.Parameter parameter) {
        leaves.put(parameter.key(), node.output());
      } else if (node.op() instanceof Leaf.State state && state.type().dtype().isFloating()) {
        leaves.put(state.key(), node.output());
      }
    }
    return leaves;
  }

  /** Σ cᵢ·vᵢ with fixed weights over the elements of all floating-point values. */
  private static Value contract(Iterable<Value> values, double phase) {
    List<Value> sums = new ArrayList<>();
    for (Value value : values) {
      if (value.type().dtype().isFloating()) {
        long[] shape = value.shape().toLongs();
        double[] weights = new double[Math.toIntExact(Tensor.elementsOf(shape))];
        Arrays.setAll(weights, i -> 0.3 + Math.cos(1.9 * i + phase + sums.size()));
        Value weight = Ops.cast(Ops.constant(Tensor.of(weights, shape)), value.type().dtype());
        sums.add(Ops.sumTo(Ops.mul(value, weight), SCALAR));
      }
    }
    return Ops.total(sums);
  }

  private static void compare(
      String order,
      Value function,
      Map<String, Value> leaves,
      List<Value> gradients,
      Map<String, Tensor> at) {
    Map<String, Value> wanted = new LinkedHashMap<>();
    for (String key : leaves.keySet()) {
      wanted.put(key, gradients.get(wanted.size()));
    }
    Graph alone = GraphInterpreter.lower(Graph.of(Map.of("f", function)));
    Map<String, Tensor> found = GraphInterpreter.run(Graph.of(wanted), at);
    for (Map.Entry<String, Tensor> gradient : found.entrySet()) {
      String key = gradient.getKey();
      for (int i = 0; i < gradient.getValue().elements(); i++) {
        double expected = difference(alone, at, Objects.requireNonNull(at.get(key)), i);
        double allowed = TOLERANCE * Math.max(1, Math.abs(expected));
        assertEquals(
            expected,
            gradient.getValue().getDouble(i),
            allowed,
            order + " derivative with respect to " + key + " at " + i);
      }
    }
  }

  /** (f(−2h) − 8f(−h) + 8f(h) − f(2h)) / 12h, where f is moved in one element of a leaf. */
  private static double difference(Graph f, Map<String, Tensor> at, Tensor leaf, int i) {
    double here = leaf.getDouble(i);
    double sum = 0;
    double[] weights = {1, -8, 0, 8, -1};
    for (int k = -2; k <= 2; k++) {
      if (k != 0) {
        leaf.setDouble(i, here + k * STEP);
        sum += weights[k + 2] * valueOf(f, at);
      }
    }
    leaf.setDouble(i, here);
    return sum / (12 * STEP);
  }

  private static double valueOf(Graph f, Map<String, Tensor> at) {
    return GraphInterpreter.run(f, at).values().iterator().next().getDouble(0);
  }
}
