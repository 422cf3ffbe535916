package dev.seisei.transformer.xl;

import dev.seisei.engine.nn.Attention;
import dev.seisei.engine.nn.Dropout;
import dev.seisei.engine.nn.Initializer;
import dev.seisei.engine.nn.Initializers;
import dev.seisei.engine.nn.Norms;
import dev.seisei.engine.nn.Params;
import dev.seisei.engine.nn.Positions;
import dev.seisei.engine.nn.Projections;
import dev.seisei.engine.nn.RelativePositions;
import dev.seisei.transformer.decoder.Heads;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Transformer-XL over one segment: every block attends to the segment and to what went into it for
 * the M tokens before. A score of query i and key j is (qᵢ + u)·kⱼ + (qᵢ + v)·W r(i − j), where r
 * are sines and cosines of the distance.
 *
 * <p>Source: Dai, Yang, Yang, Carbonell, Le and Salakhutdinov, 2019, arXiv 1901.02860, section 3.
 * Names of the weights are those of the paper's code, but for q_net and kv_net, which are one
 * there, and the vocabulary, which is not divided (sections on adaptive softmax).
 */
final class XlGraph {
  private final XlConfig config;
  private final Params params;
  private final XlMemory memory;
  private final int length;
  private final int remembered;
  private final double dropout;
  private final Initializer weight;

  /**
   * @param memory the name of its states
   * @param length T
   * @param remembered M
   * @param dropout the rate at which features and probabilities are dropped; 0 outside training
   */
  XlGraph(
      XlConfig config, Params params, String memory, int length, int remembered, double dropout) {
    this.config = config;
    this.params = params;
    this.length = length;
    this.remembered = remembered;
    this.dropout = dropout;
    this.weight = Initializers.normal(config.initializerRange());
    this.memory = new XlMemory(memory, params.graph(), length, remembered, config.dModel());
  }

  XlMemory memory() {
    return memory;
  }

  /**
   * Scores of what follows each token.
   *
   * @param ids integers, [B, T]
   * @return [B, T, V]
   */
  SDVariable logits(SDVariable ids) {
    int width = config.dModel();
    SDVariable x =
        drop(
            params
                .embedding("word_emb", ids, config.vocabSize(), width, weight)
                .mul(Math.sqrt(width)));
    SDVariable distances = drop(distances());
    for (int layer = 0; layer < config.nLayer(); layer++) {
      Params own = params.scope("layers." + layer);
      x = attention(own.scope("dec_attn"), layer, x, distances);
      x = mlp(own.scope("pos_ff"), x);
    }
    if (config.preLnorm()) {
      x = norm(params.scope("layer_norm"), x);
    }
    SDVariable scores =
        config.tieWordEmbeddings()
            ? params.unembedding("word_emb", x)
            : Projections.linearTransposed(
                x, params.scope("out").parameter("weight", weight, config.vocabSize(), width));
    return scores.add(params.scope("crit").parameter("bias", zeros(), config.vocabSize()));
  }

  /** Sines and cosines of M + T − 1 down to 0, [M + T, d]. */
  private SDVariable distances() {
    float[] all = new float[remembered + length];
    for (int i = 0; i < all.length; i++) {
      int distance = all.length - 1 - i;
      all[i] = config.clampLen() == 0 ? distance : Math.min(distance, config.clampLen());
    }
    return Positions.sinusoidal(
        params.graph().constant(Nd4j.createFromArray(all)),
        config.dModel(),
        Positions.Layout.HALVES);
  }

  private SDVariable attention(Params own, int layer, SDVariable x, SDVariable distances) {
    SameDiff graph = own.graph();
    int heads = config.nHead();
    int size = config.headSize();
    int width = config.dModel();
    int inner = heads * size;
    SDVariable all = memory.extend(x);
    boolean first = config.preLnorm();
    Params normed = own.scope("layer_norm");
    SDVariable gain = normed.parameter("weight", Initializers.ones(), width);
    SDVariable shift = normed.parameter("bias", zeros(), width);
    SDVariable read = first ? Norms.layerNorm(x, gain, shift, config.layerNormEpsilon()) : x;
    SDVariable known =
        first && remembered > 0
            ? Norms.layerNorm(all, gain, shift, config.layerNormEpsilon())
            : remembered > 0 ? all : read;
    SDVariable q = linear(own, "q_net", read, width, inner);
    SDVariable[] kv = graph.split(linear(own, "kv_net", known, width, 2 * inner), 2, 2);
    SDVariable r = linear(own, "r_net", distances, width, inner);
    SDVariable rowsOfHeads = graph.permute(r.reshape(1, -1, heads, size), 0, 2, 1, 3);
    SDVariable byContent = Heads.split(q.add(bias(own, layer, "r_w_bias")), heads, size);
    SDVariable byDistance = Heads.split(q.add(bias(own, layer, "r_r_bias")), heads, size);
    Attention.Settings settings =
        Attention.Settings.of(heads, size).withCausal().withDropout(dropout);
    SDVariable ofDistances =
        RelativePositions.shift(graph.mmul(byDistance, rowsOfHeads, false, true, false))
            .mul(settings.scale());
    SDVariable mixed =
        Attention.attention(
            byContent,
            Heads.split(kv[0], heads, size),
            Heads.split(kv[1], heads, size),
            memory.hide(ofDistances),
            settings);
    SDVariable sum = x.add(drop(linear(own, "o_net", Heads.join(mixed), inner, width)));
    return first ? sum : Norms.layerNorm(sum, gain, shift, config.layerNormEpsilon());
  }

  /** u or v, of this block or of all: [H·D]. */
  private SDVariable bias(Params own, int layer, String name) {
    long size = (long) config.nHead() * config.headSize();
    if (config.untieR()) {
      return own.parameter(name, weight, size);
    }
    return layer == 0 ? params.parameter(name, weight, size) : params.existing(name);
  }

  private SDVariable mlp(Params own, SDVariable x) {
    int width = config.dModel();
    int inner = config.dInner();
    SDVariable read = config.preLnorm() ? norm(own.scope("layer_norm"), x) : x;
    Params net = own.scope("CoreNet");
    SDVariable up = net.linearTransposed("0", read, width, inner, weight, zeros());
    SDVariable hidden = drop(x.getSameDiff().nn().relu(up, 0));
    SDVariable sum = x.add(drop(net.linearTransposed("3", hidden, inner, width, weight, zeros())));
    return config.preLnorm() ? sum : norm(own.scope("layer_norm"), sum);
  }

  private SDVariable linear(Params own, String name, SDVariable x, int in, int out) {
    return own.linearTransposed(name, x, in, out, weight, null);
  }

  private SDVariable norm(Params own, SDVariable x) {
    return Norms.layerNorm(
        x,
        own.parameter("weight", Initializers.ones(), config.dModel()),
        own.parameter("bias", zeros(), config.dModel()),
        config.layerNormEpsilon());
  }

  private SDVariable drop(SDVariable x) {
    return Dropout.dropout(x, dropout);
  }

  private static Initializer zeros() {
    return Initializers.zeros();
  }
}
