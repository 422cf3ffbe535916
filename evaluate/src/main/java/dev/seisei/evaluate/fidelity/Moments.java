package dev.seisei.evaluate.fidelity;

import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * Mean and covariance of points that come piece by piece, in double precision: each piece is
 * centred by its own mean first, so that nothing cancels however far the points are from 0.
 *
 * <p>Source: Chan, Golub and LeVeque, 1983, "Algorithms for computing the sample variance".
 */
final class Moments {
  /** Rows that a pass over the sums of products adds: a quarter of the passes. */
  private static final int TOGETHER = 4;

  private final int dimensions;
  private final double[] mean;

  /** Σ (x − mean)(x − mean)ᵀ; row i as far as the diagonal. */
  private final double[][] scatter;

  private long count;

  Moments(int dimensions) {
    this.dimensions = dimensions;
    this.mean = new double[dimensions];
    this.scatter = new double[dimensions][];
    for (int i = 0; i < dimensions; i++) {
      scatter[i] = new double[i + 1];
    }
  }

  /** Of all points of a set. */
  static Moments of(Points points) {
    Moments moments = new Moments(points.dimensions());
    moments.add(points.values());
    return moments;
  }

  /**
   * Adds points.
   *
   * @param points [n, D]
   */
  void add(float[] points) {
    int n = points.length / dimensions;
    if (n == 0) {
      return;
    }
    double[] own = new double[dimensions];
    for (int i = 0; i < points.length; i++) {
      own[i % dimensions] += points[i];
    }
    double[] shift = new double[dimensions];
    for (int d = 0; d < dimensions; d++) {
      own[d] /= n;
      shift[d] = own[d] - mean[d];
    }
    double[][] centred = new double[TOGETHER][dimensions];
    for (int from = 0; from < n; from += TOGETHER) {
      for (int r = 0; r < TOGETHER; r++) {
        int at = (from + r) * dimensions;
        for (int d = 0; d < dimensions; d++) {
          centred[r][d] = from + r < n ? points[at + d] - own[d] : 0;
        }
      }
      addProducts(centred);
    }
    double weight = (double) count * n / (count + n);
    for (int i = 0; i < dimensions; i++) {
      mean[i] += shift[i] * n / (count + n);
      for (int j = 0; j <= i; j++) {
        scatter[i][j] += weight * shift[i] * shift[j];
      }
    }
    count += n;
  }

  private void addProducts(double[][] rows) {
    double[] a = rows[0];
    double[] b = rows[1];
    double[] c = rows[2];
    double[] d = rows[3];
    for (int i = 0; i < dimensions; i++) {
      double[] sums = scatter[i];
      double ai = a[i];
      double bi = b[i];
      double ci = c[i];
      double di = d[i];
      for (int j = 0; j <= i; j++) {
        sums[j] += ai * a[j] + bi * b[j] + ci * c[j] + di * d[j];
      }
    }
  }

  /** How many points there were. */
  long count() {
    return count;
  }

  /** A copy of the mean, [D]. */
  double[] mean() {
    return mean.clone();
  }

  /**
   * The unbiased covariance, [D, D].
   *
   * @throws IllegalStateException if there were fewer than two points
   */
  RealMatrix covariance() {
    if (count < 2) {
      throw new IllegalStateException("a covariance needs two points, there were " + count);
    }
    RealMatrix covariance = MatrixUtils.createRealMatrix(dimensions, dimensions);
    for (int i = 0; i < dimensions; i++) {
      for (int j = 0; j <= i; j++) {
        double value = scatter[i][j] / (count - 1);
        covariance.setEntry(i, j, value);
        covariance.setEntry(j, i, value);
      }
    }
    return covariance;
  }
}
