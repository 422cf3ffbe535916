package dev.seisei.core.model;

import dev.seisei.core.dataset.ImageShape;

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
