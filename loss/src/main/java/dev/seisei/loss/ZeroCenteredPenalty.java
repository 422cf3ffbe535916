package dev.seisei.loss;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Half the squared slope of a discriminator: ½‖∇‖², where ∇ is the gradient of the discriminator's
 * score with respect to an example. On real examples it is called R1, on generated ones R2.
 *
 * <p>Source: Mescheder, Geiger and Nowozin, 2018, arXiv 1801.04406, equations 9 and 10.
 */
public final class ZeroCenteredPenalty {
  private static final Forms FORMS = new Forms(ZeroCenteredPenalty::loss, "gradient");

  private ZeroCenteredPenalty() {}

  /**
   * The loss in a graph.
   *
   * @param gradient of a discriminator's score with respect to each example, {@code [N, ...]}
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
    return inputs.get(0).square().sum().times(0.5);
  }
}
