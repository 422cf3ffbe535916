package dev.seisei.gan.adversarial;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.seisei.core.train.TrainingState;
import dev.seisei.core.train.TrainingStep;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.nn.GraphParams;
import dev.seisei.engine.nn.Initializers;
import dev.seisei.engine.nn.Params;
import dev.seisei.engine.plan.Precision;
import dev.seisei.engine.samediff.GraphImport;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

class RatesTest {
  private static final int STEPS = 20;

  /** Of equal gradients, Adam makes steps of the rate: 0.1 of the generator, 0.2 of the other. */
  @ParameterizedTest
  @CsvSource({
    "generator, 0, 0, 0.1, 0.195, 0.285",
    "generator, 2, 1, 0.05, 0.15, 0.25",
    "generator, 2, 0, 0.05, 0.145, 0.235",
    // At most a tenth of all.
    "generator, 1000, 1, 0.05, 0.15, 0.25",
    "discriminator, 0, 0, 0.2, 0.39, 0.57",
    "discriminator, 2, 0, 0.1, 0.29, 0.47"
  })
  void ratesRiseIfAskedToAndFall(
      String player, int warmUp, double end, double first, double second, double third) {
    double[] moved = {first, second, third};
    SameDiff graph = SameDiff.create();
    Params params = new GraphParams(graph, 1).scope(player);
    SDVariable x = graph.placeHolder("x", DataType.FLOAT, -1, 1);
    x.mul(params.parameter("w", Initializers.zeros(), 1)).mean().rename("loss");
    Rates rates = new Rates(0.1, 0.2, warmUp, end, 0, 0.9, 0);
    try (TrainingState state =
            new TrainingState(
                GraphImport.parameters(graph),
                GraphImport.states(graph),
                1,
                Optional.empty(),
                Device.CPU);
        TrainingStep step =
            new TrainingStep(
                GraphImport.of(graph).graph("loss"),
                "loss",
                state,
                player.equals(Rates.GENERATOR)
                    ? rates.ofGenerator(STEPS)
                    : rates.ofDiscriminator(STEPS),
                1,
                Precision.F32)) {
      for (int i = 0; i < moved.length; i++) {
        step.plan().input("x").bytes().asFloatBuffer().put(1);
        step.run();
        float w = state.parameters().get(player + ".w").toFloats()[0];
        assertEquals(-moved[i], w, 1e-5);
      }
    }
  }
}
