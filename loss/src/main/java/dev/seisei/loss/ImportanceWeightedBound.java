package dev.seisei.loss;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The negative importance-weighted bound: −log 1/k Σᵢ wᵢ with log wᵢ = log p(x, zᵢ) − log q(zᵢ|x),
 * in nats, where the k samples zᵢ were drawn from q(z|x). On average it bounds −log p(x) from
 * above, with k = 1 as {@link NegativeElbo} does, and tighter as k grows.
 *
 * <p>Computed from the largest weight on, so that weights neither overflow nor vanish. Weights may
 * be 0 (a logarithm of −∞), but in a graph not all of an example's.
 *
 * <p>Source: Burda, Grosse and Salakhutdinov, "Importance Weighted Autoencoders", 2015, arXiv
 * 1509.00519, equation 8.
 */
public final class ImportanceWeightedBound {
  private static final Forms FORMS = new Forms(ImportanceWeightedBound::loss, "logWeights");

  private ImportanceWeightedBound() {}

  /**
   * The loss in a graph.
   *
   * @param logWeights log w, {@code [N, k]}
   * @return {@code [N]}, in nats
   */
  public static SDVariable loss(SDVariable logWeights) {
    return FORMS.graph(logWeights);
  }

  /**
   * The loss of one example, from its k samples.
   *
   * @throws IllegalArgumentException if there is no sample or one is NaN
   */
  public static double loss(double[] logWeights) {
    return FORMS.example(logWeights);
  }

  /**
   * The loss of each row.
   *
   * @throws IllegalArgumentException if there is no sample or one is NaN
   */
  public static double[] loss(double[][] logWeights) {
    return FORMS.examples(logWeights);
  }

  /**
   * The loss of each example along the first axis.
   *
   * @throws IllegalArgumentException if there is no sample or one is NaN
   */
  public static double[] loss(INDArray logWeights) {
    return FORMS.arrays(logWeights);
  }

  private static <T extends Expression<T>> T loss(List<T> inputs) {
    return inputs.get(0).logMeanExp().negate();
  }
}
