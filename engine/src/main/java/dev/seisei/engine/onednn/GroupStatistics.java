package dev.seisei.engine.onednn;

import java.nio.FloatBuffer;

/**
 * What group normalisation computes for each channel of an image.
 *
 * @param epsilon what is added to the variance
 */
record GroupStatistics(int channels, int groups, float epsilon) {
  /** Sets a number for each channel to zero; what lies behind them is somebody else's. */
  void clear(FloatBuffer[] memory) {
    for (FloatBuffer vector : memory) {
      for (int c = 0; c < channels; c++) {
        vector.put(c, 0);
      }
    }
  }

  /** (mean, variance) of each channel, of equally many elements, become those of its group. */
  void combine(FloatBuffer[] memory) {
    FloatBuffer means = memory[0];
    FloatBuffer variances = memory[1];
    int width = channels / groups;
    for (int first = 0; first < channels; first += width) {
      double mean = 0;
      for (int c = first; c < first + width; c++) {
        mean += means.get(c);
      }
      mean /= width;
      double variance = 0;
      for (int c = first; c < first + width; c++) {
        double deviation = means.get(c) - mean;
        variance += variances.get(c) + deviation * deviation;
      }
      for (int c = first; c < first + width; c++) {
        means.put(c, (float) mean);
        variances.put(c, (float) (variance / width));
      }
    }
  }

  /**
   * (mean, variance, gain, Σ dy·x̂, Σ dy, a, q, r, gain's and shift's gradients): sets a, q and r
   * so that dx = a·dy + q·x + r, and adds to the gradients.
   *
   * @param points elements of a channel
   */
  void factors(FloatBuffer[] memory, long points) {
    int width = channels / groups;
    for (int first = 0; first < channels; first += width) {
      double mean = memory[0].get(first);
      double inverse = 1 / Math.sqrt(memory[1].get(first) + (double) epsilon);
      double sum = 0;
      double product = 0;
      for (int c = first; c < first + width; c++) {
        double gain = memory[2].get(c);
        product += gain * memory[3].get(c);
        sum += gain * memory[4].get(c);
        memory[7].put(c, memory[7].get(c) + memory[3].get(c));
        memory[8].put(c, memory[8].get(c) + memory[4].get(c));
      }
      double elements = (double) width * points;
      double q = -inverse * inverse * product / elements;
      double r = -inverse * sum / elements - mean * q;
      for (int c = first; c < first + width; c++) {
        memory[5].put(c, (float) q);
        memory[6].put(c, (float) r);
      }
    }
  }
}
