package dev.seisei.gan.stylegan;

import dev.seisei.core.dataset.ImageShape;
import dev.seisei.core.settings.Description;
import dev.seisei.core.settings.Require;
import dev.seisei.gan.adversarial.Pyramid;

/**
 * What the graphs of a StyleGAN2 are built from. Extents and classes of 0 are filled in from the
 * data it is trained on.
 *
 * @param channels of the images
 * @param height of the images
 * @param width of the images
 * @param conditional whether both networks are told the class
 * @param classes how many there are; 0 unless conditional
 * @param latentDim dimensions of z
 * @param styleDim dimensions of w
 * @param mappingLayers of the network from z to w
 * @param filters of both networks' finest maps, doubled at each coarser one
 * @param mostFilters that a layer has
 */
public record StyleganConfig(
    @Description("channels of the images; from the data") int channels,
    @Description("height of the images; from the data") int height,
    @Description("width of the images; from the data") int width,
    @Description("whether both networks are told the class") boolean conditional,
    @Description("number of classes; from the data") int classes,
    @Description("dimensions of the latent space") int latentDim,
    @Description("dimensions of the styles") int styleDim,
    @Description("layers from latents to styles") int mappingLayers,
    @Description("filters of the finest maps, doubled at each coarser one") int filters,
    @Description("filters that a layer has at most") int mostFilters) {

  public StyleganConfig {
    Require.inRange("channels", channels, 0, 3);
    Require.inRange("height", height, 0, 256);
    Require.inRange("width", width, 0, 256);
    Require.inRange("classes", classes, 0, 100_000);
    Require.inRange("latent_dim", latentDim, 1, 4096);
    Require.inRange("style_dim", styleDim, 1, 4096);
    Require.inRange("mapping_layers", mappingLayers, 1, 32);
    Require.inRange("filters", filters, 1, 1024);
    Require.inRange("most_filters", mostFilters, 1, 4096);
    Require.that(
        conditional || classes == 0,
        "classes",
        "classes must be 0 unless conditional is true, got " + classes);
    Pyramid.require(height, width);
  }

  /**
   * A narrow one, for images of 28 to 64 pixels: each level as wide as the default DCGAN's, and
   * mapping layers as in Karras et al.'s setting for CIFAR-10.
   */
  public StyleganConfig() {
    this(0, 0, 0, false, 0, 128, 128, 2, 16, 128);
  }

  /** The images' extents. */
  public ImageShape image() {
    return new ImageShape(channels, height, width);
  }

  /** How many times the image is halved until the coarsest map. */
  int halvings() {
    return Pyramid.halvings(height, width);
  }

  /** Filters of the maps at a level: 0 is the image's size, 1 half of it, and so on. */
  int filters(int level) {
    return Math.min(filters << level, mostFilters);
  }

  /** Layers of the synthesis that take noise. */
  int noises() {
    return 1 + 2 * halvings();
  }

  /** Numbers of all of an image's noise. */
  int noiseSize() {
    int size = (height >> halvings()) * (width >> halvings());
    for (int level = halvings() - 1; level >= 0; level--) {
      size += 2 * (height >> level) * (width >> level);
    }
    return size;
  }

  /**
   * The same for data of given extents and classes.
   *
   * @throws dev.seisei.core.settings.SettingException if extents or classes were set, and the data
   *     have others
   */
  StyleganConfig withData(ImageShape inData, int labels) {
    ImageShape shape = image().inData(inData);
    Require.that(
        !conditional || classes == 0 || classes == labels,
        "classes",
        "classes is %d in the data, got %d; leave it out".formatted(labels, classes));
    return new StyleganConfig(
        shape.channels(),
        shape.height(),
        shape.width(),
        conditional,
        conditional ? labels : 0,
        latentDim,
        styleDim,
        mappingLayers,
        filters,
        mostFilters);
  }
}
