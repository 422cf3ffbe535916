package dev.seisei.core.model;

import dev.seisei.engine.random.RandomNumbers;

/** Points of the latent space, as rows [n, D]. */
public final class Latents {
  private Latents() {}

  /**
   * Standard normal latents. The i-th depends on the seed and on i, not on how many there are.
   *
   * @param deviation what they are multiplied by
   */
  public static float[] normal(int n, int dimensions, long seed, double deviation) {
    return normal(0, n, dimensions, seed, deviation);
  }

  /**
   * Some of the latents of {@link #normal(int, int, long, double)}.
   *
   * @param first number of the first of them
   */
  public static float[] normal(long first, int n, int dimensions, long seed, double deviation) {
    float[] z = new float[Math.multiplyExact(n, dimensions)];
    new RandomNumbers(seed, 0, 0).normal(z, z.length, Math.multiplyExact(first, dimensions));
    for (int i = 0; i < z.length; i++) {
      z[i] = (float) (deviation * z[i]);
    }
    return z;
  }

  /**
   * n points from a to b along the great circle through them, their lengths in equal steps. Normal
   * latents have nearly one length, so that a straight line between them would leave the region
   * where the decoder was trained.
   *
   * <p>Source: White, 2016, arXiv 1609.04468, section 2.1. Differs from the paper: lengths are
   * interpolated too; opposite and parallel points are joined by a straight line.
   */
  public static float[] spherical(float[] a, float[] b, int n) {
    int dimensions = a.length;
    double lengthA = length(a);
    double lengthB = length(b);
    double cosine = dot(a, b) / (lengthA * lengthB);
    double angle = Math.acos(Math.max(-1, Math.min(1, cosine)));
    double sine = Math.sin(angle);
    boolean straight = !(sine > 1e-6);
    float[] points = new float[n * dimensions];
    for (int i = 0; i < n; i++) {
      double t = n == 1 ? 0 : (double) i / (n - 1);
      double length = (1 - t) * lengthA + t * lengthB;
      double weightA = straight ? 1 - t : Math.sin((1 - t) * angle) / sine * length / lengthA;
      double weightB = straight ? t : Math.sin(t * angle) / sine * length / lengthB;
      for (int d = 0; d < dimensions; d++) {
        points[i * dimensions + d] = (float) (weightA * a[d] + weightB * b[d]);
      }
    }
    return points;
  }

  /**
   * n points once around a circle: cos φ·a + sin φ·b. If a and b are standard normal and
   * independent, every point is standard normal.
   */
  public static float[] circle(float[] a, float[] b, int n) {
    float[] points = new float[n * a.length];
    for (int i = 0; i < n; i++) {
      double angle = 2 * Math.PI * i / n;
      for (int d = 0; d < a.length; d++) {
        points[i * a.length + d] = (float) (Math.cos(angle) * a[d] + Math.sin(angle) * b[d]);
      }
    }
    return points;
  }

  private static double length(float[] x) {
    return Math.sqrt(dot(x, x));
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
