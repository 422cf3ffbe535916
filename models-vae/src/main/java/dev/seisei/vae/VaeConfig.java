package dev.seisei.vae;

import dev.seisei.core.dataset.ImageShape;
import dev.seisei.core.model.LatentVariableModel.Likelihood;
import dev.seisei.core.settings.Description;
import dev.seisei.core.settings.Require;
import dev.seisei.core.settings.SettingException;
import dev.seisei.vae.network.Decoder;
import dev.seisei.vae.network.Network;

/**
 * What a VAE's graph is built from. Extents and classes of 0 are filled in from the data it is
 * trained on.
 *
 * @param channels of the images
 * @param height of the images
 * @param width of the images
 * @param conditional whether encoder and decoder are told the class
 * @param classes how many there are; 0 unless conditional
 * @param latentDim dimensions of z
 * @param encoder q(z|x)
 * @param decoder p(x|z)
 * @param likelihood how pixels are distributed given z
 */
public record VaeConfig(
    @Description("channels of the images; from the data") int channels,
    @Description("height of the images; from the data") int height,
    @Description("width of the images; from the data") int width,
    @Description("whether the model is told the class") boolean conditional,
    @Description("number of classes; from the data") int classes,
    @Description("dimensions of the latent space") int latentDim,
    @Description("the encoder") Network encoder,
    @Description("the decoder") Network decoder,
    @Description("how pixels are distributed: bernoulli (binarised) or gaussian")
        Likelihood likelihood) {

  public VaeConfig {
    Require.inRange("channels", channels, 0, 3);
    Require.inRange("height", height, 0, 1024);
    Require.inRange("width", width, 0, 1024);
    Require.inRange("classes", classes, 0, 100_000);
    Require.inRange("latent_dim", latentDim, 1, 4096);
    Require.that(
        conditional || classes == 0,
        "classes",
        "classes must be 0 unless conditional is true, got " + classes);
    Decoder.check(decoder, new ImageShape(channels, height, width));
  }

  /** A fully connected VAE of grey pixels with 40 latents. */
  public VaeConfig() {
    this(0, 0, 0, false, 0, 40, new Network(), new Network(), Likelihood.BERNOULLI);
  }

  /** The images' extents. */
  public ImageShape image() {
    return new ImageShape(channels, height, width);
  }

  /**
   * The same for data of given extents and classes.
   *
   * @throws SettingException if extents or classes were set, and the data have others
   */
  public VaeConfig withData(ImageShape inData, int labels) {
    ImageShape shape = image().inData(inData);
    Require.that(
        !conditional || classes == 0 || classes == labels,
        "classes",
        "classes is %d in the data, got %d; leave it out".formatted(labels, classes));
    return new VaeConfig(
        shape.channels(),
        shape.height(),
        shape.width(),
        conditional,
        conditional ? labels : 0,
        latentDim,
        encoder,
        decoder,
        likelihood);
  }
}
