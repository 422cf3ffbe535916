package dev.seisei.gan.anomaly;

import dev.seisei.core.progress.Progress;

/** Looks at images for what is anomalous. Rows are independent of each other. */
public interface Inspector extends AutoCloseable {
  /** Compiles what {@link #inspect} runs, so that a model that cannot be run is not opened. */
  void prepare();

  /**
   * Looks at images.
   *
   * @param images [rows, C, H, W], in [0, 1]
   * @param progress asked now and then whether to go on
   * @throws java.util.concurrent.CancellationException if it should not
   */
  Inspection inspect(float[] images, int rows, Progress progress);

  @Override
  void close();
}
