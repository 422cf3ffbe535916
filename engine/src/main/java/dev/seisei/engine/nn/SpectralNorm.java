package dev.seisei.engine.nn;

import dev.seisei.engine.samediff.Annotations;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Spectral normalisation: weights divided by their largest singular value, which bounds the slope
 * of the layer by 1.
 *
 * <p>The singular value is estimated by power iteration that continues from run to run; no gradient
 * flows through the singular vectors.
 *
 * <p>Source: Miyato, Kataoka, Koyama and Yoshida, 2018, arXiv 1802.05957, algorithm 1. Differs from
 * the paper: the matrix lies the other way, [rest, out], which has the same singular values.
 */
public final class SpectralNorm {
  private static final double EPSILON = 1e-12;

  private SpectralNorm() {}

  /**
   * For training: iterates, and keeps the vector for the next run.
   *
   * @param w [..., out], seen as a matrix [rest, out]
   * @param u [out], a state; start it with normally distributed numbers
   * @param out extent of the last axis
   * @param iterations at least 1; 1 is usual
   * @return w / σ, the shape of w
   * @throws IllegalArgumentException if out or iterations is not positive, or u is not a state or
   *     has an update already
   */
  public static SDVariable training(SDVariable w, SDVariable u, int out, int iterations) {
    Require.positive("out", out);
    Require.positive("iterations", iterations);
    List<SDVariable> results =
        Annotations.composite(
            Composites.SPECTRAL_NORM,
            Map.of("iterations", iterations),
            List.of(w, u),
            () -> divide(w, u, out, iterations));
    Annotations.update(u, results.get(1));
    return results.get(0);
  }

  /**
   * For inference: takes the vector as it is.
   *
   * @param w [..., out], seen as a matrix [rest, out]
   * @param u [out], as training left it
   * @param out extent of the last axis
   * @return w / σ, the shape of w
   * @throws IllegalArgumentException if out is not positive
   */
  public static SDVariable inference(SDVariable w, SDVariable u, int out) {
    Require.positive("out", out);
    return Annotations.composite(
            Composites.SPECTRAL_NORM,
            Map.of("iterations", 0),
            List.of(w, u),
            () -> divide(w, u, out, 0).subList(0, 1))
        .get(0);
  }

  /** The weights over σ = v·w·uᵀ, and the new u. */
  static List<SDVariable> divide(SDVariable w, SDVariable u, int out, int iterations) {
    SameDiff graph = w.getSameDiff();
    SDVariable matrix = w.reshape(-1, out);
    SDVariable fixed = Functions.stopGradient(matrix);
    SDVariable right = normalize(Functions.stopGradient(u).reshape(1, -1));
    SDVariable left = normalize(graph.mmul(right, fixed, false, true, false));
    for (int i = 0; i < iterations; i++) {
      right = normalize(graph.mmul(left, fixed));
      if (i + 1 < iterations) {
        left = normalize(graph.mmul(right, fixed, false, true, false));
      }
    }
    SDVariable sigma = graph.mmul(left, matrix).mul(right).sum(1);
    return List.of(w.div(sigma), right.reshape(-1));
  }

  /** A row vector over its length. */
  private static SDVariable normalize(SDVariable row) {
    SameDiff graph = row.getSameDiff();
    SDVariable length = graph.math().sqrt(row.mul(row).sum(true, 1));
    return row.div(graph.scalarMax(length, EPSILON));
  }
}
