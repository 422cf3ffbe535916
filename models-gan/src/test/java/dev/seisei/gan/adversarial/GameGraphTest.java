package dev.seisei.gan.adversarial;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.seisei.core.train.TrainingState;
import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.nn.Initializers;
import dev.seisei.engine.nn.Params;
import dev.seisei.engine.plan.Plan;
import dev.seisei.loss.AdversarialLoss;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.autodiff.samediff.SDVariable;

/** Losses of a game whose discriminator is linear, by hand. */
class GameGraphTest {
  private static final double WEIGHT = 1.5;
  private static final int FEATURES = 4;
  private static final int BATCH = 3;

  /** The slope of the scores is WEIGHT in each direction. */
  private static final double SQUARED_SLOPE = FEATURES * WEIGHT * WEIGHT;

  /** Scores are a weighted sum, and what is generated are latents as they are. */
  private static final class Linear implements Players {
    @Override
    public SDVariable generate(Params params, SDVariable z, @Nullable SDVariable label) {
      return z.mul(params.parameter("scale", Initializers.ones(), 1));
    }

    @Override
    public Judgement judge(
        Params params, SDVariable examples, @Nullable SDVariable label, String kind) {
      return Judgement.of(
          params.linear(
              "score", examples, FEATURES, 1, Initializers.constant(WEIGHT), Initializers.zeros()));
    }
  }

  private static Tensor rows(double value) {
    float[] rows = new float[BATCH * FEATURES];
    Arrays.fill(rows, (float) value);
    return Tensor.of(rows, BATCH, FEATURES);
  }

  private static double loss(Graph graph, TrainingState state) {
    try (Plan plan =
        Plan.of(graph)
            .parameters(state.parameters())
            .state(state.state())
            .bind("batch", BATCH)
            .compile()) {
      plan.run(Map.of(GameGraph.X, rows(0.5), GameGraph.Z, rows(-0.25)));
      return plan.output(GameGraph.LOSS).getDouble(0);
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 0.5, 0, 1", "0, 0, 0.25, 1", "0, 0.5, 0.25, 4", "10, 0, 0, 1", "10, 0, 0, 3"})
  void penaltiesAreWeighedAndCountForTheStepsWithout(
      double gradientPenalty, double r1, double r2, int every) {
    Game game = new Game(AdversarialLoss.WASSERSTEIN, gradientPenalty, r1, r2, every, 1, 0, 1);
    GameGraphs graphs =
        GameGraph.of(
            new GameGraph.Setting(
                game,
                new Linear(),
                FEATURES,
                FEATURES,
                0,
                false,
                UnaryOperator.identity(),
                UnaryOperator.identity()),
            1);
    try (TrainingState state =
        new TrainingState(graphs.parameters(), graphs.states(), 1, Optional.empty(), Device.CPU)) {
      double plain = loss(graphs.discriminator(), state);
      assertEquals(FEATURES * WEIGHT * (-0.25 - 0.5), plain, 1e-5);
      double slope = Math.sqrt(SQUARED_SLOPE) - 1;
      double penalty = gradientPenalty * slope * slope + (r1 + r2) * SQUARED_SLOPE / 2;
      double penalised = loss(requireNonNull(graphs.penalisedDiscriminator().orElse(null)), state);
      assertEquals(plain + every * penalty, penalised, 1e-3);
    }
  }
}
