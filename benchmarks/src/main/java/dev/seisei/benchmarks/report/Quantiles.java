package dev.seisei.benchmarks.report;

import java.util.Collection;

/**
 * What is told of repeated measurements.
 *
 * @param lower a quarter are below
 * @param median the middle
 * @param upper a quarter are above
 */
public record Quantiles(double lower, double median, double upper) {
  /**
   * Of the given numbers, interpolated between neighbours.
   *
   * @throws IllegalArgumentException if there are none
   */
  public static Quantiles of(Collection<Double> numbers) {
    double[] sorted = numbers.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    if (sorted.length == 0) {
      throw new IllegalArgumentException("no measurements");
    }
    return new Quantiles(at(sorted, 0.25), at(sorted, 0.5), at(sorted, 0.75));
  }

  private static double at(double[] sorted, double fraction) {
    double position = fraction * (sorted.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }
}
