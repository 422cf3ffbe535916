package dev.seisei.gan.efficientgan;

import dev.seisei.core.settings.Description;
import dev.seisei.core.settings.Require;
import dev.seisei.gan.adversarial.DiffAugment;
import dev.seisei.gan.adversarial.GanTraining;
import dev.seisei.gan.anomaly.PairGraph;

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
    PairGraph.require(gan.game(), "gan.");
    Require.that(
        gan.augment().equals(new DiffAugment()),
        "gan.augment",
        "gan.augment must be left out: a changed image would have another code");
  }

  /** With reconstructions, as ALICE has them; normal images are fewer than all. */
  public EfficientganTraining() {
    this(10, new GanTraining().withEpochs(20));
  }
}
