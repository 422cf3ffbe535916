package dev.seisei.engine.samediff;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.nn.BatchNorm;
import dev.seisei.engine.nn.GraphParams;
import dev.seisei.engine.nn.Initializers;
import dev.seisei.engine.param.ParameterStore;
import dev.seisei.engine.param.State;
import dev.seisei.engine.plan.Plan;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/** Which updates come with a part of a graph. */
class UpdateImportTest {
  private final SameDiff source = SameDiff.create();
  private final GraphParams params = new GraphParams(source, 1);

  /** Batch norm of two channels, with its loss. */
  private SDVariable block(String name, SDVariable x) {
    SDVariable y =
        BatchNorm.training(
            x,
            params.parameter(name + ".gain", Initializers.ones(), 2),
            params.parameter(name + ".shift", Initializers.zeros(), 2),
            params.state(name + ".mean", Initializers.zeros(), 2),
            params.state(name + ".variance", Initializers.ones(), 2),
            0.1,
            1e-5);
    y.mul(y).mean().rename(name + ".loss");
    return y;
  }

  private Graph loss(String name) {
    return GraphImport.of(source).graph(name + ".loss");
  }

  @Test
  void statisticsComeWithALossThatDoesNotReadThem() {
    SDVariable x = source.placeHolder("x", DataType.FLOAT, 2, 2);
    SDVariable first = block("first", x);
    block("second", first);
    block("other", source.placeHolder("z", DataType.FLOAT, 2, 2));
    assertEquals(Set.of("first.mean", "first.variance"), loss("first").updates().keySet());
    assertEquals(
        Set.of("first.mean", "first.variance", "second.mean", "second.variance"),
        loss("second").updates().keySet());
    assertEquals(Set.of("other.mean", "other.variance"), loss("other").updates().keySet());
  }

  @Test
  void statisticsMoveTowardsThoseOfTheBatch() {
    block("first", source.placeHolder("x", DataType.FLOAT, 2, 2));
    try (ParameterStore store = ParameterStore.of(GraphImport.parameters(source));
        State state = new State()) {
      GraphImport.states(source).forEach(state::set);
      try (Plan plan = Plan.of(loss("first")).parameters(store).state(state).compile()) {
        plan.run(Map.of("x", Tensor.of(new float[] {1, 10, 3, 30}, 2, 2)));
      }
      assertEquals(0.2, state.get("first.mean").getDouble(0), 1e-6);
      assertEquals(2, state.get("first.mean").getDouble(1), 1e-6);
      assertEquals(0.9 + 0.1 * 2, state.get("first.variance").getDouble(0), 1e-6);
    }
  }
}
