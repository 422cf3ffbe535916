package dev.seisei.engine.nn;

import dev.seisei.engine.op.Random;
import dev.seisei.engine.samediff.Annotations;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** Scaled dot-product attention. */
public final class Attention {
  /** What is added to a score so that its probability is exactly 0, in single precision too. */
  private static final double MASKED = -1e9;

  private Attention() {}

  /**
   * How attention is computed, beside its inputs.
   *
   * @param heads H, of the queries
   * @param keyHeads of keys and values; divides heads, and each serves heads / keyHeads of them in
   *     a row
   * @param scale what the scores are multiplied by
   * @param causal whether a query sees only the keys up to its own position; the last query has the
   *     position of the last key, so that fewer queries than keys continue a sequence
   * @param dropout the rate at which probabilities are dropped, in [0, 1)
   */
  public record Settings(int heads, int keyHeads, double scale, boolean causal, double dropout) {
    /**
     * @throws IllegalArgumentException if a number of heads is not positive, keyHeads does not
     *     divide heads, the scale is not finite, or dropout is outside [0, 1)
     */
    public Settings {
      Require.positive("heads", heads);
      Require.positive("keyHeads", keyHeads);
      Require.that(
          heads % keyHeads == 0, "keyHeads must divide heads, got " + keyHeads + " and " + heads);
      Require.finite("scale", scale);
      Require.rate("dropout", dropout);
    }

    /** Every query sees every key, scores are divided by √size, and nothing is dropped. */
    public static Settings of(int heads, int size) {
      Require.positive("size", size);
      return new Settings(heads, heads, 1 / Math.sqrt(size), false, 0);
    }

    /** The same, but a query sees only keys up to its own position. */
    public Settings withCausal() {
      return new Settings(heads, keyHeads, scale, true, dropout);
    }

    /** The same with fewer heads of keys and values. */
    public Settings withKeyHeads(int count) {
      return new Settings(heads, count, scale, causal, dropout);
    }

    /** The same with another scale. */
    public Settings withScale(double factor) {
      return new Settings(heads, keyHeads, factor, causal, dropout);
    }

    /** The same with dropout on the probabilities. */
    public Settings withDropout(double rate) {
      return new Settings(heads, keyHeads, scale, causal, rate);
    }
  }

  /**
   * Attention without a mask but the causal one: {@link #attention(SDVariable, SDVariable,
   * SDVariable, SDVariable, Settings)}.
   */
  public static SDVariable attention(SDVariable q, SDVariable k, SDVariable v, Settings settings) {
    return attention(q, k, v, null, settings);
  }

  /**
   * Attention: softmax(scale·q·kᵀ + mask)·v, head by head.
   *
   * <p>Source: Vaswani et al., 2017, arXiv 1706.03762, equation 1; fewer key heads: Ainslie et al.,
   * 2023, arXiv 2305.13245.
   *
   * @param q [B, H, Tq, D]
   * @param k [B, Hk, Tk, D]
   * @param v [B, Hk, Tk, Dv]
   * @param mask added to the scores, of a shape that broadcasts to [B, H, Tq, Tk], or null; use
   *     -1e9 rather than minus infinity, which gives NaN where a query sees nothing
   * @return [B, H, Tq, Dv]
   */
  public static SDVariable attention(
      SDVariable q, SDVariable k, SDVariable v, @Nullable SDVariable mask, Settings settings) {
    List<SDVariable> inputs = new ArrayList<>(List.of(q, k, v));
    if (mask != null) {
      inputs.add(mask);
    }
    SDVariable noise = null;
    if (settings.dropout > 0) {
      noise = Annotations.random(Random.Distribution.UNIFORM, likeScores(q, k));
      inputs.add(noise);
    }
    SDVariable drawn = noise;
    return Annotations.composite(
        Composites.ATTENTION,
        Map.of(
            "heads", settings.heads,
            "key_heads", settings.keyHeads,
            "scale", settings.scale,
            "causal", settings.causal,
            "mask", mask != null,
            "dropout", settings.dropout),
        inputs.toArray(new SDVariable[0]),
        () -> decompose(q, k, v, mask, drawn, settings));
  }

  private static SDVariable decompose(
      SDVariable q,
      SDVariable k,
      SDVariable v,
      @Nullable SDVariable mask,
      @Nullable SDVariable noise,
      Settings settings) {
    SameDiff graph = q.getSameDiff();
    SDVariable scores = ungroup(q, graph.mmul(group(q, settings), k, false, true, false), settings);
    scores = scores.mul(settings.scale);
    if (mask != null) {
      scores = scores.add(mask);
    }
    if (settings.causal) {
      scores = scores.add(causalMask(q, k));
    }
    SDVariable probabilities = graph.nn().softmax(scores, -1);
    if (noise != null) {
      probabilities = Dropout.dropout(probabilities, noise, settings.dropout);
    }
    return ungroup(q, graph.mmul(group(probabilities, settings), v), settings);
  }

  /** [B, H, T, n] → [B, Hk, H/Hk·T, n]: the heads that share a key side by side. */
  private static SDVariable group(SDVariable x, Settings settings) {
    if (settings.heads == settings.keyHeads) {
      return x;
    }
    return Shapes.reshape(
        x,
        Shapes.extents(x, 0, 1),
        Shapes.of(x.getSameDiff(), settings.keyHeads, -1),
        Shapes.extents(x, 3, 4));
  }

  /** [B, Hk, H/Hk·T, n] → [B, H, T, n], with B, H and T as in q. */
  private static SDVariable ungroup(SDVariable q, SDVariable x, Settings settings) {
    if (settings.heads == settings.keyHeads) {
      return x;
    }
    return Shapes.reshape(x, Shapes.extents(q, 0, 3), Shapes.of(q.getSameDiff(), -1));
  }

  /** [Tq, Tk]: 0 where the key is not after the query, else {@link #MASKED}. */
  private static SDVariable causalMask(SDVariable q, SDVariable k) {
    SameDiff graph = q.getSameDiff();
    SDVariable keys = graph.expandDims(Shapes.positions(k, 2), 0);
    SDVariable queries = Shapes.positions(q, 2).add(Shapes.extent(k, 2)).sub(Shapes.extent(q, 2));
    return keys.gt(graph.expandDims(queries, 1)).castTo(q.dataType()).mul(MASKED);
  }

  /**
   * Something of the shape of the scores, [B, H, Tq, Tk], known before they are. Never computed.
   */
  private static SDVariable likeScores(SDVariable q, SDVariable k) {
    SameDiff graph = q.getSameDiff();
    long[] begin = {0, 0, 0, 0};
    long[] step = {1, 1, 1, 1};
    SDVariable queries = graph.stridedSlice(q, begin, new long[] {0, 0, 0, 1}, step, 7, 7, 0, 0, 0);
    SDVariable keys = graph.stridedSlice(k, begin, new long[] {0, 1, 0, 1}, step, 5, 5, 0, 0, 0);
    return queries.add(graph.permute(keys, 0, 1, 3, 2));
  }
}
