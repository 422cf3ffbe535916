package dev.seisei.evaluate.classifier;

import dev.seisei.core.dataset.ImageShape;
import dev.seisei.core.settings.Description;
import dev.seisei.core.settings.Require;

/**
 * What a classifier's graph is built from. Extents and classes of 0 are filled in from the data it
 * is trained on.
 *
 * @param channels of the images
 * @param height of the images
 * @param width of the images
 * @param classes how many there are
 * @param filters of the first stage; every stage has twice as many as the one before
 * @param stages each at half the resolution of the one before
 * @param depth convolutions a stage
 */
public record ClassifierConfig(
    @Description("channels of the images; from the data") int channels,
    @Description("height of the images; from the data") int height,
    @Description("width of the images; from the data") int width,
    @Description("number of classes; from the data") int classes,
    @Description("filters of the first stage, doubled at each further one") int filters,
    @Description("stages, each at half the resolution of the one before") int stages,
    @Description("convolutions a stage") int depth) {

  public ClassifierConfig {
    Require.inRange("channels", channels, 0, 3);
    Require.inRange("height", height, 0, 1024);
    Require.inRange("width", width, 0, 1024);
    Require.inRange("classes", classes, 0, 100_000);
    Require.inRange("filters", filters, 1, 512);
    Require.inRange("stages", stages, 1, 6);
    Require.inRange("depth", depth, 1, 16);
    if (height > 0) {
      int least = 1 << (stages - 1);
      Require.that(
          height >= least && width >= least,
          "stages",
          "stages must be fewer for images of %d×%d, got %d".formatted(height, width, stages));
    }
  }

  /** Three stages of two convolutions, with 32, 64 and 128 filters. */
  public ClassifierConfig() {
    this(0, 0, 0, 0, 32, 3, 2);
  }

  /** The images' extents. */
  public ImageShape image() {
    return new ImageShape(channels, height, width);
  }

  /** Filters of a stage, counted from 0. */
  int filters(int stage) {
    return filters << stage;
  }

  /** How many features an image has: the filters of the last stage. */
  int dimensions() {
    return filters(stages - 1);
  }

  /**
   * The same for data of given extents and classes.
   *
   * @throws dev.seisei.core.settings.SettingException if extents or classes were set, and the data
   *     have others
   */
  ClassifierConfig withData(ImageShape inData, int labels) {
    ImageShape shape = image().inData(inData);
    Require.that(
        classes == 0 || classes == labels,
        "classes",
        "classes is %d in the data, got %d; leave it out".formatted(labels, classes));
    return new ClassifierConfig(
        shape.channels(), shape.height(), shape.width(), labels, filters, stages, depth);
  }
}
