package dev.seisei.loss;

import java.util.Arrays;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The negative log-likelihood of a Gaussian with diagonal covariance: ½ Σ log 2π + s + (t − μ)²
 * e<sup>−s</sup> over the elements of an example, in nats, where μ is the mean and s the logarithm
 * of the variance. It can be negative, as densities can exceed 1.
 *
 * <p>As a layer's loss it is of an output {@code [N, 2D]}, the means before the logarithms of the
 * variances, and labels {@code [N, D]}. The activation is of both; the identity is usual.
 *
 * <p>Source: Nix and Weigend, "Estimating the Mean and Variance of the Target Probability
 * Distribution", IEEE International Conference on Neural Networks, 1994.
 */
public final class GaussianNll extends LayerLoss {
  private static final long serialVersionUID = 1L;
  private static final double LOG_2_PI = Math.log(2 * Math.PI);
  private static final Forms FORMS = new Forms(GaussianNll::loss, "mean", "logVariance", "target");

  /**
   * The loss in a graph.
   *
   * @param mean {@code [N, ...]}
   * @param logVariance of the same shape
   * @param target of the same shape
   * @return {@code [N]}, in nats
   * @throws IllegalArgumentException if two shapes are known and differ
   */
  public static SDVariable loss(SDVariable mean, SDVariable logVariance, SDVariable target) {
    return FORMS.graph(mean, logVariance, target);
  }

  /**
   * The loss of one example.
   *
   * @throws IllegalArgumentException if the shapes differ, there is no element or one is NaN
   */
  public static double loss(double[] mean, double[] logVariance, double[] target) {
    return FORMS.example(mean, logVariance, target);
  }

  /**
   * The loss of each row.
   *
   * @throws IllegalArgumentException if the shapes differ, there is no element or one is NaN
   */
  public static double[] loss(double[][] mean, double[][] logVariance, double[][] target) {
    return FORMS.examples(mean, logVariance, target);
  }

  /**
   * The loss of each example along the first axis.
   *
   * @throws IllegalArgumentException if the shapes differ, there is no element or one is NaN
   */
  public static double[] loss(INDArray mean, INDArray logVariance, INDArray target) {
    return FORMS.arrays(mean, logVariance, target);
  }

  private static <T extends Expression<T>> T loss(List<T> inputs) {
    return terms(inputs.get(0), inputs.get(1), inputs.get(2)).sum();
  }

  private static <T extends Expression<T>> T terms(T mean, T logVariance, T target) {
    T distance = target.minus(mean).square().times(logVariance.negate().exp());
    return distance.plus(logVariance).plus(LOG_2_PI).times(0.5);
  }

  @Override
  RowsExpression terms(RowsExpression output, RowsExpression labels) {
    int width = labels.columns();
    return terms(output.columns(0, width), output.columns(width, 2 * width), labels);
  }

  @Override
  RowsExpression labels(INDArray labels, INDArray output) {
    boolean fit =
        labels.rank() == 2
            && Arrays.equals(output.shape(), new long[] {labels.size(0), 2 * labels.size(1)});
    if (!fit) {
      throw Shapes.differ("labels", labels.shape(), "output", output.shape());
    }
    return RowsExpression.constant(Math.toIntExact(labels.size(0)), Numbers.values(labels));
  }
}
