package dev.seisei.vae.autoencoder;

import dev.seisei.core.dataset.ImageShape;
import dev.seisei.core.settings.Description;
import dev.seisei.core.settings.Require;
import dev.seisei.vae.network.Decoder;
import dev.seisei.vae.network.Network;

/**
 * What an autoencoder's graph is built from. Extents of 0 are filled in from the data it is trained
 * on.
 *
 * @param channels of the images
 * @param height of the images
 * @param width of the images
 * @param latentDim dimensions of the code
 * @param encoder from images to codes
 * @param decoder from codes to images
 */
public record AutoencoderConfig(
    @Description("channels of the images; from the data") int channels,
    @Description("height of the images; from the data") int height,
    @Description("width of the images; from the data") int width,
    @Description("dimensions of the code") int latentDim,
    @Description("the encoder") Network encoder,
    @Description("the decoder") Network decoder) {

  public AutoencoderConfig {
    Require.inRange("channels", channels, 0, 3);
    Require.inRange("height", height, 0, 1024);
    Require.inRange("width", width, 0, 1024);
    Require.inRange("latent_dim", latentDim, 1, 4096);
    Decoder.check(decoder, new ImageShape(channels, height, width));
  }

  /** A fully connected autoencoder with 32 numbers a code. */
  public AutoencoderConfig() {
    this(0, 0, 0, 32, new Network(), new Network());
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
  public AutoencoderConfig withImage(ImageShape inData) {
    ImageShape image = image().inData(inData);
    return new AutoencoderConfig(
        image.channels(), image.height(), image.width(), latentDim, encoder, decoder);
  }
}
