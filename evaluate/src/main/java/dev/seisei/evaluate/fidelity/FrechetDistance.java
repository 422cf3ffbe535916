package dev.seisei.evaluate.fidelity;

import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * The Fréchet distance of two normal distributions, squared, from one that stays:
 *
 * <p>|μ₁ − μ₂|² + tr Σ₁ + tr Σ₂ − 2 tr (Σ₁Σ₂)^½
 *
 * <p>With Σ₁ = U Λ Uᵀ and A = U Λ^½, the eigenvalues of Σ₁Σ₂ are those of Aᵀ Σ₂ A, which is
 * symmetric and positive: two decompositions that always succeed in place of the square root of a
 * matrix that is neither. Eigenvalues that rounding made negative count as 0.
 *
 * <p>Source: Heusel, Ramsauer, Unterthiner, Nessler and Hochreiter, 2017, arXiv 1706.08500,
 * equation 6; the distance: Dowson and Landau, 1982.
 */
final class FrechetDistance {
  private final double[] mean;
  private final double trace;
  private final RealMatrix root;

  /** From the distribution of some points. */
  FrechetDistance(Moments from) {
    RealMatrix covariance = from.covariance();
    EigenDecomposition eigen = new EigenDecomposition(covariance);
    this.mean = from.mean();
    this.trace = covariance.getTrace();
    this.root = eigen.getV();
    double[] values = eigen.getRealEigenvalues();
    for (int column = 0; column < values.length; column++) {
      double scale = Math.sqrt(Math.max(0, values[column]));
      for (int row = 0; row < values.length; row++) {
        root.multiplyEntry(row, column, scale);
      }
    }
  }

  /** To the distribution of some others; at least 0 but for rounding. */
  double to(Moments other) {
    RealMatrix covariance = other.covariance();
    double[] theirs = other.mean();
    double distance = trace + covariance.getTrace();
    for (int d = 0; d < mean.length; d++) {
      distance += (mean[d] - theirs[d]) * (mean[d] - theirs[d]);
    }
    RealMatrix inner = root.transpose().multiply(covariance).multiply(root);
    // Exactly symmetric, or the decomposition would take it for a general matrix.
    RealMatrix symmetric = inner.add(inner.transpose()).scalarMultiply(0.5);
    for (double value : new EigenDecomposition(symmetric).getRealEigenvalues()) {
      distance -= 2 * Math.sqrt(Math.max(0, value));
    }
    return distance;
  }
}
