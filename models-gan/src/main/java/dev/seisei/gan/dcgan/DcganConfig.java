package dev.seisei.gan.dcgan;

import dev.seisei.core.dataset.ImageShape;
import dev.seisei.core.settings.Description;
import dev.seisei.core.settings.Require;
import dev.seisei.gan.adversarial.Pyramid;

/**
 * What the graphs of a convolutional GAN are built from. Extents and classes of 0 are filled in
 * from the data it is trained on.
 *
 * @param channels of the images
 * @param height of the images
 * @param width of the images
 * @param condition how the discriminator is told the class; the generator is told unless NONE
 * @param classes how many there are; 0 for condition NONE
 * @param latentDim dimensions of z
 * @param generatorFilters of the generator's maps at half the image's size, doubled at each coarser
 *     one and, if depth is not 0, halved at the image's size
 * @param discriminatorFilters the same of the discriminator
 * @param depth 3×3 convolutions at each level of both networks, beside those that double and halve;
 *     0 is DCGAN itself
 * @param discriminatorNorm how the discriminator is normalised
 * @param attention extent of the maps that both networks attend over themselves at; 0 for nowhere
 * @param minibatchDeviation whether the discriminator is shown how varied the batch is
 */
public record DcganConfig(
    @Description("channels of the images; from the data") int channels,
    @Description("height of the images; from the data") int height,
    @Description("width of the images; from the data") int width,
    @Description("whether and how the discriminator is told the class") Condition condition,
    @Description("number of classes; from the data") int classes,
    @Description("dimensions of the latent space") int latentDim,
    @Description("filters of the generator at half the image's size") int generatorFilters,
    @Description("filters of the discriminator at half the image's size") int discriminatorFilters,
    @Description("3×3 convolutions at each level beside those that double and halve") int depth,
    @Description("how the discriminator is normalised") DiscriminatorNorm discriminatorNorm,
    @Description("height of the maps with self-attention; 0: none") int attention,
    @Description("whether the discriminator sees how varied the batch is")
        boolean minibatchDeviation) {

  /** How the discriminator is told the class. */
  public enum Condition {
    /** Nobody is told. */
    NONE,
    /** By an inner product with its features. Source: Miyato and Koyama, 2018, arXiv 1802.05637. */
    PROJECTION,
    /** It names the class itself, and is trained to. Source: Odena et al., 2017, 1610.09585. */
    AUXILIARY,
    /** Both. */
    PROJECTION_AND_AUXILIARY;

    boolean projects() {
      return this == PROJECTION || this == PROJECTION_AND_AUXILIARY;
    }

    boolean classifies() {
      return this == AUXILIARY || this == PROJECTION_AND_AUXILIARY;
    }
  }

  /** How the discriminator is normalised. */
  public enum DiscriminatorNorm {
    /** Not at all: penalties of its slope keep it. */
    NONE,
    /** Batch norm but at the first and the last layer, as DCGAN has it. */
    BATCH,
    /** Spectral norm, as SAGAN has it. */
    SPECTRAL
  }

  public DcganConfig {
    Require.inRange("channels", channels, 0, 3);
    Require.inRange("height", height, 0, 256);
    Require.inRange("width", width, 0, 256);
    Require.inRange("classes", classes, 0, 100_000);
    Require.inRange("latent_dim", latentDim, 1, 4096);
    Require.inRange("generator_filters", generatorFilters, 1, 1024);
    Require.inRange("discriminator_filters", discriminatorFilters, 1, 1024);
    Require.inRange("depth", depth, 0, 16);
    Require.inRange("attention", attention, 0, 256);
    Require.that(
        condition != Condition.NONE || classes == 0,
        "classes",
        "classes must be 0 unless condition is set, got " + classes);
    Pyramid.require(height, width);
    Require.that(
        attention == 0 || height == 0 || isMap(height, width, attention),
        "attention",
        "attention must be 0 or the height of a layer's maps (%d halved up to %d times), got %d"
            .formatted(height, Pyramid.halvings(height, width), attention));
  }

  /**
   * Radford et al.'s networks at a quarter of their width, with a convolution more at each level.
   */
  public DcganConfig() {
    this(0, 0, 0, Condition.NONE, 0, 100, 32, 32, 1, DiscriminatorNorm.NONE, 0, true);
  }

  private static boolean isMap(int height, int width, int extent) {
    for (int level = 1; level <= Pyramid.halvings(height, width); level++) {
      if (height >> level == extent) {
        return true;
      }
    }
    return false;
  }

  /** How many times the image is halved until the coarsest map. */
  public int halvings() {
    return Pyramid.halvings(height, width);
  }

  /** Filters of the discriminator's coarsest maps. */
  public int features() {
    return discriminatorFilters << (halvings() - 1);
  }

  /** Whether both networks are told the class. */
  boolean conditional() {
    return condition != Condition.NONE;
  }

  /** The images' extents. */
  public ImageShape image() {
    return new ImageShape(channels, height, width);
  }

  /**
   * The same for data of given extents and classes.
   *
   * @throws dev.seisei.core.settings.SettingException if extents or classes were set, and the data
   *     have others
   */
  public DcganConfig withData(ImageShape inData, int labels) {
    ImageShape shape = image().inData(inData);
    Require.that(
        !conditional() || classes == 0 || classes == labels,
        "classes",
        "classes is %d in the data, got %d; leave it out".formatted(labels, classes));
    return new DcganConfig(
        shape.channels(),
        shape.height(),
        shape.width(),
        condition,
        conditional() ? labels : 0,
        latentDim,
        generatorFilters,
        discriminatorFilters,
        depth,
        discriminatorNorm,
        attention,
        minibatchDeviation);
  }
}
