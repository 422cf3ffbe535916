package dev.seisei.vae.vq;

import dev.seisei.engine.nn.Activations;
import dev.seisei.engine.nn.Attention;
import dev.seisei.engine.nn.Initializers;
import dev.seisei.engine.nn.Norms;
import dev.seisei.engine.nn.Params;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * A transformer that gives the distribution of each code by those before it, row by row of the
 * grid, after a token that starts it.
 *
 * <p>Source: Radford et al., 2019, "Language models are unsupervised multitask learners", section
 * 2.3: learned positions, normalisation in front of each sublayer and at the end.
 */
final class CodePrior {
  /** Names of all its parameters begin so, and with a dot. */
  static final String SCOPE = "prior";

  private static final double EPSILON = 1e-5;
  private static final double DEVIATION = 0.02;

  private final Params params;
  private final PriorNetwork network;
  private final int positions;

  private CodePrior(Params params, PriorNetwork network, int positions) {
    this.params = params;
    this.network = network;
    this.positions = positions;
  }

  /**
   * Logits of the codes.
   *
   * @param codes integers in [0, count), [N, positions], positions &gt; 1
   * @return [N, positions, count]; those of a position depend on the codes before it alone
   */
  static SDVariable logits(
      Params params, PriorNetwork network, SDVariable codes, int positions, int count) {
    return new CodePrior(params, network, positions).logits(codes, count);
  }

  private SDVariable logits(SDVariable codes, int count) {
    int width = network.width();
    // The table's last row is the token that starts.
    SDVariable h =
        params
            .embedding("code", shifted(codes, count), count + 1, width)
            .add(params.parameter("position", Initializers.normal(DEVIATION), positions, width));
    for (int block = 0; block < network.depth(); block++) {
      Params own = params.scope("block" + block);
      h = h.add(attention(own, normed(own, "attention_norm", h)));
      h = h.add(perceptron(own, normed(own, "perceptron_norm", h)));
    }
    return linear(params, "logits", normed(params, "norm", h), width, count, DEVIATION);
  }

  /** Each code one position later, the first place taken by {@code start}. */
  private SDVariable shifted(SDVariable codes, int start) {
    SameDiff graph = codes.getSameDiff();
    SDVariable first = graph.slice(codes, new int[] {0, 0}, -1, 1).mul(0).add(start);
    SDVariable others = graph.slice(codes, new int[] {0, 0}, -1, positions - 1);
    return graph.concat(1, first, others);
  }

  private SDVariable attention(Params own, SDVariable x) {
    int width = network.width();
    int size = width / network.heads();
    SDVariable mixed =
        Attention.attention(
            heads(linear(own, "query", x, width, width, DEVIATION), size),
            heads(linear(own, "key", x, width, width, DEVIATION), size),
            heads(linear(own, "value", x, width, width, DEVIATION), size),
            Attention.Settings.of(network.heads(), size).withCausal());
    SDVariable joined = x.getSameDiff().permute(mixed, 0, 2, 1, 3).reshape(-1, positions, width);
    return linear(own, "attention_out", joined, width, width, residualDeviation());
  }

  /** [N, L, width] to [N, heads, L, size]. */
  private SDVariable heads(SDVariable x, int size) {
    return x.getSameDiff().permute(x.reshape(-1, positions, network.heads(), size), 0, 2, 1, 3);
  }

  private SDVariable perceptron(Params own, SDVariable x) {
    int width = network.width();
    SDVariable hidden =
        Activations.geluTanh(linear(own, "perceptron_in", x, width, 4 * width, DEVIATION));
    return linear(own, "perceptron_out", hidden, 4 * width, width, residualDeviation());
  }

  /** Smaller, so that the sum of all sublayers begins with the same variance at any depth. */
  private double residualDeviation() {
    return DEVIATION / Math.sqrt(2.0 * network.depth());
  }

  private static SDVariable linear(
      Params own, String name, SDVariable x, int in, int out, double deviation) {
    return own.linear(name, x, in, out, Initializers.normal(deviation), Initializers.zeros());
  }

  private SDVariable normed(Params own, String name, SDVariable x) {
    Params norm = own.scope(name);
    return Norms.layerNorm(
        x,
        norm.parameter("gain", Initializers.ones(), network.width()),
        norm.parameter("shift", Initializers.zeros(), network.width()),
        EPSILON);
  }
}
