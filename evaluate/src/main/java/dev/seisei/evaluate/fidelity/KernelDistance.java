package dev.seisei.evaluate.fidelity;

import dev.seisei.core.progress.Progress;
import dev.seisei.data.Shuffle;
import java.util.Arrays;

/**
 * The kernel inception distance: the squared maximum mean discrepancy of two sets of points, by the
 * kernel k(x, y) = (xᵀy / D + 1)³. Over subsets of m points of each, the mean of
 *
 * <p>1/(m(m−1)) Σᵢ≠ⱼ k(xᵢ, xⱼ) + 1/(m(m−1)) Σᵢ≠ⱼ k(yᵢ, yⱼ) − 2/m² Σᵢⱼ k(xᵢ, yⱼ)
 *
 * <p>whose expectation is the true one, so that it is around 0 for two samples of one distribution,
 * and may be negative.
 *
 * <p>Source: Bińkowski, Sutherland, Arbel and Gretton, 2018, arXiv 1801.01401, section 4; the
 * estimator: Gretton, Borgwardt, Rasch, Schölkopf and Smola, 2012, equation 3.
 *
 * @param mean over the subsets
 * @param standardError of that mean: the deviation between subsets, over the root of how many there
 *     are; too small where subsets are so large that they share most points, NaN for one subset
 */
record KernelDistance(double mean, double standardError) {
  /**
   * Compares two sets.
   *
   * @param subsets how many
   * @param size m, at least 2 and at most the points there are in either
   * @param seed of the subsets
   */
  static KernelDistance of(
      Points real,
      Points generated,
      int subsets,
      int size,
      long seed,
      Products products,
      Progress progress) {
    double[] distances = new double[subsets];
    for (int s = 0; s < subsets; s++) {
      progress.throwIfCancelled();
      Points x = real.select(subset(real.size(), size, seed, 2L * s));
      Points y = generated.select(subset(generated.size(), size, seed, 2L * s + 1));
      distances[s] = squaredDiscrepancy(x, y, products);
    }
    double mean = Arrays.stream(distances).average().orElseThrow();
    double squares = Arrays.stream(distances).map(d -> (d - mean) * (d - mean)).sum();
    return new KernelDistance(
        mean, subsets > 1 ? Math.sqrt(squares / (subsets - 1) / subsets) : Double.NaN);
  }

  private static int[] subset(int n, int size, long seed, long number) {
    return Arrays.copyOf(Shuffle.order(n, seed, number), size);
  }

  /** The unbiased estimate for two sets of equal size. */
  static double squaredDiscrepancy(Points x, Points y, Products products) {
    double m = x.size();
    double within = kernels(x, x, true, products) + kernels(y, y, true, products);
    return within / (m * (m - 1)) - 2 * kernels(x, y, false, products) / (m * m);
  }

  /** The sum of the kernel over all pairs, or over those of different points of one set. */
  private static double kernels(Points a, Points b, boolean different, Products products) {
    int rows = products.rows();
    double factor = 1.0 / a.dimensions();
    double sum = 0;
    for (int from = 0; from < a.size(); from += rows) {
      for (int other = 0; other < b.size(); other += rows) {
        float[] block = products.of(a, from, b, other);
        int width = Math.min(rows, b.size() - other);
        for (int i = 0; i < Math.min(rows, a.size() - from); i++) {
          for (int j = 0; j < width; j++) {
            sum += kernel(factor, block[i * rows + j]);
          }
          int itself = from + i - other;
          if (different && itself >= 0 && itself < width) {
            sum -= kernel(factor, block[i * rows + itself]);
          }
        }
      }
    }
    return sum;
  }

  private static double kernel(double factor, double product) {
    double base = factor * product + 1;
    return base * base * base;
  }
}
