package dev.seisei.engine.samediff;

import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.loss.LossReduce;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.ops.SDLoss;
import org.nd4j.linalg.api.ops.impl.loss.SoftmaxCrossEntropyWithLogitsLoss;

/** Loss functions, in all their reductions. */
final class LossExamples {
  /** Makes a loss of labels, predictions and weights. */
  @FunctionalInterface
  private interface Loss {
    SDVariable of(
        SDLoss loss,
        SDVariable labels,
        SDVariable predictions,
        @Nullable SDVariable weights,
        LossReduce mode);
  }

  private LossExamples() {}

  static void register(ImportExamples examples) {
    add(examples, "absolute_difference_loss", SDLoss::absoluteDifference);
    add(examples, "mean_sqerr_loss", SDLoss::meanSquaredError);
    add(examples, "hinge_loss", SDLoss::hingeLoss);
    add(examples, "huber_loss", (loss, y, p, w, mode) -> loss.huberLoss(y, p, w, mode, 0.37));
    add(examples, "log_loss", (loss, y, p, w, mode) -> loss.logLoss(y, p, w, mode, 0.01));
    add(
        examples,
        "log_poisson_loss",
        (loss, y, p, w, mode) -> loss.logPoisson(y, p, w, mode, mode == LossReduce.NONE));
    add(
        examples,
        "sigm_cross_entropy_loss",
        (loss, y, p, w, mode) -> loss.sigmoidCrossEntropy(y, p, w, mode, 0.1));
    for (LossReduce mode : LossReduce.values()) {
      examples.add(
          "cosine_distance_loss",
          mode.toString(),
          s -> s.sd.loss().cosineDistance(s.x(3, 4), s.x(3, 4), s.positive(3, 1), mode, 1));
      examples.add(
          "softmax_cross_entropy_loss",
          mode.toString(),
          s ->
              s.sd
                  .loss()
                  .softmaxCrossEntropy(
                      s.probabilities(3, 4), s.x(3, 4), weights(s, mode), mode, 0.1));
      examples.add(
          "mean_pairwssqerr_loss",
          mode.toString(),
          s -> s.sd.loss().meanPairwiseSquaredError(s.x(3, 4), s.x(3, 4), s.positive(3, 1), mode));
    }
    examples.add(
        "softmax_cross_entropy_loss_with_logits",
        "",
        s ->
            new SoftmaxCrossEntropyWithLogitsLoss(s.sd, s.x(3, 4), s.probabilities(3, 4), 1)
                .outputVariable());
    examples.add(
        "sparse_softmax_cross_entropy_loss_with_logits",
        "",
        s -> s.sd.loss().sparseSoftmaxCrossEntropy(s.x(3, 4), s.ints(2, 0, 3)));
    examples.add("l2_loss", "", s -> s.sd.loss().l2Loss(s.x(3, 4)));
  }

  private static void add(ImportExamples examples, String kind, Loss loss) {
    for (LossReduce mode : LossReduce.values()) {
      examples.add(
          kind,
          mode + ", a weight each",
          s -> loss.of(s.sd.loss(), labels(s), s.probabilities(3, 4), s.positive(3, 4), mode));
    }
    examples.add(
        kind,
        "a weight an example",
        s ->
            loss.of(
                s.sd.loss(),
                labels(s),
                s.probabilities(3, 4),
                s.positive(3, 1),
                LossReduce.MEAN_BY_WEIGHT));
    examples.add(
        kind,
        "no weights",
        s ->
            loss.of(
                s.sd.loss(),
                labels(s),
                s.probabilities(3, 4),
                null,
                LossReduce.MEAN_BY_NONZERO_WEIGHT_COUNT));
  }

  /** A weight an example, in the shape of the losses. */
  private static SDVariable weights(Sketch s, LossReduce mode) {
    return mode == LossReduce.NONE ? s.positive(3, 1) : s.positive(3);
  }

  private static SDVariable labels(Sketch s) {
    return s.positive(3, 4).mul(0.5);
  }
}
