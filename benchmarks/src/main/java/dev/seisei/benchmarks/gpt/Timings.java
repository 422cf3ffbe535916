package dev.seisei.benchmarks.gpt;

import java.util.List;

/**
 * What is told of the times of one side's steps, in milliseconds.
 *
 * @param median the middle one
 * @param minimum the shortest
 * @param lowerQuartile a quarter are below
 * @param upperQuartile a quarter are above
 */
record Timings(double median, double minimum, double lowerQuartile, double upperQuartile) {

  /** Summarises times, of which there must be one at least. */
  static Timings of(List<Double> milliseconds) {
    double[] sorted = milliseconds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    if (sorted.length == 0) {
      throw new IllegalArgumentException("no times");
    }
    return new Timings(
        quantile(sorted, 0.5), sorted[0], quantile(sorted, 0.25), quantile(sorted, 0.75));
  }

  /** Interpolates linearly between the two nearest. */
  private static double quantile(double[] sorted, double fraction) {
    double position = fraction * (sorted.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }
}
