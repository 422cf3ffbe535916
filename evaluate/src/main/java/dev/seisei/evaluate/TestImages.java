package dev.seisei.evaluate;

import dev.seisei.core.dataset.Dataset;
import dev.seisei.core.dataset.ImageDataset;
import dev.seisei.core.dataset.ImageSet;
import dev.seisei.core.model.Reconstruction;
import dev.seisei.core.settings.SettingException;
import java.util.Arrays;

/** The images of a dataset that a model is measured on. */
final class TestImages {
  private TestImages() {}

  /**
   * The test part.
   *
   * @throws SettingException if it is empty, has images of another size than the model's, or lacks
   *     the classes that the model asks for
   */
  static ImageSet of(Dataset data, Reconstruction model) {
    if (!(data instanceof ImageDataset images) || images.test().size() == 0) {
      throw new SettingException(
          "data", "data " + data.name() + " has no test images to measure on");
    }
    ImageSet test = images.test();
    int[] shape = {test.channels(), test.height(), test.width()};
    if (!Arrays.equals(shape, model.exampleShape())) {
      throw new SettingException(
          "data",
          "data "
              + data.name()
              + " has images of "
              + Arrays.toString(shape)
              + ", the model makes "
              + Arrays.toString(model.exampleShape())
              + " (channels, height, width)");
    }
    if (model.classes() > 0 && images.classes().size() != model.classes()) {
      throw new SettingException(
          "data",
          "data %s has %d classes, the model was trained with %d"
              .formatted(data.name(), images.classes().size(), model.classes()));
    }
    return test;
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
