package dev.seisei.vae.autoencoder;

import dev.seisei.engine.memory.Tensor;
import java.util.Map;

/** A Gaussian with full covariance, fitted by its moments. */
final class GaussianDensity {
  /** Variances below this share of the largest are rounding, and are taken as 0. */
  private static final double NEGLIGIBLE = 1e-10;

  private final double[] mean;
  private final double[][] cholesky;

  /**
   * @param mean m, [D]; not copied
   * @param cholesky L, lower triangular [D][D], with L·Lᵀ the covariance: m + L·ε is distributed so
   *     if ε is standard normal; not copied
   */
  GaussianDensity(double[] mean, double[][] cholesky) {
    this.mean = mean;
    this.cholesky = cholesky;
  }

  /**
   * The Gaussian of the mean and the (biased) covariance of some points.
   *
   * @param points row after row, [rows, D]
   * @throws IllegalArgumentException if there is none
   */
  static GaussianDensity fit(float[] points, int dimensions) {
    int rows = points.length / dimensions;
    if (rows == 0) {
      throw new IllegalArgumentException("a density needs at least one point, got none");
    }
    double[] mean = new double[dimensions];
    for (int i = 0; i < rows * dimensions; i++) {
      mean[i % dimensions] += points[i] / (double) rows;
    }
    double[][] covariance = new double[dimensions][dimensions];
    double[] centred = new double[dimensions];
    for (int row = 0; row < rows; row++) {
      for (int d = 0; d < dimensions; d++) {
        centred[d] = points[row * dimensions + d] - mean[d];
      }
      for (int i = 0; i < dimensions; i++) {
        for (int j = 0; j <= i; j++) {
          covariance[i][j] += centred[i] * centred[j] / rows;
        }
      }
    }
    return new GaussianDensity(mean, cholesky(covariance));
  }

  /**
   * The lower triangular L with L·Lᵀ = a, column by column. A direction in which there is no
   * variance left (points in a plane, fewer points than dimensions) gets a column of zeros.
   *
   * <p>Source: Golub and Van Loan, "Matrix Computations", section 4.2, for semidefinite matrices.
   *
   * @param a symmetric and positive semidefinite; only its lower triangle is read
   */
  static double[][] cholesky(double[][] a) {
    int n = a.length;
    double largest = 0;
    for (int i = 0; i < n; i++) {
      largest = Math.max(largest, a[i][i]);
    }
    double[][] l = new double[n][n];
    for (int j = 0; j < n; j++) {
      double left = a[j][j] - dot(l[j], l[j], j);
      if (left <= NEGLIGIBLE * largest) {
        continue;
      }
      l[j][j] = Math.sqrt(left);
      for (int i = j + 1; i < n; i++) {
        l[i][j] = (a[i][j] - dot(l[i], l[j], j)) / l[j][j];
      }
    }
    return l;
  }

  private static double dot(double[] a, double[] b, int count) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** The parameters that the graph of the prior reads. */
  Map<String, Tensor> weights() {
    int dimensions = mean.length;
    float[] m = new float[dimensions];
    float[] factor = new float[dimensions * dimensions];
    for (int i = 0; i < dimensions; i++) {
      m[i] = (float) mean[i];
      for (int j = 0; j < dimensions; j++) {
        factor[i * dimensions + j] = (float) cholesky[i][j];
      }
    }
    return Map.of(
        "density.mean", Tensor.of(m, dimensions),
        "density.cholesky", Tensor.of(factor, dimensions, dimensions));
  }
}
