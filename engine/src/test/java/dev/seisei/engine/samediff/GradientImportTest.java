package dev.seisei.engine.samediff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.seisei.engine.gradient.Gradients;
import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.graph.Node;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.op.Leaf;
import dev.seisei.engine.param.ParameterStore;
import dev.seisei.engine.plan.Plan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** Graphs that compute with a gradient. */
class GradientImportTest {
  private static final double[] X = {0.3, -1.2, 0.7, 1.1, 0.4, -0.6};
  private static final double[] W = {0.5, -0.8, 1.3};

  private final SameDiff source = SameDiff.create();

  private static double[] slope(double[] w) {
    double[] slope = new double[X.length];
    for (int i = 0; i < 2; i++) {
      double sum = 0;
      for (int j = 0; j < 3; j++) {
        sum += X[3 * i + j] * w[j];
      }
      double t = Math.tanh(sum);
      for (int j = 0; j < 3; j++) {
        slope[3 * i + j] = (1 - t * t) * w[j];
      }
    }
    return slope;
  }

  private static double penalty(double[] w) {
    double[] slope = slope(w);
    double total = 0;
    for (int i = 0; i < 2; i++) {
      double square = 0;
      for (int j = 0; j < 3; j++) {
        square += slope[3 * i + j] * slope[3 * i + j];
      }
      total += (square - 1) * (square - 1) / 2;
    }
    return total;
  }

  /** The mean over rows of (|∇ₓ tanh(x·w)|² − 1)², which needs two derivatives. */
  private Map<String, double[]> run() {
    SDVariable x = source.placeHolder("x", DataType.DOUBLE, -1, 3);
    SDVariable w = source.var("w", Nd4j.createFromArray(W).reshape(3, 1));
    SDVariable score = source.math().tanh(x.mmul(w));
    SDVariable slope = Annotations.gradient(score.sum(), x);
    SDVariable shown = slope.mul(1);
    shown.rename("shown");
    SDVariable off = slope.mul(slope).sum(1).sub(1);
    off.mul(off).mean("penalty");
    Graph graph = GraphImport.of(source).graph("shown", "penalty");
    Value parameter =
        graph.nodes().stream()
            .filter(node -> node.op() instanceof Leaf.Parameter)
            .map(Node::output)
            .findFirst()
            .orElseThrow();
    Value loss = Objects.requireNonNull(graph.outputs().get("penalty"));
    Map<String, Value> outputs = new LinkedHashMap<>(graph.outputs());
    outputs.put("of_w", Gradients.of(loss, List.of(parameter)).get(0));
    try (ParameterStore store = ParameterStore.of(GraphImport.parameters(source));
        Plan plan = Plan.of(Graph.of(outputs)).parameters(store).bind("batch", 2).compile()) {
      plan.run(Map.of("x", Tensor.of(X, 2, 3)));
      Map<String, double[]> results = new LinkedHashMap<>();
      for (String name : outputs.keySet()) {
        results.put(name, plan.output(name).toDoubles());
      }
      return results;
    }
  }

  @Test
  void theGradientIsAValueThatIsDifferentiatedAgain() {
    Map<String, double[]> results = run();
    assertArrayEquals(slope(W), results.get("shown"), 1e-12);
    double[] found = Objects.requireNonNull(results.get("penalty"));
    assertEquals(penalty(W), found[0], 1e-12);
    double[] expected = new double[W.length];
    double step = 1e-6;
    for (int j = 0; j < W.length; j++) {
      double[] above = W.clone();
      double[] below = W.clone();
      above[j] += step;
      below[j] -= step;
      expected[j] = (penalty(above) - penalty(below)) / (2 * step);
    }
    assertArrayEquals(expected, results.get("of_w"), 1e-8);
  }
}
