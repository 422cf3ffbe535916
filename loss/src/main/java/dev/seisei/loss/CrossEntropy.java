package dev.seisei.loss;

import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The cross-entropy of predicted probabilities: −Σ t log y over the elements of an example, in
 * nats. Neither y nor t need sum to one. A probability below 2<sup>−126</sup> is taken as that, and
 * gets no gradient; {@link SoftmaxCrossEntropy} has no such floor.
 *
 * <p>As a layer's loss behind a softmax it is computed from the logits, as {@link
 * SoftmaxCrossEntropy} is.
 */
public final class CrossEntropy extends ComparingLoss {
  private static final long serialVersionUID = 1L;

  /**
   * The loss in a graph.
   *
   * @param probabilities {@code [N, ...]}
   * @param target of the same shape and type
   * @return {@code [N]}, in nats
   * @throws IllegalArgumentException if the shapes are known and differ
   */
  public static SDVariable loss(SDVariable probabilities, SDVariable target) {
    return new CrossEntropy().forms("probabilities").graph(probabilities, target);
  }

  /**
   * The loss of one example.
   *
   * @throws IllegalArgumentException if the shapes differ, there is no element or one is NaN
   */
  public static double loss(double[] probabilities, double[] target) {
    return new CrossEntropy().forms("probabilities").example(probabilities, target);
  }

  /**
   * The loss of each row.
   *
   * @throws IllegalArgumentException if the shapes differ, there is no element or one is NaN
   */
  public static double[] loss(double[][] probabilities, double[][] target) {
    return new CrossEntropy().forms("probabilities").examples(probabilities, target);
  }

  /**
   * The loss of each example along the first axis.
   *
   * @throws IllegalArgumentException if the shapes differ, there is no element or one is NaN
   */
  public static double[] loss(INDArray probabilities, INDArray target) {
    return new CrossEntropy().forms("probabilities").arrays(probabilities, target);
  }

  @Override
  <T extends Expression<T>> T compare(T probabilities, T target) {
    return target.times(probabilities.logProbability()).negate();
  }

  @Override
  @Nullable LayerLoss before(IActivation activation) {
    return activation instanceof ActivationSoftmax ? new SoftmaxCrossEntropy() : null;
  }
}
