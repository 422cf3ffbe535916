package dev.seisei.vae.training;

import dev.seisei.core.dataset.Dataset;
import dev.seisei.core.dataset.ImageDataset;
import dev.seisei.core.settings.SettingException;
import dev.seisei.vae.network.ImageShape;

/** Datasets as the images that a family learns from. */
public final class TrainingImages {
  private TrainingImages() {}

  /**
   * The dataset, if it is of images.
   *
   * @param family that asks, for the message
   * @throws SettingException if it is of something else
   */
  public static ImageDataset of(Dataset data, String family) {
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

  /** The extents of a dataset's images. */
  public static ImageShape shape(ImageDataset data) {
    return new ImageShape(data.train().channels(), data.train().height(), data.train().width());
  }
}
