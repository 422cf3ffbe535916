package dev.seisei.evaluate.fidelity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrechetDistanceTest {
  private static double between(Points a, Points b) {
    return new FrechetDistance(Moments.of(a)).to(Moments.of(b));
  }

  /**
   * For each axis two points, at the centre plus and minus its length along a direction: the
   * covariance has these directions and 2·length²/(2D − 1).
   */
  private static Points cross(double[] centre, double[][] directions, double... lengths) {
    int dimensions = centre.length;
    float[] values = new float[2 * dimensions * dimensions];
    for (int axis = 0; axis < dimensions; axis++) {
      for (int d = 0; d < dimensions; d++) {
        double step = lengths[axis] * directions[axis][d];
        values[2 * axis * dimensions + d] = (float) (centre[d] + step);
        values[(2 * axis + 1) * dimensions + d] = (float) (centre[d] - step);
      }
    }
    return new Points(values, dimensions);
  }

  private static double variance(double length, int dimensions) {
    return 2 * length * length / (2 * dimensions - 1);
  }

  @Test
  void ofDiagonalCovariancesItIsThatOfEachAxis() {
    double[][] axes = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
    double[] first = {1, 2, 0.5};
    double[] second = {3, 0.25, 0.5};
    Points a = cross(new double[] {0, 0, 0}, axes, first);
    Points b = cross(new double[] {1, -2, 0.5}, axes, second);
    double expected = 1 + 4 + 0.25;
    for (int d = 0; d < 3; d++) {
      double root = Math.sqrt(variance(first[d], 3)) - Math.sqrt(variance(second[d], 3));
      expected += root * root;
    }
    assertEquals(expected, between(a, b), 1e-12);
  }

  /** In the plane tr √M = √(tr M + 2 √det M), and here the covariances do not commute. */
  @ParameterizedTest
  @CsvSource({"0.3, 1, 2, 3, 0.5", "1.2, 1, 1, 2, 2", "0.7, 5, 0, 1, 1", "0.7, 4, 0, 0, 3"})
  void inThePlaneItIsTheClosedForm(double angle, double a1, double a2, double b1, double b2) {
    double c = Math.cos(angle);
    double s = Math.sin(angle);
    Points a = cross(new double[] {0, 0}, new double[][] {{1, 0}, {0, 1}}, a1, a2);
    Points b = cross(new double[] {2, 1}, new double[][] {{c, s}, {-s, c}}, b1, b2);
    double va1 = variance(a1, 2);
    double va2 = variance(a2, 2);
    double vb1 = variance(b1, 2);
    double vb2 = variance(b2, 2);
    // tr(ΣₐΣ_b), with Σ_b turned back to the axes.
    double trace = va1 * (vb1 * c * c + vb2 * s * s) + va2 * (vb1 * s * s + vb2 * c * c);
    double root = Math.sqrt(trace + 2 * Math.sqrt(va1 * va2 * vb1 * vb2));
    double expected = 5 + va1 + va2 + vb1 + vb2 - 2 * root;
    // The turned points are rounded to floats.
    assertEquals(expected, between(a, b), 1e-6);
  }

  @Property(tries = 30)
  void itIsAsFarBackAndNowhereNegative(@ForAll @IntRange(max = 1000) int seed) {
    Points a = Sets.normal(40, 6, seed);
    Points b = Sets.normal(50, 6, seed + 5000, 1.5, 0.2);
    double there = between(a, b);
    assertEquals(there, between(b, a), 1e-9);
    assertTrue(there > 0);
    assertEquals(0, between(a, a), 1e-9);
  }

  /** Fewer points than dimensions: the smallest eigenvalues are 0 but for rounding. */
  @Test
  void covariancesWithoutAnInverseAreNoTrouble() {
    Points a = Sets.normal(5, 12, 1);
    Points b = Sets.normal(4, 12, 2);
    assertEquals(0, between(a, a), 1e-6);
    assertTrue(Double.isFinite(between(a, b)) && between(a, b) > 0);
  }

  /** N(0, I) and N(m, s²I) in D dimensions: D·m² + D·(1 − s)², known without any sample. */
  @Test
  void ofLargeSamplesItIsThatOfTheDistributions() {
    Points a = Sets.normal(40_000, 4, 1);
    Points b = Sets.normal(40_000, 4, 2, 2, 0.5);
    assertEquals(4 * 0.25 + 4 * 1, between(a, b), 0.06);
  }
}
