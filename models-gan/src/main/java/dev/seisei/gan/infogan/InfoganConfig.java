package dev.seisei.gan.infogan;

import dev.seisei.core.dataset.ImageShape;
import dev.seisei.core.settings.Description;
import dev.seisei.core.settings.Require;
import dev.seisei.gan.adversarial.Pyramid;
import dev.seisei.gan.dcgan.DcganConfig;

/**
 * What an InfoGAN's graphs are built from. Extents of 0 are filled in from the data it is trained
 * on.
 *
 * @param channels of the images
 * @param height of the images
 * @param width of the images
 * @param noiseDim latents that mean nothing by themselves
 * @param categories of the categorical code
 * @param codes continuous ones
 * @param generatorFilters of the generator's maps at half the image's size, doubled at each coarser
 *     one
 * @param discriminatorFilters the same of the discriminator
 */
public record InfoganConfig(
    @Description("channels of the images; from the data") int channels,
    @Description("height of the images; from the data") int height,
    @Description("width of the images; from the data") int width,
    @Description("latents that mean nothing by themselves") int noiseDim,
    @Description("categories of the categorical code") int categories,
    @Description("continuous codes") int codes,
    @Description("filters of the generator at half the image's size") int generatorFilters,
    @Description("filters of the discriminator at half the image's size")
        int discriminatorFilters) {

  public InfoganConfig {
    Require.inRange("channels", channels, 0, 3);
    Require.inRange("height", height, 0, 256);
    Require.inRange("width", width, 0, 256);
    Require.inRange("noise_dim", noiseDim, 1, 4096);
    Require.inRange("categories", categories, 2, 1000);
    Require.inRange("codes", codes, 0, 1000);
    Require.inRange("generator_filters", generatorFilters, 1, 1024);
    Require.inRange("discriminator_filters", discriminatorFilters, 1, 1024);
    Require.that(
        (long) noiseDim + codes + categories <= 4096,
        "noise_dim",
        "noise_dim, codes and categories must be at most 4096 together, got %d"
            .formatted((long) noiseDim + codes + categories));
    Pyramid.require(height, width);
  }

  /**
   * The paper's codes for MNIST: ten categories and two continuous codes. With few other latents,
   * what differs most between images is left to the category.
   */
  public InfoganConfig() {
    this(0, 0, 0, 16, 10, 2, 32, 32);
  }

  /** The images' extents. */
  public ImageShape image() {
    return new ImageShape(channels, height, width);
  }

  /** Latents that are drawn: noise, then continuous codes. */
  int latentDim() {
    return noiseDim + codes;
  }

  /** The convolutional networks, whose latents are all codes and the noise. */
  DcganConfig networks() {
    return new DcganConfig(
        channels,
        height,
        width,
        DcganConfig.Condition.NONE,
        0,
        latentDim() + categories,
        generatorFilters,
        discriminatorFilters,
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
  InfoganConfig withImage(ImageShape inData) {
    ImageShape shape = image().inData(inData);
    return new InfoganConfig(
        shape.channels(),
        shape.height(),
        shape.width(),
        noiseDim,
        categories,
        codes,
        generatorFilters,
        discriminatorFilters);
  }
}
