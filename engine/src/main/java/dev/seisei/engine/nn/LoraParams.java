package dev.seisei.engine.nn;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Parameters whose linear maps carry an adapter of low rank: y = x·W + b + alpha/rank·(x·A)·B. The
 * product A·B is never formed, so that W may be quantised, shared, or far larger than the adapter.
 *
 * <p>The linear map {@code q} gets {@code q.lora_a}, [in, rank], which begins as PyTorch's linear
 * layers do, and {@code q.lora_b}, [rank, out], which begins with zeros: at first nothing changes.
 * To train the adapters alone, freeze the rest:
 *
 * <pre>{@code
 * Params params = new FrozenParams(
 *     new LoraParams(base, 8, 16, name -> name.endsWith(".q") || name.endsWith(".v")),
 *     name -> !LoraParams.isAdapter(name));
 * }</pre>
 *
 * <p>Source: Hu et al., 2021, arXiv 2106.09685, equation 3. Differs from the paper: A begins
 * uniform, not normal, as in the authors' code; nothing is dropped.
 */
public final class LoraParams extends ForwardingParams {
  private static final String A = ".lora_a";
  private static final String B = ".lora_b";

  private final int rank;
  private final double alpha;
  private final Predicate<String> adapted;

  /**
   * Adapts some of the linear maps of the given parameters.
   *
   * @param rank at least 1
   * @param alpha the adapter is scaled by alpha / rank
   * @param adapted accepts the full names of the linear maps that get an adapter, such as {@code
   *     block0.attn.q}
   * @throws IllegalArgumentException if the rank is not positive or alpha is not finite
   */
  public LoraParams(Params inner, int rank, double alpha, Predicate<String> adapted) {
    super(inner);
    Require.positive("rank", rank);
    Require.finite("alpha", alpha);
    this.rank = rank;
    this.alpha = alpha;
    this.adapted = adapted;
  }

  /** Whether a parameter of the given full name belongs to an adapter. */
  public static boolean isAdapter(String parameter) {
    return parameter.endsWith(A) || parameter.endsWith(B);
  }

  @Override
  protected Params wrap(Params others) {
    return new LoraParams(others, rank, alpha, adapted);
  }

  @Override
  public SDVariable linear(
      String name, SDVariable x, int in, int out, Initializer weight, @Nullable Initializer bias) {
    return adapted(name, x, in, out, super.linear(name, x, in, out, weight, bias));
  }

  @Override
  public SDVariable linearTransposed(
      String name, SDVariable x, int in, int out, Initializer weight, @Nullable Initializer bias) {
    return adapted(name, x, in, out, super.linearTransposed(name, x, in, out, weight, bias));
  }

  private SDVariable adapted(String name, SDVariable x, int in, int out, SDVariable y) {
    if (!adapted.test(path(name))) {
      return y;
    }
    Initializer uniform = Initializers.uniform(1 / Math.sqrt(in));
    SDVariable a = parameter(name + A, uniform, in, rank);
    SDVariable b = parameter(name + B, Initializers.zeros(), rank, out);
    SDVariable change = Projections.linear(Projections.linear(x, a), b);
    return y.add(change.mul(alpha / rank));
  }
}
