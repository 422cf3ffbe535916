package dev.seisei.evaluate.fidelity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MomentsTest {
  private static double[] mean(Points points) {
    int dimensions = points.dimensions();
    double[] mean = new double[dimensions];
    for (int i = 0; i < points.size(); i++) {
      for (int d = 0; d < dimensions; d++) {
        mean[d] += (double) points.values()[i * dimensions + d] / points.size();
      }
    }
    return mean;
  }

  /** In two passes, as it is defined. */
  private static double covariance(Points points, double[] mean, int a, int b) {
    double sum = 0;
    for (int i = 0; i < points.size(); i++) {
      double x = points.values()[i * points.dimensions() + a] - mean[a];
      double y = points.values()[i * points.dimensions() + b] - mean[b];
      sum += x * y;
    }
    return sum / (points.size() - 1);
  }

  /** Far from 0 too, where the mean of squares less the square of the mean would be all noise. */
  @ParameterizedTest
  @CsvSource({"97, 5, 1, 0", "97, 5, 10, 0", "97, 5, 97, 0", "203, 7, 50, 30000", "2, 3, 1, -5"})
  void inPiecesTheyAreThoseOfTwoPassesOverAll(int n, int dimensions, int piece, double shift) {
    Points points = Sets.normal(n, dimensions, 3, 1, shift);
    Moments moments = new Moments(dimensions);
    for (int from = 0; from < n; from += piece) {
      int end = Math.min(n, from + piece);
      moments.add(Arrays.copyOfRange(points.values(), from * dimensions, end * dimensions));
    }
    double[] mean = mean(points);
    RealMatrix covariance = moments.covariance();
    assertEquals(n, moments.count());
    for (int a = 0; a < dimensions; a++) {
      assertEquals(mean[a], moments.mean()[a], 1e-12 * (1 + Math.abs(shift)));
      for (int b = 0; b < dimensions; b++) {
        assertEquals(covariance(points, mean, a, b), covariance.getEntry(a, b), 1e-11);
      }
    }
  }

  @Test
  void nothingAddedChangesNothing() {
    Moments moments = Moments.of(Sets.line(1, 2, 4));
    moments.add(new float[0]);
    assertEquals(3, moments.count());
    assertEquals(7 / 3.0, moments.mean()[0], 1e-15);
  }

  @Test
  void onePointHasNoCovariance() {
    Moments moments = Moments.of(Sets.line(1));
    assertThrows(IllegalStateException.class, moments::covariance);
  }
}
