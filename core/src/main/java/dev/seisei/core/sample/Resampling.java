package dev.seisei.core.sample;

/**
 * Scaling along one axis, about its middle. Each output pixel is a weighted mean of the source
 * pixels around it, by a triangle as wide as two output pixels, or as two source pixels if those
 * are larger: bilinear when the picture grows, without aliasing when it shrinks. At a step of 1 it
 * copies.
 */
final class Resampling {
  private final double start;
  private final double step;
  private final double radius;
  private final int[] firsts;
  private final float[][] weights;

  /**
   * @param in source pixels
   * @param out output pixels
   * @param step source pixels per output pixel; out·step is at most in
   */
  Resampling(int in, int out, double step) {
    this.start = (in - out * step) / 2;
    this.step = step;
    this.radius = Math.max(1, step);
    this.firsts = new int[out];
    this.weights = new float[out][];
    for (int i = 0; i < out; i++) {
      double centre = start + (i + 0.5) * step;
      int first = Math.max(0, (int) Math.floor(centre - radius));
      int end = Math.min(in, (int) Math.ceil(centre + radius));
      firsts[i] = first;
      weights[i] = triangle(centre, radius, first, end);
    }
  }

  private static float[] triangle(double centre, double radius, int first, int end) {
    double[] heights = new double[end - first];
    double sum = 0;
    for (int i = 0; i < heights.length; i++) {
      double distance = Math.abs(first + i + 0.5 - centre);
      heights[i] = Math.max(0, 1 - distance / radius);
      sum += heights[i];
    }
    float[] weights = new float[heights.length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) (heights[i] / sum);
    }
    return weights;
  }

  /** The first source pixel that counts. */
  int first() {
    return firsts[0];
  }

  /** The source pixel after the last that counts. */
  int end() {
    int last = firsts.length - 1;
    return firsts[last] + weights[last].length;
  }

  /** Scales a row. */
  void apply(float[] in, float[] out) {
    for (int i = 0; i < out.length; i++) {
      float sum = 0;
      for (int j = 0; j < weights[i].length; j++) {
        sum += weights[i][j] * in[firsts[i] + j];
      }
      out[i] = sum;
    }
  }

  /** Adds source row y, scaled along the other axis, to each output row by its weight there. */
  void scatter(int y, float[] row, float[] out, int offset) {
    double at = (y + 0.5 - start) / step - 0.5;
    int from = Math.max(0, (int) Math.floor(at - radius / step));
    int to = Math.min(weights.length - 1, (int) Math.ceil(at + radius / step));
    for (int i = from; i <= to; i++) {
      int j = y - firsts[i];
      if (j >= 0 && j < weights[i].length) {
        float weight = weights[i][j];
        for (int x = 0; x < row.length; x++) {
          out[offset + i * row.length + x] += weight * row[x];
        }
      }
    }
  }
}
