package dev.seisei.transformer.bert;

import dev.seisei.engine.nn.Activations;
import dev.seisei.engine.nn.Attention;
import dev.seisei.engine.nn.Dropout;
import dev.seisei.engine.nn.Initializer;
import dev.seisei.engine.nn.Initializers;
import dev.seisei.engine.nn.Norms;
import dev.seisei.engine.nn.Params;
import dev.seisei.engine.nn.Projections;
import dev.seisei.transformer.decoder.Heads;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * BERT: the sum of three tables, normalised; blocks x ← norm(x + attention(x)), x ← norm(x +
 * mlp(x)); and the head that guesses hidden tokens, which is a map, its activation, a norm, and the
 * table of tokens once more. Names and orientations of the weights are those of Hugging Face's
 * files.
 *
 * <p>Source: Devlin et al., 2018, arXiv 1810.04805, section 3 and appendix A.2, after Vaswani et
 * al., 2017, arXiv 1706.03762, section 3.1. Weights begin normally distributed with a deviation of
 * 0.02.
 */
final class BertGraph {
  private final BertConfig config;
  private final BertNames names;

  BertGraph(BertConfig config, BertNames names) {
    this.config = config;
    this.names = names;
  }

  /**
   * What is read.
   *
   * @param ids tokens, integers, [B, T]
   * @param positions rows of the table of positions, integers, [T] or [B, T]
   * @param types segments, integers, [1] or [B, T]
   * @param bias added to the scores of attention, [B, 1, 1, T]; null if there is nothing to hide
   * @param dropout the rate at which features and probabilities of attention are dropped
   */
  record Inputs(
      SDVariable ids,
      SDVariable positions,
      SDVariable types,
      @Nullable SDVariable bias,
      double dropout) {
    private SDVariable dropped(SDVariable features) {
      return Dropout.dropout(features, dropout);
    }
  }

  /** The row of the table of positions for the first token. */
  int firstPosition() {
    return names.variant().firstPosition(config);
  }

  /** The table of tokens, [V, d], made once for all that read it. */
  SDVariable words(Params params) {
    return own(params)
        .scope("embeddings.word_embeddings")
        .parameter("weight", weight(), config.vocabSize(), config.hiddenSize());
  }

  /**
   * What the last block says of each token.
   *
   * @param words {@link #words}
   * @return [B, T, d]
   */
  SDVariable features(Params params, SDVariable words, Inputs inputs) {
    Params tables = own(params).scope("embeddings");
    SDVariable positions =
        table(tables, "position_embeddings", inputs.positions(), config.maxPositionEmbeddings());
    SDVariable types =
        table(tables, "token_type_embeddings", inputs.types(), config.typeVocabSize());
    SDVariable sum = Projections.embedding(words, inputs.ids()).add(positions).add(types);
    SDVariable x = inputs.dropped(norm(tables, "LayerNorm", sum));
    int width = config.hiddenSize();
    int inner = config.intermediateSize();
    for (int layer = 0; layer < config.numHiddenLayers(); layer++) {
      Params block = own(params).scope("encoder.layer." + layer);
      SDVariable seen = attention(block.scope("attention.self"), x, inputs);
      x = added(block.scope("attention.output"), x, seen, width, inputs);
      SDVariable up = activation(linear(block, "intermediate.dense", x, width, inner));
      x = added(block.scope("output"), x, up, inner, inputs);
    }
    return x;
  }

  /**
   * Scores of what a token is.
   *
   * @param words {@link #words}
   * @param features as {@link #features} gives them, or some of their rows: [..., d]
   * @return [..., V]
   */
  SDVariable scores(Params params, SDVariable words, SDVariable features) {
    BertVariant variant = names.variant();
    int width = config.hiddenSize();
    SDVariable x = activation(linear(params, variant.transform(), features, width, width));
    SDVariable output =
        config.tieWordEmbeddings()
            ? words
            : params
                .scope(variant.decoder())
                .parameter("weight", weight(), config.vocabSize(), width);
    return Projections.linearTransposed(
        norm(params, variant.norm(), x),
        output,
        params.parameter(variant.bias(), Initializers.zeros(), config.vocabSize()));
  }

  private Params own(Params params) {
    return names.prefixed() ? params.scope(names.variant().id()) : params;
  }

  private SDVariable attention(Params own, SDVariable x, Inputs inputs) {
    Attention.Settings settings =
        Attention.Settings.of(config.numAttentionHeads(), config.headSize())
            .withDropout(inputs.dropout());
    return Heads.join(
        Attention.attention(
            heads(own, "query", x),
            heads(own, "key", x),
            heads(own, "value", x),
            inputs.bias(),
            settings));
  }

  private SDVariable heads(Params own, String name, SDVariable x) {
    int width = config.hiddenSize();
    return Heads.split(
        linear(own, name, x, width, width), config.numAttentionHeads(), config.headSize());
  }

  /** norm(x + map(inner)), where inner has another width than x. */
  private SDVariable added(Params own, SDVariable x, SDVariable inner, int width, Inputs inputs) {
    SDVariable mapped = linear(own, "dense", inner, width, config.hiddenSize());
    return norm(own, "LayerNorm", x.add(inputs.dropped(mapped)));
  }

  private SDVariable activation(SDVariable x) {
    return switch (config.hiddenAct()) {
      case GELU -> Activations.gelu(x);
      case GELU_NEW, GELU_PYTORCH_TANH -> Activations.geluTanh(x);
      case RELU -> x.getSameDiff().nn().relu(x, 0);
      case SILU -> Activations.silu(x);
    };
  }

  private SDVariable table(Params own, String name, SDVariable rows, int count) {
    return own.embedding(name, rows, count, config.hiddenSize(), weight());
  }

  private SDVariable linear(Params own, String name, SDVariable x, int in, int out) {
    return own.linearTransposed(name, x, in, out, weight(), Initializers.zeros());
  }

  private SDVariable norm(Params params, String name, SDVariable x) {
    Params own = params.scope(name);
    return Norms.layerNorm(
        x,
        own.parameter(names.gain(), Initializers.ones(), config.hiddenSize()),
        own.parameter(names.shift(), Initializers.zeros(), config.hiddenSize()),
        config.layerNormEps());
  }

  private Initializer weight() {
    return Initializers.normal(config.initializerRange());
  }
}
