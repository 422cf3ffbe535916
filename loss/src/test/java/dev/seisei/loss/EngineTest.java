package dev.seisei.loss;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.seisei.engine.gradient.Gradients;
import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.graph.Node;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.op.Leaf;
import dev.seisei.engine.op.Ops;
import dev.seisei.engine.plan.Plan;
import dev.seisei.engine.samediff.GraphImport;
import dev.seisei.loss.Cases.Case;
import dev.seisei.loss.Graphs.Known;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Every loss imports into the engine, and means there what it means in SameDiff. */
class EngineTest {
  static Stream<Case> losses() {
    return Cases.all();
  }

  @ParameterizedTest
  @MethodSource("losses")
  void lossesAndGradientsAreSameDiffs(Case loss) {
    for (Known known : Known.values()) {
      INDArray[] inputs = loss.random(new Random(1), 3, 4);
      SameDiff sameDiff = SameDiff.create();
      SDVariable result = loss.graph().apply(Graphs.variables(sameDiff, known, inputs));
      Graph graph = GraphImport.of(sameDiff).graph(result.name());
      Value losses = requireNonNull(graph.outputs().get(result.name()));
      assertEquals(1, losses.shape().rank());

      List<Value> leaves =
          graph.nodes().stream()
              .filter(node -> node.op() instanceof Leaf.Input)
              .map(Node::output)
              .toList();
      Value sum = Ops.sumTo(losses, Shape.of(new long[0]));
      List<Value> gradients = Gradients.of(sum, leaves);
      Map<String, Value> outputs = new LinkedHashMap<>(Map.of("losses", losses));
      for (int i = 0; i < leaves.size(); i++) {
        String key = ((Leaf.Input) leaves.get(i).node().op()).key();
        outputs.put(key, gradients.get(i));
      }
      List<double[]> expected = Graphs.gradients(known, loss.graph(), inputs);
      try (Plan plan = Plan.of(Graph.of(outputs)).bind("batch", 3).compile()) {
        Map<String, Tensor> feed = new LinkedHashMap<>();
        for (int i = 0; i < inputs.length; i++) {
          feed.put("input" + i, Tensor.of(Graphs.values(inputs[i]), inputs[i].shape()));
        }
        plan.run(feed);
        assertArrayEquals(loss.ofArrays().apply(inputs), plan.output("losses").toDoubles(), 1e-12);
        for (int i = 0; i < inputs.length; i++) {
          assertArrayEquals(
              expected.get(i), plan.output("input" + i).toDoubles(), 1e-12, "input " + i);
        }
      }
    }
  }
}
