package dev.seisei.engine.nn;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ops.impl.controlflow.compat.StopGradient;

/** Functions that SameDiff lacks, hides or gets wrong; plain operations, not composites. */
public final class Functions {
  private Functions() {}

  /** The identity, through which no gradient flows. */
  public static SDVariable stopGradient(SDVariable x) {
    return new StopGradient(x.getSameDiff(), x).outputVariable();
  }

  /**
   * The value of one variable with the gradient of another: soft + stopGradient(hard − soft).
   *
   * <p>Source: Bengio, Léonard and Courville, 2013, arXiv 1308.3432, section 4.
   *
   * @param hard what is passed on; gets no gradient
   * @param soft what gets the gradient; the shape of hard
   */
  public static SDVariable straightThrough(SDVariable hard, SDVariable soft) {
    return soft.add(stopGradient(hard.sub(soft)));
  }

  /**
   * The logarithm of the softmax over the last axis: x − log Σ exp(x).
   *
   * <p>Not by SameDiff's own {@code logSoftmax}, which takes the logarithm of a softmax that may
   * have vanished: it gives minus infinity where a logit lies 104 below the largest.
   *
   * @param x [..., K]
   * @return the shape of x
   */
  public static SDVariable logSoftmax(SDVariable x) {
    // The shift cancels, and so would its gradient.
    SDVariable shifted = x.sub(stopGradient(keepLast(x.max(-1))));
    var math = x.getSameDiff().math();
    return shifted.sub(math.log(keepLast(math.exp(shifted).sum(-1))));
  }

  /** The mean over the last axis, which stays with extent 1. */
  static SDVariable lastMean(SDVariable x) {
    return keepLast(x.mean(-1));
  }

  /**
   * Puts back a last axis that was reduced away. Not by SameDiff's {@code keepDims}: together with
   * a negative axis it gives wrong numbers.
   */
  private static SDVariable keepLast(SDVariable reduced) {
    return reduced.getSameDiff().expandDims(reduced, -1);
  }
}
