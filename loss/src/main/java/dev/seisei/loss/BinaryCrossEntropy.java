package dev.seisei.loss;

import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The binary cross-entropy of logits: Σ softplus(x) − t x over the elements of an example, in nats,
 * which is −t log σ(x) − (1 − t) log(1 − σ(x)) without overflow and without a floor. Targets lie in
 * [0, 1].
 *
 * <p>It is the negative log-likelihood of independent Bernoulli variables, by their logits: {@link
 * BernoulliNll} of σ(x), wherever that has no need of its floor.
 *
 * <p>As a layer's loss it is of the layer's output before a sigmoid, whether the activation is the
 * sigmoid (which then only serves the network's output) or the identity. Any other activation is
 * applied first, and gives the logits.
 */
public final class BinaryCrossEntropy extends ComparingLoss {
  private static final long serialVersionUID = 1L;

  /**
   * The loss in a graph.
   *
   * @param logits {@code [N, ...]}
   * @param target of the same shape and type
   * @return {@code [N]}, in nats
   * @throws IllegalArgumentException if the shapes are known and differ
   */
  public static SDVariable loss(SDVariable logits, SDVariable target) {
    return new BinaryCrossEntropy().forms("logits").graph(logits, target);
  }

  /**
   * The loss of one example.
   *
   * @throws IllegalArgumentException if the shapes differ, there is no element or one is NaN
   */
  public static double loss(double[] logits, double[] target) {
    return new BinaryCrossEntropy().forms("logits").example(logits, target);
  }

  /**
   * The loss of each row.
   *
   * @throws IllegalArgumentException if the shapes differ, there is no element or one is NaN
   */
  public static double[] loss(double[][] logits, double[][] target) {
    return new BinaryCrossEntropy().forms("logits").examples(logits, target);
  }

  /**
   * The loss of each example along the first axis.
   *
   * @throws IllegalArgumentException if the shapes differ, there is no element or one is NaN
   */
  public static double[] loss(INDArray logits, INDArray target) {
    return new BinaryCrossEntropy().forms("logits").arrays(logits, target);
  }

  @Override
  <T extends Expression<T>> T compare(T logits, T target) {
    return logits.softplus().minus(target.times(logits));
  }

  @Override
  @Nullable LayerLoss before(IActivation activation) {
    return activation instanceof ActivationSigmoid ? this : null;
  }
}
