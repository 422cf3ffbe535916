package dev.seisei.engine.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.seisei.engine.gradient.FiniteDifferences;
import dev.seisei.engine.gradient.Gradients;
import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.graph.Node;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.nd4j.Nd4jTensors;
import dev.seisei.engine.nn.CompositeExamples.Built;
import dev.seisei.engine.nn.CompositeExamples.Example;
import dev.seisei.engine.op.CompositeType;
import dev.seisei.engine.op.Leaf;
import dev.seisei.engine.op.Ops;
import dev.seisei.engine.op.Random;
import dev.seisei.engine.op.Unary;
import dev.seisei.engine.param.ParameterStore;
import dev.seisei.engine.param.State;
import dev.seisei.engine.plan.Plan;
import dev.seisei.engine.reference.GraphInterpreter;
import dev.seisei.engine.samediff.GraphImport;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Every composite, in every example: its derivatives equal finite differences, and the plan that
 * claims what it can in single precision equals its decomposition in double precision, forward and
 * backward.
 */
class CompositeProofTest {
  static List<Example> examples() {
    return CompositeExamples.all();
  }

  /** An imported example, and what its leaves hold. */
  private record Imported(Graph graph, Map<String, Tensor> leaves) {}

  private static Imported imported(Example example, DataType type) {
    Built built = example.build().apply(type);
    Graph graph = GraphImport.of(built.graph()).graph(built.output().name());
    Map<String, Tensor> leaves = new LinkedHashMap<>(GraphImport.parameters(built.graph()));
    leaves.putAll(GraphImport.states(built.graph()));
    built.inputs().forEach((name, array) -> leaves.put(name, Nd4jTensors.tensor(array)));
    Graph withoutUpdates = Graph.of(graph.outputs());
    return new Imported(given(withoutUpdates), leaves);
  }

  /** The graph with its noise as an input. */
  private static Graph given(Graph graph) {
    return graph.rewrite(
        (node, inputs) ->
            node.op() instanceof Random random
                ? List.of(Ops.input("random_" + random.stream(), random.dtype(), random.shape()))
                : Ops.apply(node.op(), inputs));
  }

  @Test
  void everyCompositeHasAnExample() {
    Set<CompositeType> proven = new HashSet<>();
    examples().forEach(example -> proven.add(example.type()));
    assertEquals(Set.copyOf(Composites.all()), proven);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void theImportedGraphHoldsTheComposite(Example example) {
    boolean found =
        imported(example, DataType.DOUBLE).graph().nodes().stream()
            .anyMatch(node -> node.op().opName().equals(example.type().name()));
    assertEquals(true, found);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void derivativesEqualFiniteDifferences(Example example) {
    Imported imported = imported(example, DataType.DOUBLE);
    // No gradient flows through the singular vectors, which change the second derivative.
    boolean second = !example.type().equals(Composites.SPECTRAL_NORM);
    FiniteDifferences.check(imported.graph(), imported.leaves(), second);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void theFastPlanEqualsTheDecomposition(Example example) {
    Imported exact = imported(example, DataType.DOUBLE);
    Imported single = imported(example, DataType.FLOAT);
    Map<String, Tensor> expected =
        GraphInterpreter.run(withGradients(exact.graph(), exact.leaves()), exact.leaves());
    Map<String, Tensor> actual = run(withGradients(single.graph(), single.leaves()), single);
    List<String> order = new ArrayList<>(expected.keySet());
    assertEquals(order.size(), actual.size());
    for (int i = 0; i < order.size(); i++) {
      double[] wanted = Objects.requireNonNull(expected.get(order.get(i))).toDoubles();
      double largest = 1;
      for (double element : wanted) {
        largest = Math.max(largest, Math.abs(element));
      }
      assertArrayEquals(
          wanted,
          new ArrayList<>(actual.values()).get(i).toDoubles(),
          2e-5 * largest,
          order.get(i));
    }
  }

  private static Graph withGradients(Graph graph, Map<String, Tensor> leaves) {
    Graph bound = GraphInterpreter.bind(graph, leaves);
    Map<String, Value> wrt = new LinkedHashMap<>();
    for (Node node : bound.nodes()) {
      if (node.op() instanceof Leaf.Parameter parameter && parameter.type().dtype().isFloating()) {
        wrt.put(parameter.key(), node.output());
      }
    }
    Value output = bound.outputs().values().iterator().next();
    Value slope = Ops.scale(Ops.unary(Unary.SIN, output), 1, 0.3);
    List<Value> sources = List.copyOf(wrt.values());
    List<Value> gradients =
        Gradients.pullBack(List.of(output), List.of(slope), sources).stream()
            .map(gradient -> gradient == null ? slope : gradient)
            .toList();
    Map<String, Value> outputs = new LinkedHashMap<>();
    outputs.put("output", output);
    int i = 0;
    for (String key : wrt.keySet()) {
      outputs.put("gradient of " + key, gradients.get(i++));
    }
    return Graph.of(outputs);
  }

  private static Map<String, Tensor> run(Graph graph, Imported imported) {
    State state = new State();
    Map<String, Tensor> parameters = new LinkedHashMap<>();
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Leaf.Parameter leaf) {
        parameters.put(leaf.key(), leaf(imported, leaf.key()));
      } else if (node.op() instanceof Leaf.State leaf) {
        state.set(leaf.key(), leaf(imported, leaf.key()));
      }
    }
    Map<String, Tensor> results = new LinkedHashMap<>();
    try (ParameterStore store = ParameterStore.of(parameters);
        Plan plan = Plan.of(graph).parameters(store).state(state).compile()) {
      for (String input : plan.inputs()) {
        plan.input(input).copyFrom(leaf(imported, input));
      }
      plan.run();
      for (String output : plan.outputs()) {
        results.put(
            output, Tensor.of(plan.output(output).toDoubles(), plan.output(output).shape()));
      }
    }
    return results;
  }

  private static Tensor leaf(Imported imported, String key) {
    return Objects.requireNonNull(imported.leaves().get(key), key);
  }
}
