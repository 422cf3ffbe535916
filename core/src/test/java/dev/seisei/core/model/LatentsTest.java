package dev.seisei.core.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class LatentsTest {
  private static double length(float[] x) {
    double sum = 0;
    for (float v : x) {
      sum += (double) v * v;
    }
    return Math.sqrt(sum);
  }

  private static float[] row(float[] rows, int index, int dimensions) {
    return Arrays.copyOfRange(rows, index * dimensions, (index + 1) * dimensions);
  }

  @Property(tries = 100)
  void latentsDoNotDependOnThePieceTheyAreMadeIn(
      @ForAll @IntRange(min = 1, max = 9) int dimensions,
      @ForAll @IntRange(min = 0, max = 30) int first,
      @ForAll long seed) {
    float[] all = Latents.normal(first + 5, dimensions, seed, 0.5);
    float[] piece = Latents.normal(first, 5, dimensions, seed, 0.5);
    assertArrayEquals(Arrays.copyOfRange(all, first * dimensions, all.length), piece);
  }

  @Property(tries = 200)
  void interpolationGoesFromOneEndToTheOtherAndStaysBetweenTheirLengths(
      @ForAll @IntRange(min = 2, max = 40) int dimensions,
      @ForAll @IntRange(min = 2, max = 20) int n,
      @ForAll long seed) {
    float[] ends = Latents.normal(2, dimensions, seed, 1);
    float[] a = row(ends, 0, dimensions);
    float[] b = row(ends, 1, dimensions);
    float[] points = Latents.spherical(a, b, n);
    assertArrayEquals(a, row(points, 0, dimensions), 1e-5f);
    assertArrayEquals(b, row(points, n - 1, dimensions), 1e-5f);
    double least = Math.min(length(a), length(b));
    double most = Math.max(length(a), length(b));
    for (int i = 0; i < n; i++) {
      double length = length(row(points, i, dimensions));
      assertTrue(length > least - 1e-3 && length < most + 1e-3, least + " " + length + " " + most);
    }
  }

  @Property(tries = 200)
  void interpolationBetweenParallelPointsIsAStraightLine(
      @ForAll @IntRange(min = 1, max = 40) int dimensions, @ForAll long seed) {
    float[] a = Latents.normal(1, dimensions, seed, 1);
    float[] b = a.clone();
    for (int i = 0; i < b.length; i++) {
      b[i] *= 3;
    }
    float[] middle = row(Latents.spherical(a, b, 3), 1, dimensions);
    for (int i = 0; i < b.length; i++) {
      assertEquals(2 * a[i], middle[i], 1e-4);
    }
  }

  @Property(tries = 50)
  void aLatentDependsOnItsSeedAndPlaceAlone(
      @ForAll @IntRange(min = 1, max = 40) int dimensions, @ForAll long seed) {
    float[] few = Latents.normal(3, dimensions, seed, 1);
    float[] many = Latents.normal(100, dimensions, seed, 1);
    assertArrayEquals(few, Arrays.copyOf(many, few.length));
  }

  @Property(tries = 20)
  void pointsOfAWalkAreNormalAndItCloses(@ForAll long seed) {
    int dimensions = 4000;
    float[] axes = Latents.normal(2, dimensions, seed, 1);
    float[] walk = Latents.circle(row(axes, 0, dimensions), row(axes, 1, dimensions), 12);
    assertArrayEquals(row(axes, 0, dimensions), row(walk, 0, dimensions), 1e-6f);
    for (int i = 0; i < 12; i++) {
      double squares = Math.pow(length(row(walk, i, dimensions)), 2) / dimensions;
      // Chi-squared with 4,000 degrees of freedom: deviation √(2/4000) = 0.022.
      assertEquals(1, squares, 0.13);
    }
    // The step that closes the circle is as long as any other.
    double step = distance(walk, 0, 1, dimensions);
    assertEquals(step, distance(walk, 11, 0, dimensions), 0.15 * step);
  }

  private static double distance(float[] rows, int i, int j, int dimensions) {
    float[] a = row(rows, i, dimensions);
    float[] b = row(rows, j, dimensions);
    for (int d = 0; d < dimensions; d++) {
      a[d] -= b[d];
    }
    return length(a);
  }
}
