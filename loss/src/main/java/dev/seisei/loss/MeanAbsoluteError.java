package dev.seisei.loss;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The mean absolute error: 1/D Σ |y − t| over the D elements of an example. Its gradient where y =
 * t is 0.
 *
 * <p>As a layer's loss it equals Deeplearning4j's {@code LossMAE}, whose scores of single examples,
 * though, are sums: masked elements count in D.
 */
public final class MeanAbsoluteError extends ComparingLoss {
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
    return new MeanAbsoluteError().forms("prediction").graph(prediction, target);
  }

  /**
   * The loss of one example.
   *
   * @throws IllegalArgumentException if the shapes differ, there is no element or one is NaN
   */
  public static double loss(double[] prediction, double[] target) {
    return new MeanAbsoluteError().forms("prediction").example(prediction, target);
  }

  /**
   * The loss of each row.
   *
   * @throws IllegalArgumentException if the shapes differ, there is no element or one is NaN
   */
  public static double[] loss(double[][] prediction, double[][] target) {
    return new MeanAbsoluteError().forms("prediction").examples(prediction, target);
  }

  /**
   * The loss of each example along the first axis.
   *
   * @throws IllegalArgumentException if the shapes differ, there is no element or one is NaN
   */
  public static double[] loss(INDArray prediction, INDArray target) {
    return new MeanAbsoluteError().forms("prediction").arrays(prediction, target);
  }

  @Override
  <T extends Expression<T>> T compare(T prediction, T target) {
    return prediction.minus(target).abs();
  }

  @Override
  <T extends Expression<T>> T reduce(T terms) {
    return terms.mean();
  }
}
