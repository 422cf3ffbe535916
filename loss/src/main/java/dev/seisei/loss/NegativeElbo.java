package dev.seisei.loss;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The negative evidence lower bound of a variational autoencoder, in nats: −log p(x|z) + β Σⱼ
 * max(λ, KLⱼ), where z was drawn from q(z|x), and KLⱼ is the divergence of the j-th latent
 * dimension, or group of dimensions, from its prior. With β = 1 and λ = 0 it bounds −log p(x) from
 * above, on average over z.
 *
 * <p>β weighs the divergence: more than 1 asks for independent latents, less for sharp
 * reconstructions, and growing from 0 warms up. λ, the free bits (in nats, by that name), is what a
 * group may tell about x at no cost: below it the gradient of its divergence is 0, so that it does
 * not fall silent early. A group of several dimensions is one whose divergences the caller has
 * added.
 *
 * <p>Source: Kingma and Welling, 2013, arXiv 1312.6114, equation 3; β: Higgins et al., "beta-VAE",
 * ICLR 2017, equation 4; free bits: Kingma, Salimans, Jozefowicz, Chen, Sutskever and Welling,
 * 2016, arXiv 1606.04934, appendix C.8.
 *
 * <p>Differs from the paper: free bits are those of each example. There, a group's divergence is
 * averaged over the minibatch before it is compared with λ; an example's loss would then depend on
 * the others.
 */
public final class NegativeElbo {
  private NegativeElbo() {}

  /**
   * The loss in a graph.
   *
   * @param reconstruction −log p(x|z), {@code [N]}, in nats
   * @param divergences KLⱼ, {@code [N, ...]}, in nats
   * @param beta β, at least 0
   * @param freeBits λ, in nats a group, at least 0
   * @return {@code [N]}, in nats
   * @throws IllegalArgumentException if the shapes are known and do not fit, or beta or freeBits is
   *     below 0
   */
  public static SDVariable loss(
      SDVariable reconstruction, SDVariable divergences, double beta, double freeBits) {
    Parameters parameters = new Parameters(beta, freeBits);
    long[] shape = reconstruction.getShape();
    long[] each = divergences.getShape();
    boolean known = shape != null && shape.length > 0 && each != null && each.length > 0;
    if (known && (shape.length != 1 || (shape[0] >= 0 && each[0] >= 0 && shape[0] != each[0]))) {
      throw Shapes.differ("reconstruction", shape, "divergences", each);
    }
    GraphExpression total =
        parameters.total(
            GraphExpression.inputs(List.of("divergences"), List.of(divergences)).get(0));
    return total.variable().add(reconstruction);
  }

  /**
   * The loss of one example.
   *
   * @throws IllegalArgumentException if there is no divergence, something is NaN, or beta or
   *     freeBits is below 0
   */
  public static double loss(
      double reconstruction, double[] divergences, double beta, double freeBits) {
    return loss(
        Numbers.example("reconstruction", new double[] {reconstruction}),
        Numbers.example("divergences", divergences),
        new Parameters(beta, freeBits))[0];
  }

  /**
   * The loss of each row.
   *
   * @throws IllegalArgumentException if there are not as many reconstructions as rows of
   *     divergences, something is NaN, or beta or freeBits is below 0
   */
  public static double[] loss(
      double[] reconstruction, double[][] divergences, double beta, double freeBits) {
    return loss(
        Numbers.perExample("reconstruction", reconstruction),
        Numbers.examples("divergences", divergences),
        new Parameters(beta, freeBits));
  }

  /**
   * The loss of each example along the first axis.
   *
   * @throws IllegalArgumentException if there are not as many reconstructions as examples in
   *     divergences, something is NaN, or beta or freeBits is below 0
   */
  public static double[] loss(
      INDArray reconstruction, INDArray divergences, double beta, double freeBits) {
    return loss(
        Numbers.perExample("reconstruction", Numbers.values(reconstruction)),
        Numbers.array("divergences", divergences),
        new Parameters(beta, freeBits));
  }

  private static double[] loss(Numbers reconstruction, Numbers divergences, Parameters parameters) {
    if (reconstruction.rows() != divergences.rows()) {
      throw Shapes.differ(
          "reconstruction", reconstruction.shape(), "divergences", divergences.shape());
    }
    return parameters.total(divergences.expression()).plus(reconstruction.expression()).values();
  }

  private record Parameters(double beta, double freeBits) {
    private Parameters {
      requireNotNegative("beta", beta);
      requireNotNegative("freeBits", freeBits);
    }

    private static void requireNotNegative(String name, double value) {
      if (!(value >= 0)) {
        throw new IllegalArgumentException(name + " must be >= 0, got " + value);
      }
    }

    /** β Σⱼ max(λ, KLⱼ); with λ = 0 the sum alone, as no divergence is below 0. */
    <T extends Expression<T>> T total(T divergences) {
      return (freeBits > 0 ? divergences.atLeast(freeBits) : divergences).sum().times(beta);
    }
  }
}
