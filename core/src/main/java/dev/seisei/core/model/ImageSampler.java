package dev.seisei.core.model;

import dev.seisei.core.dataset.ImageShape;
import dev.seisei.core.settings.Require;

/**
 * What a generator also is if it draws images by itself: measures that compare its images with
 * those of a dataset ask for it.
 */
public interface ImageSampler {
  /** The images' extents. */
  ImageShape image();

  /** Number of classes that the model is told; 0 if it is told none. */
  int classes();

  /**
   * Whether the classes are codes that the model found without labels: how many there are, and
   * which stands for which class of the data, is its own affair.
   */
  default boolean discovered() {
    return false;
  }

  /**
   * The same model with latents nearer to their mean, which trades variety for quality. What is
   * returned needs no closing.
   *
   * @param truncation ψ in [0, 1]; 1 is the model as it was trained
   * @throws dev.seisei.core.settings.SettingException if it cannot, and ψ is not 1
   */
  default ImageSampler truncated(double truncation) {
    Require.that(
        truncation == 1,
        "truncation",
        "truncation must be 1 for this model, whose latents cannot be truncated; got "
            + truncation);
    return this;
  }

  /**
   * Draws images, as a request without further settings does.
   *
   * @param labels of the images, one each; not read if the model is told no {@link #classes}
   * @param seed of the random numbers
   * @param first number of the first image: image i depends on the seed and on first + i alone, so
   *     that the result does not depend on how a sample is cut into pieces
   * @return [N, C, H, W], in [0, 1]
   */
  float[] sample(int[] labels, long seed, long first);
}
