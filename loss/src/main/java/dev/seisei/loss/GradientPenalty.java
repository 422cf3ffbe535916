package dev.seisei.loss;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How far the slope of a critic is from 1: (‖∇‖ − 1)², where ∇ is the gradient of the critic's
 * score with respect to an example, usually one between a real and a generated one.
 *
 * <p>Source: Gulrajani et al., 2017, arXiv 1704.00028, equation 3.
 */
public final class GradientPenalty {
  private static final Forms FORMS = new Forms(GradientPenalty::loss, "gradient");

  private GradientPenalty() {}

  /**
   * The loss in a graph.
   *
   * @param gradient of a critic's score with respect to each example, {@code [N, ...]}
   * @return {@code [N]}
   */
  public static SDVariable loss(SDVariable gradient) {
    return FORMS.graph(gradient);
  }

  /**
   * The loss of one example.
   *
   * @throws IllegalArgumentException if there is no element or one is NaN
   */
  public static double loss(double[] gradient) {
    return FORMS.example(gradient);
  }

  /**
   * The loss of each row.
   *
   * @throws IllegalArgumentException if there is no element or one is NaN
   */
  public static double[] loss(double[][] gradient) {
    return FORMS.examples(gradient);
  }

  /**
   * The loss of each example along the first axis.
   *
   * @throws IllegalArgumentException if there is no element or one is NaN
   */
  public static double[] loss(INDArray gradient) {
    return FORMS.arrays(gradient);
  }

  private static <T extends Expression<T>> T loss(List<T> inputs) {
    return inputs.get(0).square().sum().logProbability().times(0.5).exp().plus(-1).square();
  }
}
