package dev.seisei.engine.nn;

import dev.seisei.engine.samediff.Annotations;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * The cross-entropy between labels and the softmax of logits, one number a row, in nats, not
 * reduced. Through the logarithm of the softmax, so that large logits neither overflow nor vanish.
 */
public final class CrossEntropy {
  private CrossEntropy() {}

  /**
   * Cross-entropy with a distribution over the classes for each row: −Σₖ labelsₖ · log softmax(z)ₖ.
   *
   * @param logits z: [N, K]
   * @param labels [N, K], at least 0; each row usually adds up to 1
   * @return [N], in nats
   */
  public static SDVariable dense(SDVariable logits, SDVariable labels) {
    return Annotations.composite(
        Composites.SOFTMAX_CROSS_ENTROPY,
        Map.of(),
        new SDVariable[] {logits, labels},
        () -> Functions.logSoftmax(logits).mul(labels).sum(-1).neg());
  }

  /**
   * Cross-entropy with one class for each row: −log softmax(z)ᵧ.
   *
   * @param logits z: [N, K]
   * @param labels y: [N], integers in [0, K)
   * @param classes K
   * @return [N], in nats
   * @throws IllegalArgumentException if classes is not positive, or the labels are not integers
   */
  public static SDVariable sparse(SDVariable logits, SDVariable labels, int classes) {
    return sparse(logits, labels, classes, null, 0);
  }

  /**
   * Cross-entropy with one class for each row, labels smoothed, and rows left out: −(1 − s)·log
   * softmax(z)ᵧ − s/K·Σₖ log softmax(z)ₖ, and 0 where y is the ignored label.
   *
   * <p>Source: Szegedy, Vanhoucke, Ioffe, Shlens and Wojna, 2015, arXiv 1512.00567, section 7.
   *
   * <p>The mean over the rows that count is the caller's to take: the sum over the number of rows
   * whose label is not ignored.
   *
   * @param logits z: [N, K]
   * @param labels y: [N], integers in [0, K) or the ignored one; the result is unspecified for
   *     others
   * @param classes K
   * @param ignored a label outside [0, K), or null if every row counts; -100 is usual
   * @param smoothing s, in [0, 1)
   * @return [N], in nats
   * @throws IllegalArgumentException if classes is not positive, ignored is a class, smoothing is
   *     outside [0, 1), or the labels are not integers
   */
  public static SDVariable sparse(
      SDVariable logits,
      SDVariable labels,
      int classes,
      @Nullable Integer ignored,
      double smoothing) {
    Require.positive("classes", classes);
    Require.rate("smoothing", smoothing);
    Require.that(
        ignored == null || ignored < 0 || ignored >= classes,
        "ignored must be outside [0, " + classes + "), got " + ignored + "; -100 is usual");
    Require.that(
        labels.dataType().isIntType(),
        "labels must be integers, got " + labels.dataType() + "; cast them, or use dense");
    Map<String, Object> attributes = new HashMap<>(Map.of("classes", classes));
    attributes.put("smoothing", smoothing);
    if (ignored != null) {
      attributes.put("ignored", ignored);
    }
    return Annotations.composite(
        Composites.SPARSE_SOFTMAX_CROSS_ENTROPY,
        attributes,
        new SDVariable[] {logits, labels},
        () -> {
          SameDiff graph = logits.getSameDiff();
          SDVariable logProbabilities = Functions.logSoftmax(logits);
          SDVariable target =
              graph.oneHot(labels, classes, -1, 1, 0, logits.dataType()).castTo(logits.dataType());
          SDVariable loss = logProbabilities.mul(target).sum(-1).mul(smoothing - 1);
          if (smoothing > 0) {
            loss = loss.sub(logProbabilities.sum(-1).mul(smoothing / classes));
          }
          return ignored == null ? loss : loss.mul(labels.neq(ignored).castTo(logits.dataType()));
        });
  }
}
