package dev.seisei.evaluate.fidelity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.data.Shuffle;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KernelDistanceTest {
  private static double kernel(Points a, int i, Points b, int j) {
    int dimensions = a.dimensions();
    double product = 0;
    for (int d = 0; d < dimensions; d++) {
      product += (double) a.values()[i * dimensions + d] * b.values()[j * dimensions + d];
    }
    return Math.pow(product / dimensions + 1, 3);
  }

  private static double naive(Points x, Points y) {
    int m = x.size();
    double within = 0;
    double between = 0;
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < m; j++) {
        within += i == j ? 0 : kernel(x, i, x, j) + kernel(y, i, y, j);
        between += kernel(x, i, y, j);
      }
    }
    return within / (m * (m - 1.0)) - 2 * between / ((double) m * m);
  }

  /** With more points than a block holds, too. */
  @ParameterizedTest
  @CsvSource({"2, 1", "30, 5", "1100, 3"})
  void itIsTheDoubleLoop(int n, int dimensions) {
    Points x = Sets.normal(n, dimensions, 1);
    Points y = Sets.normal(n, dimensions, 2, 1.5, 0.5);
    double expected = naive(x, y);
    double found = Sets.kernelDistance(x, y, 1, n, 0).mean();
    assertEquals(expected, found, 1e-6 * Math.abs(expected));
  }

  @Test
  void itIsTheMeanOverSubsetsAndItsStandardError() {
    Points x = Sets.normal(50, 4, 1);
    Points y = Sets.normal(50, 4, 2, 1.2, 0);
    double[] parts = new double[3];
    for (int s = 0; s < 3; s++) {
      parts[s] =
          naive(
              x.select(Arrays.copyOf(Shuffle.order(50, 9, 2L * s), 20)),
              y.select(Arrays.copyOf(Shuffle.order(50, 9, 2L * s + 1), 20)));
    }
    double mean = Arrays.stream(parts).average().orElseThrow();
    double variance = Arrays.stream(parts).map(p -> (p - mean) * (p - mean)).sum() / 2;
    KernelDistance found = Sets.kernelDistance(x, y, 3, 20, 9);
    assertEquals(mean, found.mean(), 1e-6);
    assertEquals(Math.sqrt(variance / 3), found.standardError(), 1e-6);
    assertNotEquals(found.mean(), Sets.kernelDistance(x, y, 3, 20, 10).mean());
    assertTrue(Double.isNaN(Sets.kernelDistance(x, y, 1, 20, 9).standardError()));
  }

  /** The estimate is unbiased: around 0 over many pairs of samples, below it for about half. */
  @Test
  void ofOneDistributionItIsAroundZero() {
    int tries = 400;
    double sum = 0;
    double squares = 0;
    int negative = 0;
    try (Products products = new Products(3, 20)) {
      for (int t = 0; t < tries; t++) {
        double distance =
            KernelDistance.squaredDiscrepancy(
                Sets.normal(20, 3, 2L * t), Sets.normal(20, 3, 2L * t + 1), products);
        sum += distance;
        squares += distance * distance;
        negative += distance < 0 ? 1 : 0;
      }
    }
    double mean = sum / tries;
    double error = Math.sqrt((squares / tries - mean * mean) / tries);
    assertTrue(Math.abs(mean) < 4 * error, mean + " ± " + error);
    assertTrue(negative > tries / 4, negative + " of " + tries + " are negative");
  }

  @Test
  void itGrowsWithTheDistance() {
    Points x = Sets.normal(200, 5, 1);
    double last = Sets.kernelDistance(x, Sets.normal(200, 5, 2), 5, 100, 0).mean();
    for (double shift : new double[] {0.5, 1, 2}) {
      double next = Sets.kernelDistance(x, Sets.normal(200, 5, 2, 1, shift), 5, 100, 0).mean();
      assertTrue(next > last, next + " > " + last);
      last = next;
    }
  }

  @Test
  void itCanBeStopped() {
    Points x = Sets.normal(10, 2, 1);
    try (Products products = new Products(2, 10)) {
      assertThrows(
          CancellationException.class,
          () -> KernelDistance.of(x, x, 5, 5, 0, products, Sets.STOPPED));
    }
  }
}
