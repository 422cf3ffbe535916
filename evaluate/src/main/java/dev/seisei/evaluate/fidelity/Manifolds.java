package dev.seisei.evaluate.fidelity;

import dev.seisei.core.progress.Progress;
import java.util.Arrays;
import java.util.List;

/**
 * How far two sets of points cover each other, where around every point there is a ball that
 * reaches to its k-th nearest neighbour in its own set.
 *
 * <p>With balls B(x) that reach to the k-th neighbour:
 *
 * <ul>
 *   <li>precision: the share of generated points that lie in the ball of some real one;
 *   <li>recall: the share of real points that lie in the ball of some generated one;
 *   <li>density: 1/(k·M) Σⱼ Σᵢ [yⱼ ∈ B(xᵢ)], over generated points yⱼ and real points xᵢ;
 *   <li>coverage: the share of real points in whose ball there is some generated one.
 * </ul>
 *
 * <p>Source: Kynkäänniemi, Karras, Laine, Lehtinen and Aila, 2019, arXiv 1904.06991, equations 1
 * and 2; Naeem, Oh, Uh, Choi and Yoo, 2020, arXiv 2002.09797, section 3. As in the authors' own
 * code, a point on the border of a ball is in it for the first two and not for the last two.
 *
 * @param precision in [0, 1]
 * @param recall in [0, 1]
 * @param density at least 0; 1 on average for two samples of one distribution
 * @param coverage in [0, 1]
 */
record Manifolds(double precision, double recall, double density, double coverage) {

  /**
   * Compares two sets.
   *
   * @param k neighbours for precision and recall, fewer than points
   * @param kOfDensity neighbours for density and coverage, fewer than points
   */
  static Manifolds of(
      Points real, Points generated, int k, int kOfDensity, Products products, Progress progress) {
    return of(real, List.of(generated), k, kOfDensity, products, progress).get(0);
  }

  /** Compares one set with each of several, in order. */
  static List<Manifolds> of(
      Points real,
      List<Points> generated,
      int k,
      int kOfDensity,
      Products products,
      Progress progress) {
    NearestNeighbours nearReal =
        NearestNeighbours.of(real, Math.max(k, kOfDensity), products, progress);
    return generated.stream()
        .map(each -> of(real, nearReal, each, k, kOfDensity, products, progress))
        .toList();
  }

  private static Manifolds of(
      Points real,
      NearestNeighbours nearReal,
      Points generated,
      int k,
      int kOfDensity,
      Products products,
      Progress progress) {
    NearestNeighbours nearGenerated = NearestNeighbours.of(generated, k, products, progress);
    Pairs pairs = new Pairs(real, generated, nearReal, nearGenerated, k, kOfDensity);
    int rows = products.rows();
    for (int from = 0; from < real.size(); from += rows) {
      progress.throwIfCancelled();
      for (int other = 0; other < generated.size(); other += rows) {
        pairs.look(products.of(real, from, generated, other), from, other, rows);
      }
    }
    return pairs.result();
  }

  /** What is known of the pairs that were looked at. */
  private static final class Pairs {
    private final Points real;
    private final Points generated;
    private final int kOfDensity;
    private final double error;

    /** Squared radii of the balls. */
    private final double[] ofReal;

    private final double[] ofRealForDensity;
    private final double[] ofGenerated;

    private final boolean[] precise;
    private final boolean[] recalled;
    private final boolean[] covered;
    private long inside;

    Pairs(
        Points real,
        Points generated,
        NearestNeighbours nearReal,
        NearestNeighbours nearGenerated,
        int k,
        int kOfDensity) {
      this.real = real;
      this.generated = generated;
      this.kOfDensity = kOfDensity;
      this.error = Products.error(real.dimensions());
      this.ofReal = radii(nearReal, real.size(), k);
      this.ofRealForDensity = radii(nearReal, real.size(), kOfDensity);
      this.ofGenerated = radii(nearGenerated, generated.size(), k);
      this.precise = new boolean[generated.size()];
      this.recalled = new boolean[real.size()];
      this.covered = new boolean[real.size()];
    }

    private static double[] radii(NearestNeighbours near, int n, int k) {
      double[] radii = new double[n];
      Arrays.setAll(radii, i -> near.square(i, k));
      return radii;
    }

    void look(float[] products, int fromReal, int fromGenerated, int rows) {
      int endReal = Math.min(real.size(), fromReal + rows);
      int endGenerated = Math.min(generated.size(), fromGenerated + rows);
      for (int i = fromReal; i < endReal; i++) {
        double square = real.square(i);
        double largest = Math.max(ofReal[i], ofRealForDensity[i]);
        int at = (i - fromReal) * rows - fromGenerated;
        for (int j = fromGenerated; j < endGenerated; j++) {
          double sum = square + generated.square(j);
          double distance = sum - 2.0 * products[at + j];
          double slack = error * sum;
          double reach = recalled[i] ? largest : Math.max(largest, ofGenerated[j]);
          if (distance - slack <= reach) {
            lookCloser(i, j, distance, slack);
          }
        }
      }
    }

    /**
     * @param distance squared, rounded
     * @param slack how far it may be from the true one
     */
    private void lookCloser(int i, int j, double distance, double slack) {
      Sharp pair = new Sharp(i, j, distance, slack);
      precise[j] = precise[j] || pair.compare(ofReal[i]) <= 0;
      recalled[i] = recalled[i] || pair.compare(ofGenerated[j]) <= 0;
      if (pair.compare(ofRealForDensity[i]) < 0) {
        inside++;
        covered[i] = true;
      }
    }

    /** A squared distance that is computed in double precision only where that matters. */
    private final class Sharp {
      private final int i;
      private final int j;
      private double distance;
      private double slack;

      Sharp(int i, int j, double distance, double slack) {
        this.i = i;
        this.j = j;
        this.distance = distance;
        this.slack = slack;
      }

      int compare(double radius) {
        if (Math.abs(distance - radius) <= slack) {
          distance = real.squaredDistance(i, generated, j);
          slack = 0;
        }
        return Double.compare(distance, radius);
      }
    }

    Manifolds result() {
      return new Manifolds(
          share(precise),
          share(recalled),
          (double) inside / ((double) kOfDensity * generated.size()),
          share(covered));
    }

    private static double share(boolean[] flags) {
      int count = 0;
      for (boolean flag : flags) {
        count += flag ? 1 : 0;
      }
      return (double) count / flags.length;
    }
  }
}
