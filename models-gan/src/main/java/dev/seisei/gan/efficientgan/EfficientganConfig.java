package dev.seisei.gan.efficientgan;

import dev.seisei.core.dataset.ImageShape;
import dev.seisei.core.settings.Description;
import dev.seisei.core.settings.Require;
import dev.seisei.gan.adversarial.Pyramid;
import dev.seisei.gan.dcgan.DcganConfig;

/**
 * What an EfficientGAN's graphs are built from. Extents of 0 are filled in from the data it is
 * trained on.
 *
 * @param channels of the images
 * @param height of the images
 * @param width of the images
 * @param normalClass whose images it is trained on; -1 for all
 * @param latentDim dimensions of z
 * @param filters of each network's finest maps, doubled at each coarser one
 * @param features of the discriminator's last hidden layer, by which images are compared
 * @param featureShare share of the features' distance in the score; the pixels' has the rest
 */
public record EfficientganConfig(
    @Description("channels of the images; from the data") int channels,
    @Description("height of the images; from the data") int height,
    @Description("width of the images; from the data") int width,
    @Description("class that is normal, the only one to learn from; -1: all") int normalClass,
    @Description("dimensions of the latent space") int latentDim,
    @Description("filters of each network's finest maps") int filters,
    @Description("features by which the discriminator compares images") int features,
    @Description("share of the features' distance in the score") double featureShare) {

  public EfficientganConfig {
    Require.inRange("channels", channels, 0, 3);
    Require.inRange("height", height, 0, 256);
    Require.inRange("width", width, 0, 256);
    Require.inRange("normal_class", normalClass, -1, 100_000);
    Require.inRange("latent_dim", latentDim, 1, 4096);
    Require.inRange("filters", filters, 1, 1024);
    Require.inRange("features", features, 1, 8192);
    Require.inRange("feature_share", featureShare, 0, 1);
    Pyramid.require(height, width);
  }

  /**
   * Narrow networks with the paper's share of a tenth, and so few latents that what is not normal
   * has none.
   */
  public EfficientganConfig() {
    this(0, 0, 0, -1, 10, 32, 128, 0.1);
  }

  /** The images' extents. */
  public ImageShape image() {
    return new ImageShape(channels, height, width);
  }

  /** The convolutional networks. */
  DcganConfig networks() {
    return new DcganConfig(
        channels,
        height,
        width,
        DcganConfig.Condition.NONE,
        0,
        latentDim,
        filters,
        filters,
        0,
        DcganConfig.DiscriminatorNorm.NONE,
        0,
        false);
  }

  /**
   * The same for data of given extents.
   *
   * @throws dev.seisei.core.settings.SettingException if extents were set, and the data have others
   */
  EfficientganConfig withImage(ImageShape inData) {
    ImageShape shape = image().inData(inData);
    return new EfficientganConfig(
        shape.channels(),
        shape.height(),
        shape.width(),
        normalClass,
        latentDim,
        filters,
        features,
        featureShare);
  }
}
