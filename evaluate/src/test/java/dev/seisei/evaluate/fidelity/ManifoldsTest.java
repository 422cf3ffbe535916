package dev.seisei.evaluate.fidelity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.core.progress.Progress;
import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifoldsTest {
  private static double[] naiveRadii(Points points, int k) {
    double[] radii = new double[points.size()];
    for (int i = 0; i < radii.length; i++) {
      int self = i;
      radii[i] =
          IntStream.range(0, radii.length)
              .filter(j -> j != self)
              .mapToDouble(j -> points.squaredDistance(self, points, j))
              .sorted()
              .toArray()[k - 1];
    }
    return radii;
  }

  /** As the papers define them, over all pairs. */
  private static Manifolds naive(Points real, Points generated, int k, int kOfDensity) {
    double[] ofReal = naiveRadii(real, k);
    double[] ofGenerated = naiveRadii(generated, k);
    double[] forDensity = naiveRadii(real, kOfDensity);
    int n = real.size();
    int m = generated.size();
    long precise =
        IntStream.range(0, m)
            .filter(
                j ->
                    IntStream.range(0, n)
                        .anyMatch(i -> real.squaredDistance(i, generated, j) <= ofReal[i]))
            .count();
    long recalled =
        IntStream.range(0, n)
            .filter(
                i ->
                    IntStream.range(0, m)
                        .anyMatch(j -> real.squaredDistance(i, generated, j) <= ofGenerated[j]))
            .count();
    long[] inside = new long[n];
    for (int i = 0; i < n; i++) {
      int at = i;
      inside[i] =
          IntStream.range(0, m)
              .filter(j -> real.squaredDistance(at, generated, j) < forDensity[at])
              .count();
    }
    return new Manifolds(
        (double) precise / m,
        (double) recalled / n,
        (double) Arrays.stream(inside).sum() / ((double) kOfDensity * m),
        (double) Arrays.stream(inside).filter(count -> count > 0).count() / n);
  }

  @Property(tries = 40)
  void theyAreTheNaiveOnes(
      @ForAll @IntRange(max = 10_000) int seed,
      @ForAll @IntRange(min = 8, max = 60) int n,
      @ForAll @IntRange(min = 8, max = 60) int m,
      @ForAll @IntRange(min = 1, max = 9) int dimensions,
      @ForAll @IntRange(min = 1, max = 7) int k,
      @ForAll @IntRange(min = 1, max = 7) int kOfDensity) {
    Points real = Sets.normal(n, dimensions, seed);
    Points generated = Sets.normal(m, dimensions, seed + 20_000, 0.8, 0.4);
    assertEquals(
        naive(real, generated, k, kOfDensity), Sets.compare(real, generated, k, kOfDensity));
  }

  /** Where many points coincide and many lie on borders, rounding must not decide. */
  @Property(tries = 40)
  void theyAreTheNaiveOnesOnALattice(
      @ForAll @IntRange(max = 10_000) int seed,
      @ForAll @IntRange(min = 1, max = 4) int dimensions) {
    Points real = Sets.lattice(40, dimensions, 3, seed);
    Points generated = Sets.lattice(30, dimensions, 4, seed + 20_000);
    assertEquals(naive(real, generated, 3, 5), Sets.compare(real, generated, 3, 5));
  }

  /** Far from 0, products in float32 cancel: that must not decide either. */
  @ParameterizedTest
  @CsvSource({"0", "100", "10000"})
  void theyAreTheNaiveOnesBeyondABlockAndFarFromZero(double shift) {
    Points real = Sets.normal(1030, 6, 1, 1, shift);
    Points generated = Sets.normal(1010, 6, 2, 0.7, shift);
    assertEquals(naive(real, generated, 3, 5), Sets.compare(real, generated, 3, 5));
  }

  @Test
  void nearestNeighboursAreExact() {
    Points points = Sets.normal(1015, 5, 4, 1, 50);
    try (Products products = new Products(5, 1015)) {
      NearestNeighbours near = NearestNeighbours.of(points, 4, products, Progress.SILENT);
      for (int k = 1; k <= 4; k++) {
        double[] radii = naiveRadii(points, k);
        for (int i = 0; i < radii.length; i++) {
          assertEquals(radii[i], near.square(i, k));
        }
      }
    }
  }

  @Test
  void identicalSetsAreAllOne() {
    Points points = Sets.normal(300, 10, 5);
    assertEquals(new Manifolds(1, 1, 1, 1), Sets.compare(points, points, 3, 5));
  }

  @Test
  void setsFarApartAreAllZero() {
    Points real = Sets.normal(50, 4, 1);
    Points generated = Sets.normal(50, 4, 2, 1, 100);
    assertEquals(new Manifolds(0, 0, 0, 0), Sets.compare(real, generated, 3, 5));
  }

  /**
   * Real 0, 1, 3, 7: with one neighbour the balls are [-1, 1], [0, 2], [1, 5], [3, 11]. Generated
   * 2, 2.5, 20: balls [1.5, 2.5], [2, 3], [2.5, 37.5].
   */
  @Test
  void onALineTheyAreWhatOneCountsByHand() {
    Points real = Sets.line(0, 1, 3, 7);
    Points generated = Sets.line(2, 2.5f, 20);
    Manifolds found = Sets.compare(real, generated, 1, 1);
    // 2 and 2.5 lie in a ball, 20 does not.
    assertEquals(2 / 3.0, found.precision(), 1e-15);
    // 3 (on a border) and 7 lie in a ball, 0 and 1 do not.
    assertEquals(0.5, found.recall(), 1e-15);
    // Without borders only the ball of 3 has any, two of them.
    assertEquals(2 / 3.0, found.density(), 1e-15);
    assertEquals(0.25, found.coverage(), 1e-15);
  }

  @Test
  void droppingAModeCostsRecallAndCoverageAndNotPrecision() {
    Points left = Sets.normal(200, 3, 1, 1, -20);
    Points right = Sets.normal(200, 3, 2, 1, 20);
    Points real = Sets.both(left, right);
    Manifolds both =
        Sets.compare(
            real, Sets.both(Sets.normal(200, 3, 3, 1, -20), Sets.normal(200, 3, 4, 1, 20)), 3, 5);
    Manifolds one = Sets.compare(real, Sets.normal(400, 3, 3, 1, -20), 3, 5);
    assertEquals(both.precision(), one.precision(), 0.05);
    assertTrue(both.precision() > 0.8 && both.recall() > 0.8 && both.coverage() > 0.8, "" + both);
    assertTrue(one.recall() <= 0.5 && one.coverage() <= 0.5, "" + one);
    assertEquals(1, both.density(), 0.15);
  }

  /** One real outlier has a ball over everything: precision takes it, density counts it once. */
  @Test
  void anOutlierMakesPrecisionUselessAndDensityNot() {
    Points real = Sets.both(Sets.normal(100, 2, 1), Sets.normal(1, 2, 2, 0, 1000));
    Points generated = Sets.normal(100, 2, 3, 10, 500);
    Manifolds found = Sets.compare(real, generated, 3, 5);
    assertEquals(1, found.precision());
    assertEquals(0.2, found.density(), 1e-12);
    assertEquals(1 / 101.0, found.coverage(), 1e-12);
  }
}
