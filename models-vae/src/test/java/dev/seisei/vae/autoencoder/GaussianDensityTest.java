package dev.seisei.vae.autoencoder;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.random.RandomNumbers;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GaussianDensityTest {
  @Test
  void theFactorOfAKnownMatrix() {
    double[][] l =
        GaussianDensity.cholesky(new double[][] {{4, 12, -16}, {12, 37, -43}, {-16, -43, 98}});
    assertArrayEquals(new double[] {2, 0, 0}, l[0], 1e-12);
    assertArrayEquals(new double[] {6, 1, 0}, l[1], 1e-12);
    assertArrayEquals(new double[] {-8, 5, 3}, l[2], 1e-12);
  }

  @ParameterizedTest
  @CsvSource({
    // Points, dimensions; where there are no more points than dimensions, some have no variance.
    "1, 3",
    "2, 3",
    "5, 5",
    "6, 5",
    "40, 1",
    "200, 8",
    "500, 32",
    "20, 64"
  })
  void theFactorTimesItselfIsTheCovariance(int rows, int dimensions) {
    float[] points = correlated(rows, dimensions);
    float[] factor = floats(GaussianDensity.fit(points, dimensions).weights(), "density.cholesky");
    double[][] covariance = covariance(points, dimensions);
    for (int i = 0; i < dimensions; i++) {
      double[] row = new double[dimensions];
      for (int j = 0; j < dimensions; j++) {
        for (int k = 0; k < dimensions; k++) {
          row[j] += factor[i * dimensions + k] * factor[j * dimensions + k];
        }
        if (j > i) {
          assertEquals(0, factor[i * dimensions + j]);
        }
      }
      assertArrayEquals(covariance[i], row, 1e-4 * covariance[i][i], "row " + i);
    }
  }

  @Test
  void whatDoesNotVaryHasTheMeanAndNothingElse() {
    Map<String, Tensor> weights = GaussianDensity.fit(new float[] {1, 5, 3, 5, 2, 5}, 2).weights();
    float deviation = (float) Math.sqrt(2.0 / 3);
    assertArrayEquals(new float[] {2, 5}, floats(weights, "density.mean"), 1e-6f);
    assertArrayEquals(new float[] {deviation, 0, 0, 0}, floats(weights, "density.cholesky"), 1e-6f);
  }

  @Test
  void weightsLieAsTheGraphReadsThem() {
    Map<String, Tensor> weights =
        new GaussianDensity(new double[] {1, 2}, new double[][] {{3, 0}, {4, 5}}).weights();
    assertArrayEquals(new float[] {1, 2}, floats(weights, "density.mean"));
    assertArrayEquals(new float[] {3, 0, 4, 5}, floats(weights, "density.cholesky"));
  }

  private static float[] floats(Map<String, Tensor> weights, String name) {
    return requireNonNull(weights.get(name), name).toFloats();
  }

  @Test
  void noPointsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> GaussianDensity.fit(new float[0], 2));
  }

  /** Points whose coordinates depend on each other. */
  private static float[] correlated(int rows, int dimensions) {
    float[] points = new float[rows * dimensions];
    new RandomNumbers(3, rows, 0).normal(points);
    for (int row = 0; row < rows; row++) {
      for (int d = 1; d < dimensions; d++) {
        points[row * dimensions + d] += 0.8f * points[row * dimensions + d - 1] + d;
      }
    }
    return points;
  }

  private static double[][] covariance(float[] points, int dimensions) {
    int rows = points.length / dimensions;
    double[][] covariance = new double[dimensions][dimensions];
    for (int i = 0; i < dimensions; i++) {
      for (int j = 0; j < dimensions; j++) {
        double product = 0;
        double meanI = 0;
        double meanJ = 0;
        for (int row = 0; row < rows; row++) {
          double a = points[row * dimensions + i];
          double b = points[row * dimensions + j];
          product += a * b / rows;
          meanI += a / rows;
          meanJ += b / rows;
        }
        covariance[i][j] = product - meanI * meanJ;
      }
    }
    return covariance;
  }
}
