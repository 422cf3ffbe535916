package dev.seisei.transformer.bert;

import dev.seisei.core.settings.Description;
import dev.seisei.core.settings.Require;

/**
 * What a BERT's or a RoBERTa's graph is built from, under the names that Hugging Face gives it.
 *
 * @param vocabSize V; 0 is filled in from the tokenizer
 * @param hiddenSize d, width of the features
 * @param numHiddenLayers blocks
 * @param numAttentionHeads heads of the attention; divides hiddenSize
 * @param intermediateSize width of the MLPs
 * @param hiddenAct activation of the MLPs
 * @param maxPositionEmbeddings rows of the table of positions; a RoBERTa does not use the first
 *     padTokenId + 1 of them
 * @param typeVocabSize rows of the table of segments; texts here are all of the first
 * @param layerNormEps added to variances
 * @param initializerRange deviation of weights before training
 * @param padTokenId the token that fills up texts
 * @param tieWordEmbeddings whether the table of tokens is the output layer too
 */
public record BertConfig(
    @Description("tokens of the vocabulary; 0: from the tokenizer") int vocabSize,
    @Description("width of the features") int hiddenSize,
    @Description("blocks") int numHiddenLayers,
    @Description("heads of the attention") int numAttentionHeads,
    @Description("width of the MLPs") int intermediateSize,
    @Description("activation of the MLPs") Activation hiddenAct,
    @Description("rows of the table of positions") int maxPositionEmbeddings,
    @Description("rows of the table of segments") int typeVocabSize,
    @Description("what is added to variances") double layerNormEps,
    @Description("deviation of weights before training") double initializerRange,
    @Description("the token that fills up texts; from the tokenizer") int padTokenId,
    @Description("whether the output layer is the table of the tokens") boolean tieWordEmbeddings) {

  /** Functions of the MLPs, as Hugging Face calls them. */
  public enum Activation {
    /** By the error function. */
    GELU,
    /** By the hyperbolic tangent. */
    GELU_NEW,
    /** Another name of the same. */
    GELU_PYTORCH_TANH,
    RELU,
    SILU
  }

  public BertConfig {
    Require.inRange("vocab_size", vocabSize, 0, 1 << 22);
    Require.inRange("hidden_size", hiddenSize, 1, 1 << 16);
    Require.inRange("num_hidden_layers", numHiddenLayers, 1, 1024);
    Require.inRange("num_attention_heads", numAttentionHeads, 1, hiddenSize);
    Require.that(
        hiddenSize % numAttentionHeads == 0,
        "num_attention_heads",
        "num_attention_heads must divide hidden_size, which is %d, got %d"
            .formatted(hiddenSize, numAttentionHeads));
    Require.inRange("intermediate_size", intermediateSize, 1, 1 << 18);
    Require.inRange("max_position_embeddings", maxPositionEmbeddings, 1, 1 << 20);
    Require.inRange("type_vocab_size", typeVocabSize, 1, 1 << 16);
    Require.inRange("layer_norm_eps", layerNormEps, 0, 0.999);
    Require.inRange("initializer_range", initializerRange, 0, 100);
    Require.inRange("pad_token_id", padTokenId, 0, vocabSize == 0 ? 1 << 22 : vocabSize - 1);
  }

  /** The smaller of BERT's two, 110 million parameters with its 30,522 tokens. */
  public BertConfig() {
    this(0, 768, 12, 12, 3072, Activation.GELU, 512, 2, 1e-12, 0.02, 0, true);
  }

  /** D, the size of a head. */
  int headSize() {
    return hiddenSize / numAttentionHeads;
  }

  /** The same for a vocabulary. */
  BertConfig withVocabulary(int size, int pad) {
    return new BertConfig(
        size,
        hiddenSize,
        numHiddenLayers,
        numAttentionHeads,
        intermediateSize,
        hiddenAct,
        maxPositionEmbeddings,
        typeVocabSize,
        layerNormEps,
        initializerRange,
        pad,
        tieWordEmbeddings);
  }
}
