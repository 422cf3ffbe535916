package dev.seisei.gan.anogan;

import dev.seisei.core.dataset.ImageShape;
import dev.seisei.core.settings.Description;
import dev.seisei.core.settings.Require;
import dev.seisei.gan.dcgan.DcganConfig;

/**
 * What an AnoGAN's graphs are built from.
 *
 * @param normalClass whose images it is trained on; -1 for all
 * @param searchSteps steps of the search for an image's latent
 * @param searchRate learning rate of the search
 * @param featureShare λ: share of the features' distance in the score; the pixels' has the rest
 * @param networks both networks, told no classes
 */
public record AnoganConfig(
    @Description("class that is normal, the only one to learn from; -1: all") int normalClass,
    @Description("steps of the search for an image's latent") int searchSteps,
    @Description("learning rate of the search") double searchRate,
    @Description("share of the features' distance in the score") double featureShare,
    @Description("both networks") DcganConfig networks) {

  public AnoganConfig {
    Require.inRange("normal_class", normalClass, -1, 100_000);
    Require.inRange("search_steps", searchSteps, 1, 1_000_000);
    Require.positive("search_rate", searchRate);
    Require.inRange("feature_share", featureShare, 0, 1);
    Require.that(
        networks.condition() == DcganConfig.Condition.NONE,
        "networks.condition",
        "networks.condition must be none, for a search has no class");
    Require.that(
        !networks.minibatchDeviation(),
        "networks.minibatch_deviation",
        "networks.minibatch_deviation must be false, for images are scored one by one");
    Require.that(
        networks.discriminatorNorm() == DcganConfig.DiscriminatorNorm.NONE,
        "networks.discriminator_norm",
        "networks.discriminator_norm must be none, for the search reads the discriminator as it is");
  }

  /** Narrow networks, and the paper's 500 steps and share of a tenth. */
  public AnoganConfig() {
    this(
        -1,
        500,
        0.02,
        0.1,
        new DcganConfig(
            0,
            0,
            0,
            DcganConfig.Condition.NONE,
            0,
            32,
            32,
            32,
            0,
            DcganConfig.DiscriminatorNorm.NONE,
            0,
            false));
  }

  /** The images' extents. */
  public ImageShape image() {
    return networks.image();
  }

  /**
   * The same for data of given extents.
   *
   * @throws dev.seisei.core.settings.SettingException if extents were set, and the data have others
   */
  AnoganConfig withImage(ImageShape inData) {
    return new AnoganConfig(
        normalClass, searchSteps, searchRate, featureShare, networks.withData(inData, 0));
  }
}
