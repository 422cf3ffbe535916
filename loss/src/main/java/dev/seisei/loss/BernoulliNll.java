package dev.seisei.loss;

import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The negative log-likelihood of independent Bernoulli variables, by their probabilities: −Σ t log
 * y + (1 − t) log(1 − y) over the elements of an example, in nats. Targets lie in [0, 1]. Both y
 * and 1 − y are taken as at least 2<sup>−126</sup>, and get no gradient below that.
 *
 * <p>{@link BinaryCrossEntropy} is the same by logits, without the floor: {@code
 * BernoulliNll.loss(sigmoid(x), t)} is {@code BinaryCrossEntropy.loss(x, t)}. Prefer that wherever
 * there are logits; this is for probabilities that come from elsewhere.
 *
 * <p>As a layer's loss behind a sigmoid it is computed from the logits.
 */
public final class BernoulliNll extends ComparingLoss {
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
    return new BernoulliNll().forms("probabilities").graph(probabilities, target);
  }

  /**
   * The loss of one example.
   *
   * @throws IllegalArgumentException if the shapes differ, there is no element or one is NaN
   */
  public static double loss(double[] probabilities, double[] target) {
    return new BernoulliNll().forms("probabilities").example(probabilities, target);
  }

  /**
   * The loss of each row.
   *
   * @throws IllegalArgumentException if the shapes differ, there is no element or one is NaN
   */
  public static double[] loss(double[][] probabilities, double[][] target) {
    return new BernoulliNll().forms("probabilities").examples(probabilities, target);
  }

  /**
   * The loss of each example along the first axis.
   *
   * @throws IllegalArgumentException if the shapes differ, there is no element or one is NaN
   */
  public static double[] loss(INDArray probabilities, INDArray target) {
    return new BernoulliNll().forms("probabilities").arrays(probabilities, target);
  }

  @Override
  <T extends Expression<T>> T compare(T probabilities, T target) {
    T logOne = probabilities.logProbability();
    T logZero = probabilities.negate().plus(1).logProbability();
    return target.times(logOne).plus(target.negate().plus(1).times(logZero)).negate();
  }

  @Override
  @Nullable LayerLoss before(IActivation activation) {
    return activation instanceof ActivationSigmoid ? new BinaryCrossEntropy() : null;
  }
}
