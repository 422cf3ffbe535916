package dev.seisei.transformer.llama;

import dev.seisei.core.settings.Description;
import dev.seisei.core.settings.Require;
import org.jspecify.annotations.Nullable;

/**
 * What a Llama's graph is built from, with Hugging Face's keys.
 *
 * @param vocabSize V; 0 is filled in from the tokenizer
 * @param hiddenSize d
 * @param intermediateSize of the MLP
 * @param numHiddenLayers blocks
 * @param numAttentionHeads H
 * @param numKeyValueHeads Hk, which divides H; 0 for as many
 * @param headDim D; 0 for d / H
 * @param maxPositionEmbeddings tokens of the longest text
 * @param rmsNormEps epsilon of the norms
 * @param ropeTheta base of the rotary angles
 * @param ropeScaling how angles are changed for longer texts
 * @param tieWordEmbeddings whether the table of tokens is the output layer too
 * @param attentionBias whether the maps of attention have biases, all four
 * @param qkvBias whether those to queries, keys and values have (Qwen 2)
 * @param mlpBias whether those of the MLP have
 * @param qkNorm whether queries and keys are normalised head by head (Qwen 3)
 * @param slidingWindow tokens that one sees, itself among them; 0 for all (Mistral)
 * @param bosTokenId begins a text
 * @param eosTokenId ends one
 */
public record LlamaConfig(
    @Description("number of tokens; from the tokenizer") int vocabSize,
    @Description("width") int hiddenSize,
    @Description("width of the MLP") int intermediateSize,
    @Description("blocks") int numHiddenLayers,
    @Description("heads of queries") int numAttentionHeads,
    @Description("heads of keys and values; 0: as many") int numKeyValueHeads,
    @Description("width of a head; 0: hidden_size / num_attention_heads") int headDim,
    @Description("tokens of the longest text") int maxPositionEmbeddings,
    @Description("epsilon of the norms") double rmsNormEps,
    @Description("base of the rotary angles") double ropeTheta,
    @Description("how angles are changed for longer texts") RopeScaling ropeScaling,
    @Description("whether the table of tokens is the output layer") boolean tieWordEmbeddings,
    @Description("biases on all four maps of attention") boolean attentionBias,
    @Description("biases on queries, keys and values") boolean qkvBias,
    @Description("biases in the MLP") boolean mlpBias,
    @Description("queries and keys are normalised head by head") boolean qkNorm,
    @Description("tokens that one sees; 0: all") int slidingWindow,
    @Description("the token that begins a text") @Nullable Integer bosTokenId,
    @Description("the token that ends one") @Nullable Integer eosTokenId) {

  public LlamaConfig {
    Require.inRange("vocab_size", vocabSize, 0, 1 << 22);
    Require.inRange("hidden_size", hiddenSize, 1, 1 << 16);
    Require.inRange("intermediate_size", intermediateSize, 1, 1 << 18);
    Require.inRange("num_hidden_layers", numHiddenLayers, 1, 1024);
    Require.inRange("num_attention_heads", numAttentionHeads, 1, 4096);
    Require.inRange("num_key_value_heads", numKeyValueHeads, 0, numAttentionHeads);
    Require.that(
        numKeyValueHeads == 0 || numAttentionHeads % numKeyValueHeads == 0,
        "num_key_value_heads",
        "num_key_value_heads must divide num_attention_heads, got %d and %d"
            .formatted(numKeyValueHeads, numAttentionHeads));
    Require.inRange("head_dim", headDim, 0, 1 << 12);
    int size = headDim == 0 ? hiddenSize / numAttentionHeads : headDim;
    Require.that(
        headDim > 0 || hiddenSize % numAttentionHeads == 0,
        "num_attention_heads",
        "num_attention_heads must divide hidden_size, got %d and %d"
            .formatted(numAttentionHeads, hiddenSize));
    Require.that(size % 2 == 0, "head_dim", "the width of a head must be even, got " + size);
    Require.inRange("max_position_embeddings", maxPositionEmbeddings, 1, 1 << 24);
    Require.inRange("rms_norm_eps", rmsNormEps, 0, 0.1);
    Require.inRange("rope_theta", ropeTheta, 2, 1e12);
    Require.inRange("sliding_window", slidingWindow, 0, 1 << 24);
  }

  /** A small one: about 0.8 million weights beside the table of tokens. */
  public LlamaConfig() {
    this(
        0,
        128,
        352,
        4,
        4,
        0,
        0,
        256,
        1e-5,
        10_000,
        new RopeScaling(),
        true,
        false,
        false,
        false,
        false,
        0,
        null,
        null);
  }

  /** Hk. */
  public int keyHeads() {
    return numKeyValueHeads == 0 ? numAttentionHeads : numKeyValueHeads;
  }

  /** D. */
  public int headSize() {
    return headDim == 0 ? hiddenSize / numAttentionHeads : headDim;
  }

  /** The same with a vocabulary. */
  LlamaConfig withVocabulary(int size, @Nullable Integer bos, @Nullable Integer eos) {
    return new LlamaConfig(
        size,
        hiddenSize,
        intermediateSize,
        numHiddenLayers,
        numAttentionHeads,
        numKeyValueHeads,
        headDim,
        maxPositionEmbeddings,
        rmsNormEps,
        ropeTheta,
        ropeScaling,
        tieWordEmbeddings,
        attentionBias,
        qkvBias,
        mlpBias,
        qkNorm,
        slidingWindow,
        bosTokenId == null ? bos : bosTokenId,
        eosTokenId == null ? eos : eosTokenId);
  }
}
