package dev.seisei.gan.adversarial;

import dev.seisei.core.settings.Description;
import dev.seisei.core.settings.Require;
import dev.seisei.core.train.Recipe;
import dev.seisei.core.train.TrainingState;
import dev.seisei.engine.optim.Optimizer;
import dev.seisei.engine.optim.Schedule;
import dev.seisei.engine.optim.Training;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * How both players move: by Adam, each at its own rate, which rises in its first steps if asked to
 * and falls in a straight line; and a moving average of the generator is kept.
 *
 * <p>Source of two rates: Heusel et al., 2017, arXiv 1706.08500; of the average: Yazıcı et al.,
 * 2019, arXiv 1806.04498.
 *
 * @param generator its learning rate at the highest
 * @param discriminator its learning rate at the highest
 * @param warmUp steps of each player in which its rate rises from nothing, but at most a tenth of
 *     all; 0 for none
 * @param end what rates are multiplied by at the end
 * @param beta1 Adam's
 * @param beta2 Adam's
 * @param averageDecay of the moving average of the generator's weights; 0 keeps none
 */
public record Rates(
    @Description("the generator's learning rate") double generator,
    @Description("the discriminator's learning rate") double discriminator,
    @Description("steps in which rates rise, at most a tenth of all; 0 for none") int warmUp,
    @Description("what the rates are multiplied by at the end") double end,
    @Description("Adam's decay of the mean") double beta1,
    @Description("Adam's decay of the square") double beta2,
    @Description("decay of the moving average of the generator; 0 for none") double averageDecay) {

  /** The names of the players' optimizers, before their states. */
  public static final String GENERATOR = "generator";

  public static final String DISCRIMINATOR = "discriminator";

  private static final double EPSILON = 1e-8;

  public Rates {
    Require.positive("generator", generator);
    Require.positive("discriminator", discriminator);
    Require.inRange("warm_up", warmUp, 0, 1_000_000_000);
    Require.inRange("end", end, 0, 1);
    Require.inRange("beta1", beta1, 0, 0.999999);
    Require.inRange("beta2", beta2, 0, 0.999999);
    Require.inRange("average_decay", averageDecay, 0, 0.999999);
  }

  /** Without momentum, for a game's gradients turn. */
  public Rates() {
    this(1e-3, 1e-3, 0, 0.05, 0, 0.99, 0.999);
  }

  /** What sets up the generator's training of some steps. */
  public UnaryOperator<Training> ofGenerator(long steps) {
    return training -> player(training, GENERATOR, generator, steps).average(averageDecay);
  }

  /** What sets up the discriminator's training of some steps. */
  public UnaryOperator<Training> ofDiscriminator(long steps) {
    return training -> player(training, DISCRIMINATOR, discriminator, steps);
  }

  /** Which parameters a player's optimizer trains: those below its name. */
  private static Predicate<String> trainedBy(String player) {
    return parameter -> parameter.startsWith(player + ".");
  }

  /** Brings the averages of what the generator's optimizer trains up to date. */
  public static void average(TrainingState state) {
    state.average(GENERATOR, trainedBy(GENERATOR));
  }

  private Training player(Training training, String name, double rate, long steps) {
    Schedule falling = Schedule.linear(rate, rate * end, steps);
    return training
        .name(name)
        .trainable(trainedBy(name))
        .optimizer(new Optimizer.Adam(beta1, beta2, EPSILON, false))
        .schedule(Recipe.warmedUp(falling, warmUp, steps));
  }
}
