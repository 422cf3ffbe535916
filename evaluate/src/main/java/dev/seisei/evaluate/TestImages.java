package dev.seisei.evaluate;

import dev.seisei.core.dataset.Dataset;
import dev.seisei.core.dataset.ImageDataset;
import dev.seisei.core.dataset.ImageSet;
import dev.seisei.core.dataset.ImageShape;
import dev.seisei.core.model.Reconstruction;
import dev.seisei.core.settings.SettingException;
import java.util.Arrays;

/** The images of a dataset that a model is measured on. */
public final class TestImages {
  private TestImages() {}

  /**
   * The test part.
   *
   * @throws SettingException if it is empty, has images of another size than the model's, or lacks
   *     the classes that the model asks for
   */
  static ImageSet of(Dataset data, Reconstruction model) {
    int[] shape = model.exampleShape();
    return of(data, new ImageShape(shape[0], shape[1], shape[2]), model.classes()).test();
  }

  /**
   * A dataset that has a test part.
   *
   * @param made the extents of the model's images
   * @param classes that the model is told; 0 if it is told none
   * @throws SettingException as {@link #of(Dataset, Reconstruction)}
   */
  public static ImageDataset of(Dataset data, ImageShape made, int classes) {
    if (!(data instanceof ImageDataset images) || images.test().size() == 0) {
      throw new SettingException(
          "data", "data " + data.name() + " has no test images to measure on");
    }
    if (!images.shape().equals(made)) {
      throw new SettingException(
          "data",
          "data "
              + data.name()
              + " has images of "
              + text(images.shape())
              + ", the model makes "
              + text(made)
              + " (channels, height, width)");
    }
    if (classes > 0 && images.classes().size() != classes) {
      throw new SettingException(
          "data",
          "data %s has %d classes, the model was trained with %d"
              .formatted(data.name(), images.classes().size(), classes));
    }
    return images;
  }

  private static String text(ImageShape extents) {
    return "[%d, %d, %d]".formatted(extents.channels(), extents.height(), extents.width());
  }

  /**
   * How many images to measure on.
   *
   * @param examples as set; 0 takes all
   * @throws SettingException if there are not as many
   */
  static int count(ImageSet test, int examples) {
    if (examples > test.size()) {
      throw new SettingException(
          "examples", "examples must be at most " + test.size() + ", got " + examples);
    }
    return examples == 0 ? test.size() : examples;
  }

  /** Labels of some images; zeros if the model does not ask for them. */
  static int[] labels(ImageSet images, Reconstruction model, int[] indices) {
    return model.classes() > 0
        ? Arrays.stream(indices).map(images::label).toArray()
        : new int[indices.length];
  }
}
