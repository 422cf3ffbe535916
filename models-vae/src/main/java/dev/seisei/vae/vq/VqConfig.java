package dev.seisei.vae.vq;

import dev.seisei.core.dataset.ImageShape;
import dev.seisei.core.settings.Description;
import dev.seisei.core.settings.Require;
import dev.seisei.vae.network.Network;

/**
 * What a VQ-VAE's graphs are built from. Extents of 0 are filled in from the data it is trained on.
 *
 * @param channels of the images; with one, pixels are Bernoulli, otherwise Gaussian
 * @param height of the images, a multiple of 4
 * @param width of the images, a multiple of 4
 * @param codes K, how many there are
 * @param codeDim D, numbers in a code
 * @param features channels of encoder and decoder at half the resolution, doubled at a quarter
 * @param depth residual blocks of encoder and decoder at each resolution
 * @param prior the transformer over the codes
 */
public record VqConfig(
    @Description("channels of the images; from the data") int channels,
    @Description("height of the images; from the data") int height,
    @Description("width of the images; from the data") int width,
    @Description("how many codes there are") int codes,
    @Description("numbers in a code") int codeDim,
    @Description("channels at half resolution") int features,
    @Description("residual blocks at each resolution") int depth,
    @Description("the transformer over the codes") PriorNetwork prior) {

  public VqConfig {
    Require.inRange("channels", channels, 0, 3);
    requireExtent("height", height);
    requireExtent("width", width);
    Require.inRange("codes", codes, 2, 65_536);
    Require.inRange("code_dim", codeDim, 1, 4096);
    Require.inRange("features", features, 1, 4096);
    Require.inRange("depth", depth, 1, 64);
  }

  private static void requireExtent(String field, int extent) {
    Require.inRange(field, extent, 0, 1024);
    Require.that(
        extent == 0 || (extent >= 8 && extent % 4 == 0),
        field,
        field + " must be a multiple of 4 and at least 8, got " + extent);
  }

  /** 256 codes of 16 numbers. */
  public VqConfig() {
    this(0, 0, 0, 256, 16, 32, 1, new PriorNetwork());
  }

  /** The images' extents. */
  public ImageShape image() {
    return new ImageShape(channels, height, width);
  }

  /**
   * The same for the data's images.
   *
   * @throws dev.seisei.core.settings.SettingException if extents are set, and the data have others
   */
  public VqConfig withImage(ImageShape inData) {
    ImageShape image = image().inData(inData);
    return new VqConfig(
        image.channels(), image.height(), image.width(), codes, codeDim, features, depth, prior);
  }

  /** Rows and columns of an image's grid of codes, joined to one: L. */
  int positions() {
    return (height / 4) * (width / 4);
  }

  /** Encoder and decoder. */
  Network network() {
    return new Network(Network.Kind.CONVOLUTIONAL, features, depth);
  }
}
