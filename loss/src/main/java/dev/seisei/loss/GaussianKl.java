package dev.seisei.loss;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The Kullback-Leibler divergence of Gaussians with diagonal covariance, in nats. Each is given by
 * its mean μ and the logarithm s of its variance. It is at least 0, and 0 where the two are equal.
 *
 * <ul>
 *   <li>To the standard normal: KL(N(μ, e<sup>s</sup>) ‖ N(0, 1)) = ½ Σ μ² + e<sup>s</sup> − 1 − s.
 *   <li>Between two: KL(N(μ₁, e<sup>s₁</sup>) ‖ N(μ₂, e<sup>s₂</sup>)) = ½ Σ (μ₁ − μ₂)²
 *       e<sup>−s₂</sup> + e<sup>s₁ − s₂</sup> − 1 − (s₁ − s₂).
 * </ul>
 *
 * <p>Each is either summed over an example's elements, or given for each of them ({@code …Each}),
 * as {@link NegativeElbo} wants it.
 *
 * <p>Source: Kingma and Welling, "Auto-Encoding Variational Bayes", 2013, arXiv 1312.6114, appendix
 * B, which gives the negative of the first.
 */
public final class GaussianKl {
  private static final Forms TO_STANDARD_NORMAL =
      new Forms(GaussianKl::sumToStandardNormal, "mean", "logVariance");
  private static final Forms BETWEEN =
      new Forms(GaussianKl::sumBetween, "mean1", "logVariance1", "mean2", "logVariance2");

  private GaussianKl() {}

  /**
   * The divergence from the standard normal, in a graph.
   *
   * @param mean {@code [N, ...]}
   * @param logVariance of the same shape
   * @return {@code [N]}, in nats
   * @throws IllegalArgumentException if the shapes are known and differ
   */
  public static SDVariable toStandardNormal(SDVariable mean, SDVariable logVariance) {
    return TO_STANDARD_NORMAL.graph(mean, logVariance);
  }

  /**
   * The divergence of one example from the standard normal.
   *
   * @throws IllegalArgumentException if the shapes differ, there is no element or one is NaN
   */
  public static double toStandardNormal(double[] mean, double[] logVariance) {
    return TO_STANDARD_NORMAL.example(mean, logVariance);
  }

  /**
   * The divergence of each row from the standard normal.
   *
   * @throws IllegalArgumentException if the shapes differ, there is no element or one is NaN
   */
  public static double[] toStandardNormal(double[][] mean, double[][] logVariance) {
    return TO_STANDARD_NORMAL.examples(mean, logVariance);
  }

  /**
   * The divergence of each example along the first axis from the standard normal.
   *
   * @throws IllegalArgumentException if the shapes differ, there is no element or one is NaN
   */
  public static double[] toStandardNormal(INDArray mean, INDArray logVariance) {
    return TO_STANDARD_NORMAL.arrays(mean, logVariance);
  }

  /**
   * The divergence of each element from the standard normal, in a graph.
   *
   * @param mean of any shape
   * @param logVariance of the same shape
   * @return of the same shape, in nats
   * @throws IllegalArgumentException if the shapes are known and differ
   */
  public static SDVariable toStandardNormalEach(SDVariable mean, SDVariable logVariance) {
    return TO_STANDARD_NORMAL.graphOfElements(GaussianKl::eachToStandardNormal, mean, logVariance);
  }

  /**
   * The divergence of each element of each row from the standard normal.
   *
   * @throws IllegalArgumentException if the shapes differ, there is no element or one is NaN
   */
  public static double[][] toStandardNormalEach(double[][] mean, double[][] logVariance) {
    return TO_STANDARD_NORMAL.elements(GaussianKl::eachToStandardNormal, mean, logVariance);
  }

  /**
   * The divergence of the first Gaussian from the second, in a graph.
   *
   * @param mean1 {@code [N, ...]}
   * @param logVariance1 of the same shape
   * @param mean2 of the same shape
   * @param logVariance2 of the same shape
   * @return {@code [N]}, in nats
   * @throws IllegalArgumentException if two shapes are known and differ
   */
  public static SDVariable between(
      SDVariable mean1, SDVariable logVariance1, SDVariable mean2, SDVariable logVariance2) {
    return BETWEEN.graph(mean1, logVariance1, mean2, logVariance2);
  }

  /**
   * The divergence of the first Gaussian from the second, of one example.
   *
   * @throws IllegalArgumentException if the shapes differ, there is no element or one is NaN
   */
  public static double between(
      double[] mean1, double[] logVariance1, double[] mean2, double[] logVariance2) {
    return BETWEEN.example(mean1, logVariance1, mean2, logVariance2);
  }

  /**
   * The divergence of the first Gaussian from the second, of each row.
   *
   * @throws IllegalArgumentException if the shapes differ, there is no element or one is NaN
   */
  public static double[] between(
      double[][] mean1, double[][] logVariance1, double[][] mean2, double[][] logVariance2) {
    return BETWEEN.examples(mean1, logVariance1, mean2, logVariance2);
  }

  /**
   * The divergence of the first Gaussian from the second, of each example along the first axis.
   *
   * @throws IllegalArgumentException if the shapes differ, there is no element or one is NaN
   */
  public static double[] between(
      INDArray mean1, INDArray logVariance1, INDArray mean2, INDArray logVariance2) {
    return BETWEEN.arrays(mean1, logVariance1, mean2, logVariance2);
  }

  /**
   * The divergence of the first Gaussian from the second for each element, in a graph.
   *
   * @param mean1 of any shape
   * @param logVariance1 of the same shape
   * @param mean2 of the same shape
   * @param logVariance2 of the same shape
   * @return of the same shape, in nats
   * @throws IllegalArgumentException if two shapes are known and differ
   */
  public static SDVariable betweenEach(
      SDVariable mean1, SDVariable logVariance1, SDVariable mean2, SDVariable logVariance2) {
    return BETWEEN.graphOfElements(
        GaussianKl::eachBetween, mean1, logVariance1, mean2, logVariance2);
  }

  /**
   * The divergence of the first Gaussian from the second, for each element of each row.
   *
   * @throws IllegalArgumentException if the shapes differ, there is no element or one is NaN
   */
  public static double[][] betweenEach(
      double[][] mean1, double[][] logVariance1, double[][] mean2, double[][] logVariance2) {
    return BETWEEN.elements(GaussianKl::eachBetween, mean1, logVariance1, mean2, logVariance2);
  }

  private static <T extends Expression<T>> T sumToStandardNormal(List<T> inputs) {
    return eachToStandardNormal(inputs).sum();
  }

  private static <T extends Expression<T>> T eachToStandardNormal(List<T> inputs) {
    return ofOffset(inputs.get(0).square(), inputs.get(1));
  }

  private static <T extends Expression<T>> T sumBetween(List<T> inputs) {
    return eachBetween(inputs).sum();
  }

  private static <T extends Expression<T>> T eachBetween(List<T> inputs) {
    T offset = inputs.get(0).minus(inputs.get(2));
    T logVariance2 = inputs.get(3);
    return ofOffset(
        offset.square().times(logVariance2.negate().exp()), inputs.get(1).minus(logVariance2));
  }

  /**
   * The divergence by what distinguishes the two.
   *
   * @param squaredOffset the squared distance of the means, in variances of the second
   * @param logRatio the logarithm of the ratio of the variances, d. As e^d − 1 − d cancels around
   *     0, expm1 is not a luxury: it keeps the divergence from falling below 0 there.
   */
  private static <T extends Expression<T>> T ofOffset(T squaredOffset, T logRatio) {
    return squaredOffset.plus(logRatio.expm1().minus(logRatio)).times(0.5);
  }
}
