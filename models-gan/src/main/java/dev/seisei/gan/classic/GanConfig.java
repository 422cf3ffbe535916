package dev.seisei.gan.classic;

import dev.seisei.core.dataset.ImageShape;
import dev.seisei.core.settings.Description;
import dev.seisei.core.settings.Require;

/**
 * What a GAN's graphs are built from. Extents of 0 are filled in from the data it is trained on.
 *
 * @param channels of the images
 * @param height of the images
 * @param width of the images
 * @param latentDim dimensions of z
 * @param features of each hidden layer
 * @param layers hidden ones, of each network
 */
public record GanConfig(
    @Description("channels of the images; from the data") int channels,
    @Description("height of the images; from the data") int height,
    @Description("width of the images; from the data") int width,
    @Description("dimensions of the latent space") int latentDim,
    @Description("features of each hidden layer") int features,
    @Description("hidden layers of each network") int layers) {

  public GanConfig {
    Require.inRange("channels", channels, 0, 3);
    Require.inRange("height", height, 0, 256);
    Require.inRange("width", width, 0, 256);
    Require.inRange("latent_dim", latentDim, 1, 4096);
    Require.inRange("features", features, 1, 8192);
    Require.inRange("layers", layers, 1, 64);
  }

  /** Two hidden layers of 512 features. */
  public GanConfig() {
    this(0, 0, 0, 100, 512, 2);
  }

  /** The images' extents. */
  public ImageShape image() {
    return new ImageShape(channels, height, width);
  }

  /**
   * The same for data of given extents.
   *
   * @throws dev.seisei.core.settings.SettingException if extents were set, and the data have others
   */
  GanConfig withImage(ImageShape inData) {
    ImageShape shape = image().inData(inData);
    return new GanConfig(
        shape.channels(), shape.height(), shape.width(), latentDim, features, layers);
  }
}
