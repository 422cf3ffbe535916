package dev.seisei.gan.infogan;

import dev.seisei.core.settings.Description;
import dev.seisei.core.settings.Require;
import dev.seisei.gan.adversarial.GanTraining;

/**
 * How an InfoGAN is trained.
 *
 * @param categoryWeight λ of the categorical code
 * @param codeWeight λ of the continuous codes
 * @param gan the rest, as for any GAN of images
 */
public record InfoganTraining(
    @Description("weight of what the image tells of the category") double categoryWeight,
    @Description("weight of what the image tells of the continuous codes") double codeWeight,
    @Description("the rest, as for any GAN of images") GanTraining gan) {

  public InfoganTraining {
    Require.inRange("category_weight", categoryWeight, 0, 1e6);
    Require.inRange("code_weight", codeWeight, 0, 1e6);
  }

  /** The paper's weights. */
  public InfoganTraining() {
    this(1, 0.1, new GanTraining());
  }
}
