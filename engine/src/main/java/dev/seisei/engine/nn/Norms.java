package dev.seisei.engine.nn;

import dev.seisei.engine.op.CompositeType;
import dev.seisei.engine.samediff.Annotations;
import java.util.Map;
import java.util.function.Supplier;
import org.nd4j.autodiff.samediff.SDVariable;

/** Normalisation of activations. */
public final class Norms {
  private Norms() {}

  /**
   * Layer normalisation over the last axis: y = (x − mean) / √(variance + epsilon), with the biased
   * variance.
   *
   * <p>Source: Ba, Kiros and Hinton, 2016, arXiv 1607.06450, equation 3.
   *
   * @param x [..., d]
   * @param epsilon in [0, 1); 1e-5 is usual
   * @return the shape of x
   */
  public static SDVariable layerNorm(SDVariable x, double epsilon) {
    return norm(Composites.LAYER_NORM, epsilon, () -> standardize(x, epsilon), x);
  }

  /**
   * Layer normalisation with a gain, as {@link #layerNorm(SDVariable, double)}, times gain.
   *
   * @param x [..., d]
   * @param gain [d]
   * @param epsilon in [0, 1)
   * @return the shape of x
   */
  public static SDVariable layerNorm(SDVariable x, SDVariable gain, double epsilon) {
    return norm(Composites.LAYER_NORM, epsilon, () -> standardize(x, epsilon).mul(gain), x, gain);
  }

  /**
   * Layer normalisation with gain and shift, as {@link #layerNorm(SDVariable, double)}, times gain,
   * plus shift.
   *
   * @param x [..., d]
   * @param gain [d]
   * @param shift [d]
   * @param epsilon in [0, 1)
   * @return the shape of x
   */
  public static SDVariable layerNorm(
      SDVariable x, SDVariable gain, SDVariable shift, double epsilon) {
    return norm(
        Composites.LAYER_NORM,
        epsilon,
        () -> standardize(x, epsilon).mul(gain).add(shift),
        x,
        gain,
        shift);
  }

  private static SDVariable norm(
      CompositeType type, double epsilon, Supplier<SDVariable> body, SDVariable... inputs) {
    Require.epsilon(epsilon);
    return Annotations.composite(type, Map.of("epsilon", epsilon), inputs, body);
  }

  /** Zero mean, unit variance along the last axis. */
  private static SDVariable standardize(SDVariable x, double epsilon) {
    SDVariable centred = x.sub(Functions.lastMean(x));
    return centred.mul(inverseRoot(Functions.lastMean(centred.mul(centred)), epsilon));
  }

  private static SDVariable inverseRoot(SDVariable variance, double epsilon) {
    return variance.getSameDiff().math().rsqrt(variance.add(epsilon));
  }
}
