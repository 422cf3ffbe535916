package dev.seisei.transformer.seq2seq;

import dev.seisei.core.settings.Description;
import dev.seisei.core.settings.Require;
import org.jspecify.annotations.Nullable;

/**
 * What the graph of an encoder-decoder Transformer is built from, under T5's names where it has
 * them.
 *
 * @param vocabSize V, of both sides; 0 is filled in from the tokenizer
 * @param maxSourceLength S, most tokens of a source; 0 is filled in from the data
 * @param maxTargetLength T, most tokens of a target with what ends it; 0 is filled in from the data
 * @param dModel d, width of the features
 * @param dKv D, size of a head; absent for d/H
 * @param dFf width of the MLPs
 * @param numLayers blocks of the encoder
 * @param numDecoderLayers blocks of the decoder; absent for numLayers
 * @param numHeads H
 * @param positions how it is known where tokens stand
 * @param relativeAttentionNumBuckets of T5's bias
 * @param relativeAttentionMaxDistance the farthest that is told apart by T5's bias, or by Shaw's
 *     vectors
 * @param preNorm whether norms come before attention and MLPs, or after the sums as in the paper
 * @param norm which norm
 * @param bias whether linear maps have shifts
 * @param feedForwardProj activation of the MLPs
 * @param scaleAttention whether scores are divided by √D
 * @param scaleEmbedding whether rows of the table are multiplied by √d; if not, features are
 *     divided by it before the output layer, where that is the table
 * @param tieWordEmbeddings whether the output layer is the table
 * @param layerNormEpsilon added to variances or mean squares
 * @param initializerRange deviation of the table before training
 * @param padTokenId fills sources up
 * @param eosTokenId ends sources and targets
 * @param decoderStartTokenId begins targets
 */
public record Seq2SeqConfig(
    @Description("tokens of the vocabulary; 0: from the tokenizer") int vocabSize,
    @Description("most tokens of a source; 0: from the data") int maxSourceLength,
    @Description("most tokens of a target; 0: from the data") int maxTargetLength,
    @Description("width of the features") int dModel,
    @Description("size of a head; absent: d_model / num_heads") @Nullable Integer dKv,
    @Description("width of the MLPs") int dFf,
    @Description("blocks of the encoder") int numLayers,
    @Description("blocks of the decoder; absent: num_layers") @Nullable Integer numDecoderLayers,
    @Description("heads of the attention") int numHeads,
    @Description("how it is known where tokens stand") Scheme positions,
    @Description("buckets of T5's bias") int relativeAttentionNumBuckets,
    @Description("farthest distance that t5 or shaw tell apart") int relativeAttentionMaxDistance,
    @Description("whether norms come before attention and MLPs, or after the sums") boolean preNorm,
    @Description("which norm") Norm norm,
    @Description("whether linear maps have shifts") boolean bias,
    @Description("activation of the MLPs") Activation feedForwardProj,
    @Description("whether scores are divided by the root of a head's size") boolean scaleAttention,
    @Description("whether embeddings are multiplied by the root of d_model") boolean scaleEmbedding,
    @Description("whether the output layer is the table of the tokens") boolean tieWordEmbeddings,
    @Description("what is added to variances") double layerNormEpsilon,
    @Description("deviation of the table before training") double initializerRange,
    @Description("fills sources up; from the tokenizer") @Nullable Integer padTokenId,
    @Description("ends texts; from the tokenizer") @Nullable Integer eosTokenId,
    @Description("begins targets; from the tokenizer") @Nullable Integer decoderStartTokenId) {

  /** How it is known where tokens stand. */
  public enum Scheme {
    /** Sines and cosines, added to the embeddings (Vaswani et al. 2017). */
    SINUSOIDAL,
    /** A table, added to the embeddings. */
    LEARNED,
    /** Vectors of distances, multiplied by the queries (Shaw et al. 2018). */
    SHAW,
    /** A bias for each bucket of distances (Raffel et al. 2019). */
    T5,
    /** A bias that falls with the distance (Press et al. 2021). */
    ALIBI,
    /** Queries and keys turn (Su et al. 2021). */
    ROTARY
  }

  /** Which norm. */
  public enum Norm {
    /** By mean and variance, with gain and shift. */
    LAYER,
    /** By the root of the mean square, with a gain, as T5 has it. */
    RMS
  }

  /** Functions of the MLPs, as T5 calls them. */
  public enum Activation {
    RELU,
    GELU,
    /** A map times the GELU of another, by the hyperbolic tangent. */
    GATED_GELU
  }

  private static final int MOST_TOKENS = 1 << 14;

  public Seq2SeqConfig {
    Require.inRange("vocab_size", vocabSize, 0, 10_000_000);
    Require.inRange("max_source_length", maxSourceLength, 0, MOST_TOKENS);
    Require.inRange("max_target_length", maxTargetLength, 0, MOST_TOKENS);
    Require.inRange("d_model", dModel, 2, 1 << 16);
    Require.inRange("num_heads", numHeads, 1, dModel);
    if (dKv == null) {
      Require.that(
          dModel % numHeads == 0,
          "num_heads",
          "num_heads must divide d_model, which is %d, unless d_kv is given, got %d"
              .formatted(dModel, numHeads));
    } else {
      Require.inRange("d_kv", dKv, 1, 1 << 16);
    }
    Require.inRange("d_ff", dFf, 1, 1 << 18);
    Require.inRange("num_layers", numLayers, 1, 1000);
    if (numDecoderLayers != null) {
      Require.inRange("num_decoder_layers", numDecoderLayers, 1, 1000);
    }
    Require.inRange("relative_attention_num_buckets", relativeAttentionNumBuckets, 4, 1 << 16);
    Require.inRange(
        "relative_attention_max_distance",
        relativeAttentionMaxDistance,
        positions == Scheme.T5 ? relativeAttentionNumBuckets / 2 + 1 : 1,
        1 << 20);
    Require.that(
        positions != Scheme.SINUSOIDAL || dModel % 2 == 0,
        "d_model",
        "d_model must be even for sinusoidal positions, got " + dModel);
    Require.that(
        positions != Scheme.ROTARY || (dKv == null ? dModel / numHeads : dKv) % 2 == 0,
        "d_kv",
        "d_kv, or d_model / num_heads, must be even for rotary positions");
    Require.inRange("layer_norm_epsilon", layerNormEpsilon, 0, 0.999);
    Require.inRange("initializer_range", initializerRange, 0, 100);
    int last = vocabSize == 0 ? Integer.MAX_VALUE : vocabSize - 1;
    token("pad_token_id", padTokenId, last);
    token("eos_token_id", eosTokenId, last);
    token("decoder_start_token_id", decoderStartTokenId, last);
  }

  private static void token(String field, @Nullable Integer id, int last) {
    if (id != null) {
      Require.inRange(field, id, 0, last);
    }
  }

  /** A small one for a processor, in the proportions of the paper's. */
  public Seq2SeqConfig() {
    this(
        0,
        0,
        0,
        128,
        null,
        512,
        3,
        null,
        4,
        Scheme.SINUSOIDAL,
        32,
        128,
        true,
        Norm.LAYER,
        true,
        Activation.RELU,
        true,
        true,
        true,
        1e-6,
        0.02,
        null,
        null,
        null);
  }

  /** D, the size of a head. */
  int headSize() {
    return dKv == null ? dModel / numHeads : dKv;
  }

  /** Blocks of the decoder. */
  int decoderLayers() {
    return numDecoderLayers == null ? numLayers : numDecoderLayers;
  }

  /** The same for a vocabulary and data. */
  Seq2SeqConfig with(int size, int source, int target, int pad, int eos, int start) {
    return new Seq2SeqConfig(
        size,
        source,
        target,
        dModel,
        dKv,
        dFf,
        numLayers,
        numDecoderLayers,
        numHeads,
        positions,
        relativeAttentionNumBuckets,
        relativeAttentionMaxDistance,
        preNorm,
        norm,
        bias,
        feedForwardProj,
        scaleAttention,
        scaleEmbedding,
        tieWordEmbeddings,
        layerNormEpsilon,
        initializerRange,
        pad,
        eos,
        start);
  }

  /** The filler, once it is known. */
  int pad() {
    return known("pad_token_id", padTokenId);
  }

  /** The end, once it is known. */
  int eos() {
    return known("eos_token_id", eosTokenId);
  }

  /** The beginning of targets, once it is known. */
  int start() {
    return known("decoder_start_token_id", decoderStartTokenId);
  }

  private static int known(String field, @Nullable Integer id) {
    Require.that(id != null, field, field + " must be given; it is missing");
    return id == null ? 0 : id;
  }
}
