package dev.seisei.gan.cyclegan;

import dev.seisei.core.dataset.ImageShape;
import dev.seisei.core.settings.Description;
import dev.seisei.core.settings.Require;
import dev.seisei.gan.adversarial.Pyramid;

/**
 * What a CycleGAN's graphs are built from. Extents of 0 are filled in from the data it is trained
 * on.
 *
 * @param channels of the images
 * @param height of the images
 * @param width of the images
 * @param filters of the finest maps, doubled at each coarser one
 * @param halvings from the image to the maps that are worked on
 * @param blocks residual ones, on the coarsest maps
 */
public record CycleganConfig(
    @Description("channels of the images; from the data") int channels,
    @Description("height of the images; from the data") int height,
    @Description("width of the images; from the data") int width,
    @Description("filters of the finest maps, doubled at each coarser one") int filters,
    @Description("halvings from the image to the maps that are worked on") int halvings,
    @Description("residual blocks, on the coarsest maps") int blocks) {

  public CycleganConfig {
    Require.inRange("channels", channels, 0, 3);
    Require.inRange("height", height, 0, 512);
    Require.inRange("width", width, 0, 512);
    Require.inRange("filters", filters, 1, 512);
    Require.inRange("halvings", halvings, 1, 6);
    Require.inRange("blocks", blocks, 0, 64);
    Pyramid.require(height, width);
    Require.that(
        height == 0 || halvings <= Pyramid.halvings(height, width),
        "halvings",
        "halvings must be at most %d for images of %d×%d, got %d"
            .formatted(Pyramid.halvings(height, width), height, width, halvings));
  }

  /** Narrow networks for small images: the paper's, with a quarter of the filters. */
  public CycleganConfig() {
    this(0, 0, 0, 16, 2, 4);
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
  CycleganConfig withImage(ImageShape inData) {
    ImageShape shape = image().inData(inData);
    return new CycleganConfig(
        shape.channels(), shape.height(), shape.width(), filters, halvings, blocks);
  }
}
