package dev.seisei.loss;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The mean squared error: 1/D Σ (y − t)² over the D elements of an example.
 *
 * <p>As a layer's loss it equals Deeplearning4j's {@code LossMSE}: masked elements count in D.
 */
public final class MeanSquaredError extends ComparingLoss {
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
    return new MeanSquaredError().forms("prediction").graph(prediction, target);
  }

  /**
   * The loss of one example.
   *
   * @throws IllegalArgumentException if the shapes differ, there is no element or one is NaN
   */
  public static double loss(double[] prediction, double[] target) {
    return new MeanSquaredError().forms("prediction").example(prediction, target);
  }

  /**
   * The loss of each row.
   *
   * @throws IllegalArgumentException if the shapes differ, there is no element or one is NaN
   */
  public static double[] loss(double[][] prediction, double[][] target) {
    return new MeanSquaredError().forms("prediction").examples(prediction, target);
  }

  /**
   * The loss of each example along the first axis.
   *
   * @throws IllegalArgumentException if the shapes differ, there is no element or one is NaN
   */
  public static double[] loss(INDArray prediction, INDArray target) {
    return new MeanSquaredError().forms("prediction").arrays(prediction, target);
  }

  @Override
  <T extends Expression<T>> T compare(T prediction, T target) {
    return prediction.minus(target).square();
  }

  @Override
  <T extends Expression<T>> T reduce(T terms) {
    return terms.mean();
  }
}
