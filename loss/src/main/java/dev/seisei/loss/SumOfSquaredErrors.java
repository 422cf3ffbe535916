package dev.seisei.loss;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The sum of squared errors: Σ (y − t)² over the elements of an example. Up to a constant, twice
 * the negative log-likelihood of a Gaussian of variance 1.
 *
 * <p>As a layer's loss it equals Deeplearning4j's {@code LossL2}.
 */
public final class SumOfSquaredErrors extends ComparingLoss {
  private static final long serialVersionUID = 1L;

  /**
   * The loss in a graph.
   *
   * @param prediction {@code [N, ...]}
   * @param target of the same shape and type
   * @return {@code [N]}
   * @throws IllegalArgumentException if the shapes are known and differ
   */
  public static SDVariable loss(SDVariable prediction, SDVariable target) {
    return new SumOfSquaredErrors().forms("prediction").graph(prediction, target);
  }

  /**
   * The loss of one example.
   *
   * @throws IllegalArgumentException if the shapes differ, there is no element or one is NaN
   */
  public static double loss(double[] prediction, double[] target) {
    return new SumOfSquaredErrors().forms("prediction").example(prediction, target);
  }

  /**
   * The loss of each row.
   *
   * @throws IllegalArgumentException if the shapes differ, there is no element or one is NaN
   */
  public static double[] loss(double[][] prediction, double[][] target) {
    return new SumOfSquaredErrors().forms("prediction").examples(prediction, target);
  }

  /**
   * The loss of each example along the first axis.
   *
   * @throws IllegalArgumentException if the shapes differ, there is no element or one is NaN
   */
  public static double[] loss(INDArray prediction, INDArray target) {
    return new SumOfSquaredErrors().forms("prediction").arrays(prediction, target);
  }

  @Override
  <T extends Expression<T>> T compare(T prediction, T target) {
    return prediction.minus(target).square();
  }
}
