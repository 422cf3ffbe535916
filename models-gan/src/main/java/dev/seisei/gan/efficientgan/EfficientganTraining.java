package dev.seisei.gan.efficientgan;

import dev.seisei.core.settings.Description;
import dev.seisei.core.settings.Require;
import dev.seisei.gan.adversarial.GanTraining;
import dev.seisei.loss.AdversarialLoss;

/**
 * How an EfficientGAN is trained.
 *
 * @param reconstruction weight of how far images are from what generator and encoder make of them,
 *     a mean over pixels
 * @param gan the rest, as for any GAN of images
 */
public record EfficientganTraining(
    @Description("weight of the distance of images from their reconstructions")
        double reconstruction,
    @Description("the rest, as for any GAN of images") GanTraining gan) {

  public EfficientganTraining {
    Require.inRange("reconstruction", reconstruction, 0, 1e6);
    Require.that(
        gan.game().objective() != AdversarialLoss.LEAST_SQUARES,
        "gan.game.objective",
        "gan.game.objective must treat both kinds of pairs alike; least_squares does not");
  }

  /** With reconstructions, as ALICE has them. */
  public EfficientganTraining() {
    this(10, new GanTraining());
  }
}
