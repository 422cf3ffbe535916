package dev.seisei.loss;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * The Huber loss: Σ h(y − t) over the elements of an example, where h(e) = ½e² for |e| ≤ δ, and
 * δ(|e| − ½δ) beyond: a parabola that goes on as its tangents, so that an outlier pulls no harder
 * than δ.
 *
 * <p>Source: Huber, "Robust Estimation of a Location Parameter", Annals of Mathematical Statistics
 * 35, 1964.
 */
public final class Huber extends ComparingLoss {
  private static final long serialVersionUID = 1L;

  private final double delta;

  /**
   * The loss for a layer.
   *
   * @param delta where the parabola ends, in the unit of the prediction; greater than 0
   * @throws IllegalArgumentException if delta is not greater than 0
   */
  public Huber(@JsonProperty("delta") double delta) {
    if (!(delta > 0)) {
      throw new IllegalArgumentException("delta must be > 0, got " + delta);
    }
    this.delta = delta;
  }

  /**
   * The loss in a graph.
   *
   * @param prediction {@code [N, ...]}
   * @param target of the same shape and type
   * @param delta where the parabola ends, in the unit of the prediction; greater than 0
   * @return {@code [N]}
   * @throws IllegalArgumentException if the shapes are known and differ, or delta is not greater
   *     than 0
   */
  public static SDVariable loss(SDVariable prediction, SDVariable target, double delta) {
    return new Huber(delta).forms("prediction").graph(prediction, target);
  }

  /**
   * The loss of one example.
   *
   * @throws IllegalArgumentException if the shapes differ, there is no element, one is NaN, or
   *     delta is not greater than 0
   */
  public static double loss(double[] prediction, double[] target, double delta) {
    return new Huber(delta).forms("prediction").example(prediction, target);
  }

  /**
   * The loss of each row.
   *
   * @throws IllegalArgumentException if the shapes differ, there is no element, one is NaN, or
   *     delta is not greater than 0
   */
  public static double[] loss(double[][] prediction, double[][] target, double delta) {
    return new Huber(delta).forms("prediction").examples(prediction, target);
  }

  /**
   * The loss of each example along the first axis.
   *
   * @throws IllegalArgumentException if the shapes differ, there is no element, one is NaN, or
   *     delta is not greater than 0
   */
  public static double[] loss(INDArray prediction, INDArray target, double delta) {
    return new Huber(delta).forms("prediction").arrays(prediction, target);
  }

  @Override
  <T extends Expression<T>> T compare(T prediction, T target) {
    T distance = prediction.minus(target).abs();
    T near = distance.atMost(delta);
    return near.times(distance.plus(near.times(-0.5)));
  }

  @Override
  public String toString() {
    return "Huber(delta=" + delta + ")";
  }
}
