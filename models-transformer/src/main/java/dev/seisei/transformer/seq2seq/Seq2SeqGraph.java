package dev.seisei.transformer.seq2seq;

import dev.seisei.engine.nn.Activations;
import dev.seisei.engine.nn.Attention;
import dev.seisei.engine.nn.Dropout;
import dev.seisei.engine.nn.Initializer;
import dev.seisei.engine.nn.Initializers;
import dev.seisei.engine.nn.Norms;
import dev.seisei.engine.nn.Params;
import dev.seisei.engine.nn.Projections;
import dev.seisei.transformer.decoder.Heads;
import java.util.List;
import java.util.function.UnaryOperator;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The encoder-decoder Transformer: an encoder whose tokens all see each other, and a decoder whose
 * tokens see those before them, then the encoder's features. One table of tokens serves both sides
 * and the output layer.
 *
 * <p>Source: Vaswani et al., 2017, arXiv 1706.03762, section 3; norms in front: Xiong et al., 2020,
 * arXiv 2002.04745. With T5's positions, RMS norms, no shifts and unscaled attention it is T5
 * (Raffel et al., 2019, arXiv 1910.10683), whose names and orientations the weights have. Weights
 * begin uniform within √(6/(in + out)), after Glorot and Bengio, 2010.
 */
final class Seq2SeqGraph {
  private final Seq2SeqConfig config;
  private final Params params;
  private final double dropout;
  private final SameDiff graph;

  /**
   * @param dropout the rate at which features and probabilities are dropped; 0 outside training
   */
  Seq2SeqGraph(Seq2SeqConfig config, Params params, double dropout) {
    this.config = config;
    this.params = params;
    this.dropout = dropout;
    this.graph = params.graph();
  }

  /** A table is made where it is first asked for. */
  private SDVariable embedding(SDVariable ids, boolean first) {
    Params shared = params.scope("shared");
    int width = config.dModel();
    SDVariable table =
        first
            ? shared.parameter(
                "weight", Initializers.normal(config.initializerRange()), config.vocabSize(), width)
            : shared.existing("weight");
    SDVariable rows = Projections.embedding(table, ids);
    return config.scaleEmbedding() ? rows.mul(Math.sqrt(width)) : rows;
  }

  /** A mask of attention that hides filler: [B, 1, 1, S]. */
  SDVariable hidden(SDVariable source) {
    return source
        .eq(config.pad())
        .castTo(DataType.FLOAT)
        .mul(-1e9)
        .reshape(-1, 1, 1, config.maxSourceLength());
  }

  /**
   * The features of sources.
   *
   * @param source integers, [B, S], filled up
   * @return [B, S, d]
   */
  SDVariable encode(SDVariable source) {
    Params side = params.scope("encoder");
    int length = config.maxSourceLength();
    Target text = new WholeText(graph, length, false, hidden(source));
    Places places = new Places(config, side, text, true, length);
    SDVariable x = drop(places.added(embedding(source, true)));
    for (int layer = 0; layer < config.numLayers(); layer++) {
      Params block = side.scope("block." + layer);
      int number = layer;
      x =
          residual(
              block.scope("layer.0"),
              x,
              seen -> self(block.scope("layer.0.SelfAttention"), number, seen, text, places));
      x = residual(block.scope("layer.1"), x, read -> mlp(block.scope("layer.1"), read));
    }
    return config.preNorm() ? drop(norm(side.scope("final_layer_norm"), x)) : x;
  }

  /** Keys and values of the encoder's features for a block of the decoder, [B, H, S, D] each. */
  List<SDVariable> cross(int layer, SDVariable encoded) {
    Params own = params.scope("decoder.block." + layer + ".layer.1.EncDecAttention");
    return List.of(heads(own, "k", encoded), heads(own, "v", encoded));
  }

  /** Keys and values of each block of the decoder. */
  interface Cross {
    List<SDVariable> of(int layer);
  }

  /**
   * What the last block of the decoder says of each token.
   *
   * @param ids integers, [B, T], or [B, 1] of single tokens
   * @param hidden what hides the sources' filler
   * @param encodedHere whether the encoder is in this graph
   * @return as the ids, then d
   */
  SDVariable decode(
      SDVariable ids, Target target, Cross cross, SDVariable hidden, boolean encodedHere) {
    Params side = params.scope("decoder");
    Places places = new Places(config, side, target, false, config.maxTargetLength());
    SDVariable x = drop(places.added(embedding(ids, !encodedHere)));
    for (int layer = 0; layer < config.decoderLayers(); layer++) {
      Params block = side.scope("block." + layer);
      List<SDVariable> keys = cross.of(layer);
      int number = layer;
      x =
          residual(
              block.scope("layer.0"),
              x,
              seen -> self(block.scope("layer.0.SelfAttention"), number, seen, target, places));
      x =
          residual(
              block.scope("layer.1"),
              x,
              seen -> {
                Params own = block.scope("layer.1.EncDecAttention");
                SDVariable q = heads(own, "q", seen);
                return joined(
                    own, Attention.attention(q, keys.get(0), keys.get(1), hidden, settings()));
              });
      x = residual(block.scope("layer.2"), x, read -> mlp(block.scope("layer.2"), read));
    }
    return config.preNorm() ? drop(norm(side.scope("final_layer_norm"), x)) : x;
  }

  /**
   * Scores of the next token.
   *
   * @param features [..., d]
   * @return [..., V]
   */
  SDVariable logits(SDVariable features) {
    if (!config.tieWordEmbeddings()) {
      return params.linearTransposed(
          "lm_head",
          features,
          config.dModel(),
          config.vocabSize(),
          glorot(config.dModel(), config.vocabSize()),
          null);
    }
    SDVariable x =
        config.scaleEmbedding() ? features : features.mul(1 / Math.sqrt(config.dModel()));
    return params.unembedding("shared", x);
  }

  /** x + f(norm(x)), or norm(x + f(x)). */
  private SDVariable residual(Params own, SDVariable x, UnaryOperator<SDVariable> f) {
    Params normed = own.scope("layer_norm");
    return config.preNorm()
        ? x.add(drop(f.apply(norm(normed, x))))
        : norm(normed, x.add(drop(f.apply(x))));
  }

  private SDVariable self(Params own, int layer, SDVariable x, Target target, Places places) {
    SDVariable q = heads(own, "q", x);
    SDVariable k = heads(own, "k", x);
    SDVariable v = heads(own, "v", x);
    return joined(
        own,
        target.attend(
            layer, places.turned(q), places.turned(k), v, places.bias(own, q), settings()));
  }

  private Attention.Settings settings() {
    Attention.Settings all =
        Attention.Settings.of(config.numHeads(), config.headSize()).withDropout(dropout);
    return config.scaleAttention() ? all : all.withScale(1);
  }

  private SDVariable heads(Params own, String name, SDVariable x) {
    int inner = config.numHeads() * config.headSize();
    return Heads.split(
        linear(own, name, x, config.dModel(), inner), config.numHeads(), config.headSize());
  }

  private SDVariable joined(Params own, SDVariable mixed) {
    int inner = config.numHeads() * config.headSize();
    return linear(own, "o", Heads.join(mixed), inner, config.dModel());
  }

  private SDVariable mlp(Params layer, SDVariable x) {
    Params own = layer.scope("DenseReluDense");
    int width = config.dModel();
    int inner = config.dFf();
    SDVariable hidden =
        switch (config.feedForwardProj()) {
          case RELU -> graph.nn().relu(linear(own, "wi", x, width, inner), 0);
          case GELU -> Activations.gelu(linear(own, "wi", x, width, inner));
          case GATED_GELU ->
              Activations.geluTanh(linear(own, "wi_0", x, width, inner))
                  .mul(linear(own, "wi_1", x, width, inner));
        };
    return linear(own, "wo", drop(hidden), inner, width);
  }

  private SDVariable linear(Params own, String name, SDVariable x, int in, int out) {
    return own.linearTransposed(
        name, x, in, out, glorot(in, out), config.bias() ? Initializers.zeros() : null);
  }

  private static Initializer glorot(int in, int out) {
    return Initializers.uniform(Math.sqrt(6.0 / (in + out)));
  }

  private SDVariable norm(Params own, SDVariable x) {
    SDVariable gain = own.parameter("weight", Initializers.ones(), config.dModel());
    return config.norm() == Seq2SeqConfig.Norm.RMS
        ? Norms.rmsNorm(x, gain, config.layerNormEpsilon())
        : Norms.layerNorm(
            x,
            gain,
            own.parameter("bias", Initializers.zeros(), config.dModel()),
            config.layerNormEpsilon());
  }

  private SDVariable drop(SDVariable x) {
    return Dropout.dropout(x, dropout);
  }
}
