package dev.seisei.gan.adversarial;

import dev.seisei.core.settings.Description;
import dev.seisei.core.settings.Require;
import dev.seisei.loss.AdversarialLoss;
import java.nio.FloatBuffer;

/**
 * The rules that generator and discriminator are trained by.
 *
 * @param objective what each of them minimises
 * @param gradientPenalty weight of (‖∇‖ − 1)² between real and generated examples; 0 for none
 * @param r1 weight of ½‖∇‖² at real examples; 0 for none
 * @param r2 weight of ½‖∇‖² at generated examples; 0 for none
 * @param penaltyEvery discriminator steps from one with penalties to the next; they then count as
 *     many times as much
 * @param discriminatorSteps discriminator steps a generator step
 * @param generatorPenalty weight of the penalty that the family's generator has, if it has one
 * @param generatorPenaltyEvery generator steps from one with its penalty to the next; it then
 *     counts as many times as much
 */
public record Game(
    @Description("what generator and discriminator minimise") AdversarialLoss objective,
    @Description("weight of the gradient penalty of WGAN-GP; 0 for none") double gradientPenalty,
    @Description("weight of R1, the penalty of slopes at real examples; 0 for none") double r1,
    @Description("weight of R2, the penalty of slopes at generated examples; 0 for none") double r2,
    @Description("discriminator steps from one with penalties to the next") int penaltyEvery,
    @Description("discriminator steps a generator step") int discriminatorSteps,
    @Description("weight of the generator's own penalty, such as that of path lengths; 0 for none")
        double generatorPenalty,
    @Description("generator steps from one with its penalty to the next")
        int generatorPenaltyEvery) {

  public Game {
    Require.inRange("gradient_penalty", gradientPenalty, 0, 1e6);
    Require.inRange("r1", r1, 0, 1e6);
    Require.inRange("r2", r2, 0, 1e6);
    Require.inRange("penalty_every", penaltyEvery, 1, 1000);
    Require.inRange("discriminator_steps", discriminatorSteps, 1, 1000);
    Require.inRange("generator_penalty", generatorPenalty, 0, 1e6);
    Require.inRange("generator_penalty_every", generatorPenaltyEvery, 1, 1000);
  }

  /**
   * The relativistic game with both penalties, which converges where others circle. Source: Huang
   * et al., 2024, arXiv 2501.05441.
   */
  public Game() {
    this(AdversarialLoss.RELATIVISTIC, 0, 0.1, 0.1, 4, 1, 0, 4);
  }

  /** Whether any slope is penalised. */
  public boolean penalises() {
    return gradientPenalty > 0 || r1 > 0 || r2 > 0;
  }

  /**
   * The share of examples that were taken for what they are; where they are scored as a pair, of
   * pairs.
   *
   * @param real scores of real examples
   * @param generated as many of generated ones
   */
  public static double accuracy(
      AdversarialLoss objective, FloatBuffer real, FloatBuffer generated) {
    int count = real.remaining();
    double right = 0;
    for (int i = 0; i < count; i++) {
      right += accuracy(objective, real.get(i), generated.get(i));
    }
    return right / count;
  }

  private static double accuracy(AdversarialLoss objective, double real, double generated) {
    return switch (objective) {
      case WASSERSTEIN, RELATIVISTIC -> real > generated ? 1 : 0;
      case LEAST_SQUARES -> share(real > 0.5, generated < 0.5);
      case MINIMAX, NON_SATURATING, HINGE -> share(real > 0, generated < 0);
    };
  }

  private static double share(boolean a, boolean b) {
    return (a ? 0.5 : 0) + (b ? 0.5 : 0);
  }
}
