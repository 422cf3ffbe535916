package dev.seisei.engine.nn;

import dev.seisei.engine.op.CompositeType;
import dev.seisei.engine.samediff.Annotations;
import java.util.Map;
import java.util.function.Supplier;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.ops.SDMath;

/**
 * Activation functions, element by element. Arguments and result have one shape, which is free.
 *
 * <p>SameDiff's own relu, tanh and sigmoid are right and are used as they are; these are the ones
 * that it lacks, or that are wrong or overflow.
 */
public final class Activations {
  /** Beyond this, exp(x) swamps the 1 that is added to it, in double precision too. */
  private static final double SATURATED = 40;

  private Activations() {}

  /**
   * The Gaussian error linear unit: x·Φ(x) = ½·x·(1 + erf(x/√2)).
   *
   * <p>Source: Hendrycks and Gimpel, 2016, arXiv 1606.08415, section 2.
   */
  public static SDVariable gelu(SDVariable x) {
    return activation(
        Composites.GELU, x, () -> x.mul(math(x).erf(x.mul(Math.sqrt(0.5))).add(1).mul(0.5)));
  }

  /**
   * The Gaussian error linear unit as most transformers have it: ½·x·(1 + tanh(√(2/π)·(x +
   * 0.044715·x³))).
   *
   * <p>Source: Hendrycks and Gimpel, 2016, arXiv 1606.08415, section 2.
   */
  public static SDVariable geluTanh(SDVariable x) {
    return activation(
        Composites.GELU_TANH,
        x,
        () -> {
          SDVariable inner = x.mul(x).mul(x).mul(0.044715).add(x).mul(Math.sqrt(2 / Math.PI));
          return x.mul(math(x).tanh(inner).add(1).mul(0.5));
        });
  }

  /**
   * The sigmoid linear unit, or swish: x·σ(x).
   *
   * <p>Source: Ramachandran, Zoph and Le, 2017, arXiv 1710.05941, with β = 1.
   */
  public static SDVariable silu(SDVariable x) {
    return activation(Composites.SILU, x, () -> x.mul(x.getSameDiff().nn().sigmoid(x)));
  }

  /**
   * Mish: x·tanh(softplus(x)).
   *
   * <p>Source: Misra, 2019, arXiv 1908.08681, equation 1.
   */
  public static SDVariable mish(SDVariable x) {
    return activation(
        Composites.MISH,
        x,
        () -> {
          // tanh(log(1 + e)) = n / (n + 2) with n = e·(e + 2), which neither overflows nor cancels.
          SDVariable e = math(x).exp(graph(x).scalarMin(x, SATURATED / 2));
          SDVariable n = e.mul(e.add(2));
          return x.mul(n.div(n.add(2)));
        });
  }

  /** Softplus: log(1 + exp(x)). SameDiff's own overflows from 89 on in single precision. */
  public static SDVariable softplus(SDVariable x) {
    return activation(
        Composites.SOFTPLUS,
        x,
        () -> {
          SDVariable bounded = math(x).exp(graph(x).scalarMin(x, SATURATED));
          SDVariable rest = graph(x).nn().relu(x.sub(SATURATED), 0);
          return math(x).log(bounded.add(1)).add(rest);
        });
  }

  /**
   * The leaky rectifier: x where x is positive, else slope·x. The derivative at 0 is the slope.
   *
   * <p>Source: Maas, Hannun and Ng, 2013, "Rectifier nonlinearities improve neural network acoustic
   * models".
   *
   * @param slope any finite number; 0.01 and 0.2 are usual
   * @throws IllegalArgumentException if the slope is not finite
   */
  public static SDVariable leakyRelu(SDVariable x, double slope) {
    Require.finite("slope", slope);
    return Annotations.composite(
        Composites.LEAKY_RELU,
        Map.of("slope", slope),
        new SDVariable[] {x},
        () -> graph(x).nn().relu(x, 0).add(graph(x).scalarMin(x, 0).mul(slope)));
  }

  /**
   * The exponential linear unit: x where x is positive, else alpha·(exp(x) − 1).
   *
   * <p>Source: Clevert, Unterthiner and Hochreiter, 2015, arXiv 1511.07289, equation 15.
   *
   * @param alpha any finite number; 1 is usual, and makes it smooth at 0
   * @throws IllegalArgumentException if alpha is not finite
   */
  public static SDVariable elu(SDVariable x, double alpha) {
    Require.finite("alpha", alpha);
    return Annotations.composite(
        Composites.ELU,
        Map.of("alpha", alpha),
        new SDVariable[] {x},
        () -> {
          SDVariable negative = math(x).exp(graph(x).scalarMin(x, 0)).sub(1).mul(alpha);
          return graph(x).nn().relu(x, 0).add(negative);
        });
  }

  /**
   * The scaled exponential linear unit: λ·elu(x, α) with α = 1.6733 and λ = 1.0507, which keep zero
   * mean and unit variance.
   *
   * <p>Source: Klambauer, Unterthiner, Mayr and Hochreiter, 2017, arXiv 1706.02515, equation 2.
   */
  public static SDVariable selu(SDVariable x) {
    return elu(x, 1.6732632423543772).mul(1.0507009873554805);
  }

  /**
   * The gated linear unit: value·σ(gate).
   *
   * <p>Source: Dauphin, Fan, Auli and Grangier, 2016, arXiv 1612.08083, equation 1.
   */
  public static SDVariable glu(SDVariable value, SDVariable gate) {
    return gated(Composites.GLU, value, gate, () -> value.mul(graph(gate).nn().sigmoid(gate)));
  }

  /**
   * The gated linear unit with SiLU: value·silu(gate).
   *
   * <p>Source: Shazeer, 2020, arXiv 2002.05202, equation 5.
   */
  public static SDVariable swiglu(SDVariable value, SDVariable gate) {
    return gated(Composites.SWIGLU, value, gate, () -> value.mul(silu(gate)));
  }

  /**
   * The gated linear unit with GELU: value·gelu(gate), with the exact {@link #gelu}.
   *
   * <p>Source: Shazeer, 2020, arXiv 2002.05202, equation 5.
   */
  public static SDVariable geglu(SDVariable value, SDVariable gate) {
    return gated(Composites.GEGLU, value, gate, () -> value.mul(gelu(gate)));
  }

  private static SDVariable activation(
      CompositeType type, SDVariable x, Supplier<SDVariable> body) {
    return Annotations.composite(type, Map.of(), new SDVariable[] {x}, body);
  }

  private static SDVariable gated(
      CompositeType type, SDVariable value, SDVariable gate, Supplier<SDVariable> body) {
    return Annotations.composite(type, Map.of(), new SDVariable[] {value, gate}, body);
  }

  private static SameDiff graph(SDVariable x) {
    return x.getSameDiff();
  }

  private static SDMath math(SDVariable x) {
    return x.getSameDiff().math();
  }
}
