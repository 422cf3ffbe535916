package dev.seisei.transformer.xl;

import dev.seisei.core.settings.Description;
import dev.seisei.core.settings.Require;
import dev.seisei.text.tokenizer.Tokenizer;
import dev.seisei.transformer.decoder.FromTokenizer;
import org.jspecify.annotations.Nullable;

/**
 * What a Transformer-XL's graph is built from, under the names of the paper's code.
 *
 * @param vocabSize V; 0 is filled in from the tokenizer
 * @param dModel d, width of the features; even
 * @param nHead H, heads of the attention
 * @param dHead D, size of a head; absent for d/H
 * @param dInner width of the MLPs
 * @param nLayer blocks
 * @param tgtLen T, tokens of a segment
 * @param memLen M, how many tokens before a segment are remembered; 0 for none
 * @param clampLen the farthest distance that is told apart; 0 for all
 * @param untieR whether every block has biases u and v of its own
 * @param preLnorm whether norms come before attention and MLP, or after the sum
 * @param tieWordEmbeddings whether the output layer is the table of the tokens
 * @param layerNormEpsilon added to variances
 * @param initializerRange deviation of weights before training
 * @param bosTokenId the token that begins a text
 * @param eosTokenId the token that ends one
 */
public record XlConfig(
    @Description("tokens of the vocabulary; 0: from the tokenizer") int vocabSize,
    @Description("width of the features; even") int dModel,
    @Description("heads of the attention") int nHead,
    @Description("size of a head; absent: d_model / n_head") @Nullable Integer dHead,
    @Description("width of the MLPs") int dInner,
    @Description("blocks") int nLayer,
    @Description("tokens of a segment") int tgtLen,
    @Description("tokens before a segment that are remembered; 0: none") int memLen,
    @Description("farthest distance that is told apart; 0: all") int clampLen,
    @Description("whether every block has biases u and v of its own") boolean untieR,
    @Description("whether norms come before attention and MLP, or after the sum") boolean preLnorm,
    @Description("whether the output layer is the table of the tokens") boolean tieWordEmbeddings,
    @Description("what is added to variances") double layerNormEpsilon,
    @Description("deviation of weights before training") double initializerRange,
    @Description("the token that begins a text; from the tokenizer") @Nullable Integer bosTokenId,
    @Description("the token that ends a text; from the tokenizer") @Nullable Integer eosTokenId) {

  private static final int MOST_TOKENS = 1 << 16;

  public XlConfig {
    Require.inRange("vocab_size", vocabSize, 0, 10_000_000);
    Require.inRange("d_model", dModel, 2, 1 << 16);
    Require.that(dModel % 2 == 0, "d_model", "d_model must be even, got " + dModel);
    Require.inRange("n_head", nHead, 1, dModel);
    if (dHead == null) {
      Require.that(
          dModel % nHead == 0,
          "n_head",
          "n_head must divide d_model, which is %d, unless d_head is given, got %d"
              .formatted(dModel, nHead));
    } else {
      Require.inRange("d_head", dHead, 1, 1 << 16);
    }
    Require.inRange("d_inner", dInner, 1, 1 << 18);
    Require.inRange("n_layer", nLayer, 1, 1000);
    Require.inRange("tgt_len", tgtLen, 1, MOST_TOKENS);
    Require.inRange("mem_len", memLen, 0, MOST_TOKENS);
    Require.inRange("clamp_len", clampLen, 0, MOST_TOKENS);
    Require.inRange("layer_norm_epsilon", layerNormEpsilon, 0, 0.999);
    Require.inRange("initializer_range", initializerRange, 0, 100);
    int last = vocabSize == 0 ? Integer.MAX_VALUE : vocabSize - 1;
    if (bosTokenId != null) {
      Require.inRange("bos_token_id", bosTokenId, 0, last);
    }
    if (eosTokenId != null) {
      Require.inRange("eos_token_id", eosTokenId, 0, last);
    }
  }

  /** A small one for a processor, in the proportions of the paper's for characters. */
  public XlConfig() {
    this(0, 128, 4, null, 512, 4, 64, 64, 0, true, false, true, 1e-5, 0.02, null, null);
  }

  /** D, the size of a head. */
  int headSize() {
    return dHead == null ? dModel / nHead : dHead;
  }

  /**
   * The same for a vocabulary.
   *
   * @throws dev.seisei.core.settings.SettingException if this has fewer tokens
   */
  XlConfig withTokenizer(Tokenizer tokenizer) {
    return new XlConfig(
        FromTokenizer.vocabSize(vocabSize, tokenizer),
        dModel,
        nHead,
        dHead,
        dInner,
        nLayer,
        tgtLen,
        memLen,
        clampLen,
        untieR,
        preLnorm,
        tieWordEmbeddings,
        layerNormEpsilon,
        initializerRange,
        FromTokenizer.bos(tokenizer),
        FromTokenizer.eos(tokenizer));
  }
}
