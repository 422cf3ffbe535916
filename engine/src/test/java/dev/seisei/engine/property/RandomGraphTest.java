package dev.seisei.engine.property;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.engine.gradient.Gradients;
import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.graph.Node;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.memory.MemoryLimitException;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.nd4j.Nd4jTensors;
import dev.seisei.engine.op.Leaf;
import dev.seisei.engine.param.ParameterStore;
import dev.seisei.engine.plan.Plan;
import dev.seisei.engine.plan.PlanBuilder;
import dev.seisei.engine.samediff.GraphImport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The fast engine, the reference and SameDiff's own session agree on graphs made at random. */
class RandomGraphTest {
  private static int recomputed;

  @Property(tries = 150, shrinking = ShrinkingMode.OFF)
  void allThreeAgreeOnLossAndGradients(@ForAll long seed) {
    RandomGraph made = new RandomGraph(seed, 4 + (int) Math.floorMod(seed, 20L));
    SameDiff sameDiff = made.graph();
    Graph graph = withGradients(GraphImport.of(sameDiff).graph("loss"));
    Map<String, float[]> fast = run(graph, made, plan -> plan);
    Map<String, float[]> tight = run(graph, made, RandomGraphTest::tight);
    Map<String, float[]> reference = run(graph, made, plan -> plan.providers("jvm", "reference"));
    Map<String, float[]> session = new TreeMap<>();
    Map<String, INDArray> gradients = sameDiff.calculateGradients(made.placeholders(), "w0", "w1");
    gradients.forEach((name, array) -> session.put(name, Nd4jTensors.tensor(array).toFloats()));
    session.put(
        "loss", Nd4jTensors.tensor(sameDiff.outputSingle(made.placeholders(), "loss")).toFloats());
    for (String name : session.keySet()) {
      assertClose(get(session, name), get(reference, name), name + ": session and reference");
      assertClose(get(reference, name), get(fast, name), name + ": reference and engine");
      assertClose(get(reference, name), get(tight, name), name + ": reference and small budget");
    }
  }

  /** With the smallest budget that can be met. */
  private static PlanBuilder tight(PlanBuilder builder) {
    try (Plan plan = builder.memoryBudget(1).compile()) {
      throw new AssertionError("a plan in one byte: " + plan.explain());
    } catch (MemoryLimitException e) {
      return builder.memoryBudget(e.requestedBytes());
    }
  }

  @AfterContainer
  static void someValuesWereComputedTwice() {
    assertTrue(recomputed > 100, "only " + recomputed);
  }

  private static float[] get(Map<String, float[]> results, String name) {
    return Objects.requireNonNull(results.get(name), name);
  }

  private static void assertClose(float[] expected, float[] actual, String message) {
    float largest = 1;
    for (float value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    assertArrayEquals(expected, actual, 2e-4f * largest, message);
  }

  private static Graph withGradients(Graph forward) {
    Map<String, Value> parameters = new TreeMap<>();
    for (Node node : forward.nodes()) {
      if (node.op() instanceof Leaf.Parameter parameter) {
        parameters.put(parameter.key(), node.output());
      }
    }
    Value loss = Objects.requireNonNull(forward.outputs().get("loss"));
    List<Value> gradients = Gradients.of(loss, List.copyOf(parameters.values()));
    Map<String, Value> outputs = new LinkedHashMap<>(forward.outputs());
    int i = 0;
    for (String name : parameters.keySet()) {
      outputs.put(name, gradients.get(i++));
    }
    return Graph.of(outputs);
  }

  private static Map<String, float[]> run(
      Graph graph, RandomGraph made, UnaryOperator<PlanBuilder> settings) {
    Map<String, float[]> results = new TreeMap<>();
    try (ParameterStore store = ParameterStore.of(GraphImport.parameters(made.graph()))) {
      PlanBuilder builder = settings.apply(Plan.of(graph).parameters(store));
      try (Plan plan = builder.compile()) {
        for (String input : plan.inputs()) {
          Tensor value = Nd4jTensors.tensor(Objects.requireNonNull(made.placeholders().get(input)));
          plan.input(input).copyFrom(value);
        }
        recomputed += plan.memory().recomputed();
        // Twice: a plan must not depend on what a run leaves behind.
        plan.run();
        plan.run();
        plan.outputs().forEach(name -> results.put(name, plan.output(name).toFloats()));
      }
    }
    return results;
  }
}
