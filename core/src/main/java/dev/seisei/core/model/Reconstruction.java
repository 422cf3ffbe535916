package dev.seisei.core.model;

/**
 * What a generator also is if it encodes images and makes them again: measures of reconstruction
 * ask for it.
 */
public interface Reconstruction {
  /** Extents of one example, [C, H, W]. */
  int[] exampleShape();

  /** Number of classes that the model is conditioned on; 0 if it is not. */
  int classes();

  /**
   * What the decoder makes of the most likely code of each example.
   *
   * @param examples [N, C, H, W], in [0, 1]
   * @param labels [N], if the model has {@link #classes}; else not read
   * @return [N, C, H, W], in [0, 1]
   */
  float[] reconstruct(float[] examples, int[] labels);
}
