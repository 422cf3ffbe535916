package dev.seisei.transformer.llama;

import dev.seisei.engine.nn.Activations;
import dev.seisei.engine.nn.Attention;
import dev.seisei.engine.nn.Initializer;
import dev.seisei.engine.nn.Initializers;
import dev.seisei.engine.nn.Norms;
import dev.seisei.engine.nn.Params;
import dev.seisei.engine.nn.Projections;
import dev.seisei.engine.nn.Rotary;
import dev.seisei.text.tokenizer.Tokenizer;
import dev.seisei.transformer.decoder.Context;
import dev.seisei.transformer.decoder.DecoderGraph;
import dev.seisei.transformer.decoder.DecoderShape;
import dev.seisei.transformer.decoder.FromTokenizer;
import dev.seisei.transformer.decoder.Heads;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Llama: blocks x ← x + attention(norm(x)), x ← x + mlp(norm(x)) with RMS norms, rotary positions,
 * and an MLP of down(silu(gate(x))·up(x)); a last norm and an output layer. Names and orientations
 * of the weights are those of Hugging Face's files, whose rotary pairs are halves of a head.
 *
 * <p>Source: Touvron et al., 2023, arXiv 2302.13971, section 2.2; grouped queries: Touvron et al.,
 * 2023, arXiv 2307.09288, appendix A.2.1; the sliding window: Jiang et al., 2023, arXiv 2310.06825,
 * section 2; normalised queries and keys: Yang et al., 2025, arXiv 2505.09388, section 2. Weights
 * begin normally distributed with a deviation of 0.02, those of maps that add to the residual
 * stream divided by √(2·blocks), as GPT-2's do.
 */
final class LlamaGraph implements DecoderGraph<LlamaConfig> {
  private static final Initializer WEIGHT = Initializers.normal(0.02);

  @Override
  public DecoderShape shape(LlamaConfig config) {
    return new DecoderShape(
        config.vocabSize(),
        config.numHiddenLayers(),
        config.keyHeads(),
        config.headSize(),
        config.maxPositionEmbeddings());
  }

  @Override
  public LlamaConfig withTokenizer(LlamaConfig config, Tokenizer tokenizer) {
    return config.withVocabulary(
        FromTokenizer.vocabSize(config.vocabSize(), tokenizer),
        FromTokenizer.bos(tokenizer),
        FromTokenizer.eos(tokenizer));
  }

  @Override
  public SDVariable features(LlamaConfig config, Params params, SDVariable ids, Context context) {
    Params model = params.scope("model");
    Rotary.Angles angles =
        context.angles(
            config.ropeScaling().frequencies(config.headSize(), config.ropeTheta()),
            config.ropeScaling().magnitude());
    SDVariable x =
        context.dropout(
            model.embedding("embed_tokens", ids, config.vocabSize(), config.hiddenSize(), WEIGHT));
    for (int layer = 0; layer < config.numHiddenLayers(); layer++) {
      Params block = model.scope("layers." + layer);
      SDVariable seen = norm(config, block, "input_layernorm", x, config.hiddenSize());
      x =
          x.add(
              context.dropout(
                  attention(config, block.scope("self_attn"), layer, seen, angles, context)));
      SDVariable read = norm(config, block, "post_attention_layernorm", x, config.hiddenSize());
      x = x.add(context.dropout(mlp(config, block.scope("mlp"), read)));
    }
    return norm(config, model, "norm", x, config.hiddenSize());
  }

  @Override
  public SDVariable logits(LlamaConfig config, Params params, SDVariable features) {
    return config.tieWordEmbeddings()
        ? params.scope("model").unembedding("embed_tokens", features)
        : Projections.linearTransposed(
            features,
            params
                .scope("lm_head")
                .parameter("weight", WEIGHT, config.vocabSize(), config.hiddenSize()));
  }

  private static SDVariable attention(
      LlamaConfig config,
      Params own,
      int layer,
      SDVariable x,
      Rotary.Angles angles,
      Context context) {
    int size = config.headSize();
    int heads = config.numAttentionHeads();
    int keyHeads = config.keyHeads();
    boolean bias = config.attentionBias() || config.qkvBias();
    SDVariable q = heads(own, "q_proj", x, config.hiddenSize(), heads, size, bias);
    SDVariable k = heads(own, "k_proj", x, config.hiddenSize(), keyHeads, size, bias);
    SDVariable v = heads(own, "v_proj", x, config.hiddenSize(), keyHeads, size, bias);
    if (config.qkNorm()) {
      q = norm(config, own, "q_norm", q, size);
      k = norm(config, own, "k_norm", k, size);
    }
    SDVariable mixed =
        context.attend(
            layer,
            Rotary.rotate(q, angles, Rotary.Pairing.HALVES),
            Rotary.rotate(k, angles, Rotary.Pairing.HALVES),
            v,
            Attention.Settings.of(heads, size).withKeyHeads(keyHeads).withCausal(),
            config.slidingWindow());
    return own.linearTransposed(
        "o_proj",
        Heads.join(mixed),
        heads * size,
        config.hiddenSize(),
        residual(config),
        config.attentionBias() ? Initializers.zeros() : null);
  }

  private static SDVariable heads(
      Params own, String name, SDVariable x, int width, int heads, int size, boolean bias) {
    return Heads.split(
        own.linearTransposed(
            name, x, width, heads * size, WEIGHT, bias ? Initializers.zeros() : null),
        heads,
        size);
  }

  private static SDVariable mlp(LlamaConfig config, Params own, SDVariable x) {
    int width = config.hiddenSize();
    int inner = config.intermediateSize();
    Initializer bias = config.mlpBias() ? Initializers.zeros() : null;
    SDVariable up = own.linearTransposed("up_proj", x, width, inner, WEIGHT, bias);
    SDVariable gate = own.linearTransposed("gate_proj", x, width, inner, WEIGHT, bias);
    return own.linearTransposed(
        "down_proj", Activations.swiglu(up, gate), inner, width, residual(config), bias);
  }

  private static Initializer residual(LlamaConfig config) {
    return Initializers.normal(0.02 / Math.sqrt(2.0 * config.numHiddenLayers()));
  }

  private static SDVariable norm(
      LlamaConfig config, Params own, String name, SDVariable x, int width) {
    return Norms.rmsNorm(
        x, own.scope(name).parameter("weight", Initializers.ones(), width), config.rmsNormEps());
  }
}
