package dev.seisei.transformer.gpt2;

import dev.seisei.engine.nn.Activations;
import dev.seisei.engine.nn.Attention;
import dev.seisei.engine.nn.Initializer;
import dev.seisei.engine.nn.Initializers;
import dev.seisei.engine.nn.Norms;
import dev.seisei.engine.nn.Params;
import dev.seisei.engine.nn.Projections;
import dev.seisei.text.tokenizer.Tokenizer;
import dev.seisei.transformer.decoder.Context;
import dev.seisei.transformer.decoder.DecoderGraph;
import dev.seisei.transformer.decoder.DecoderShape;
import dev.seisei.transformer.decoder.FromTokenizer;
import dev.seisei.transformer.decoder.Heads;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * GPT-2: the table of tokens plus that of positions; blocks x ← x + attention(norm(x)), x ← x +
 * mlp(norm(x)); a last norm, and the table of tokens once more as output layer. Names and
 * orientations of the weights are those of Hugging Face's files.
 *
 * <p>Source: Radford et al., 2019, "Language models are unsupervised multitask learners", section
 * 2.3, after Radford et al., 2018, "Improving language understanding by generative pre-training",
 * section 4.1. Weights begin normally distributed with a deviation of 0.02, those of maps that add
 * to the residual stream divided by √(2·blocks).
 */
final class Gpt2Graph implements DecoderGraph<Gpt2Config> {
  private static final String TRANSFORMER = "transformer";

  private final boolean prefixed;

  /** With the names of files that hold the whole model. */
  Gpt2Graph() {
    this(true);
  }

  /**
   * With the names of some files.
   *
   * @param prefixed whether names begin with {@code transformer.}, which OpenAI's own do not
   */
  Gpt2Graph(boolean prefixed) {
    this.prefixed = prefixed;
  }

  @Override
  public DecoderShape shape(Gpt2Config config) {
    return new DecoderShape(
        config.vocabSize(),
        config.nLayer(),
        config.nHead(),
        config.headSize(),
        config.nPositions());
  }

  @Override
  public Gpt2Config withTokenizer(Gpt2Config config, Tokenizer tokenizer) {
    return config.withVocabulary(
        FromTokenizer.vocabSize(config.vocabSize(), tokenizer),
        FromTokenizer.bos(tokenizer),
        FromTokenizer.eos(tokenizer));
  }

  @Override
  public SDVariable features(Gpt2Config config, Params params, SDVariable ids, Context context) {
    Params own = own(params);
    Initializer weight = weight(config);
    SDVariable token = own.embedding("wte", ids, config.vocabSize(), config.nEmbd(), weight);
    SDVariable position =
        own.embedding("wpe", context.positions(), config.nPositions(), config.nEmbd(), weight);
    SDVariable x = context.dropout(token.add(position));
    for (int layer = 0; layer < config.nLayer(); layer++) {
      Params block = own.scope("h." + layer);
      SDVariable seen = norm(config, block, "ln_1", x);
      x = x.add(context.dropout(attention(config, block.scope("attn"), layer, seen, context)));
      SDVariable read = norm(config, block, "ln_2", x);
      x = x.add(context.dropout(mlp(config, block.scope("mlp"), read)));
    }
    return norm(config, own, "ln_f", x);
  }

  @Override
  public SDVariable logits(Gpt2Config config, Params params, SDVariable features) {
    return config.tieWordEmbeddings()
        ? own(params).unembedding("wte", features)
        : Projections.linearTransposed(
            features,
            params
                .scope("lm_head")
                .parameter("weight", weight(config), config.vocabSize(), config.nEmbd()));
  }

  private Params own(Params params) {
    return prefixed ? params.scope(TRANSFORMER) : params;
  }

  private static SDVariable attention(
      Gpt2Config config, Params own, int layer, SDVariable x, Context context) {
    SameDiff graph = own.graph();
    int width = config.nEmbd();
    SDVariable[] qkv =
        graph.split(linear(config, own, "c_attn", x, width, 3 * width, weight(config)), 3, 2);
    Attention.Settings settings =
        new Attention.Settings(config.nHead(), config.nHead(), scale(config, layer), true, 0);
    SDVariable mixed =
        context.attend(
            layer,
            heads(config, qkv[0]),
            heads(config, qkv[1]),
            heads(config, qkv[2]),
            settings,
            0);
    return linear(config, own, "c_proj", Heads.join(mixed), width, width, residual(config));
  }

  private static double scale(Gpt2Config config, int layer) {
    double scale = config.scaleAttnWeights() ? 1 / Math.sqrt(config.headSize()) : 1;
    return config.scaleAttnByInverseLayerIdx() ? scale / (layer + 1) : scale;
  }

  private static SDVariable heads(Gpt2Config config, SDVariable x) {
    return Heads.split(x, config.nHead(), config.headSize());
  }

  private static SDVariable mlp(Gpt2Config config, Params own, SDVariable x) {
    int width = config.nEmbd();
    int inner = config.inner();
    SDVariable up = linear(config, own, "c_fc", x, width, inner, weight(config));
    return linear(config, own, "c_proj", activation(config, up), inner, width, residual(config));
  }

  private static SDVariable activation(Gpt2Config config, SDVariable x) {
    return switch (config.activationFunction()) {
      case GELU_NEW, GELU_PYTORCH_TANH -> Activations.geluTanh(x);
      case GELU -> Activations.gelu(x);
      case RELU -> x.getSameDiff().nn().relu(x, 0);
      case SILU -> Activations.silu(x);
    };
  }

  private static SDVariable linear(
      Gpt2Config config,
      Params own,
      String name,
      SDVariable x,
      int in,
      int out,
      Initializer weight) {
    return own.linear(name, x, in, out, weight, config.bias() ? Initializers.zeros() : null);
  }

  private static SDVariable norm(Gpt2Config config, Params params, String name, SDVariable x) {
    Params own = params.scope(name);
    SDVariable gain = own.parameter("weight", Initializers.ones(), config.nEmbd());
    return config.bias()
        ? Norms.layerNorm(
            x,
            gain,
            own.parameter("bias", Initializers.zeros(), config.nEmbd()),
            config.layerNormEpsilon())
        : Norms.layerNorm(x, gain, config.layerNormEpsilon());
  }

  private static Initializer weight(Gpt2Config config) {
    return Initializers.normal(config.initializerRange());
  }

  /** Of maps that add to the residual stream, of which there are two a block. */
  private static Initializer residual(Gpt2Config config) {
    return Initializers.normal(config.initializerRange() / Math.sqrt(2.0 * config.nLayer()));
  }
}
