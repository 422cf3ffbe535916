package dev.seisei.core.dataset;

import dev.seisei.core.settings.SettingException;
import java.util.List;

/** Images of one size, with or without class labels, in a training and a test part. */
public interface ImageDataset extends Dataset {
  /** What models are trained on. */
  ImageSet train();

  /** What trained models are measured on, and nothing else; may be empty. */
  ImageSet test();

  /** The classes' names, by label; empty if there are no labels. */
  List<String> classes();

  /** The images' extents. */
  default ImageShape shape() {
    return new ImageShape(train().channels(), train().height(), train().width());
  }

  /**
   * A dataset, if it is of images.
   *
   * @param family that asks, for the message
   * @throws SettingException if it is of something else
   */
  static ImageDataset of(Dataset data, String family) {
    if (data instanceof ImageDataset images) {
      return images;
    }
    throw new SettingException(
        "data",
        "data for family "
            + family
            + " must be images, and "
            + data.name()
            + " is "
            + data.summary());
  }
}
