package dev.seisei.transformer.gpt2;

import dev.seisei.core.settings.Description;
import dev.seisei.core.settings.Require;
import org.jspecify.annotations.Nullable;

/**
 * What a GPT-2's graph is built from, under the names that Hugging Face gives it.
 *
 * @param vocabSize V; 0 is filled in from the tokenizer
 * @param nPositions how many tokens a sequence may have
 * @param nEmbd d, width of the features
 * @param nLayer blocks
 * @param nHead heads of the attention; divides nEmbd
 * @param nInner width of the MLPs; absent for 4·nEmbd
 * @param activationFunction of the MLPs
 * @param layerNormEpsilon added to variances
 * @param initializerRange deviation of weights before training
 * @param scaleAttnWeights whether scores are divided by √(nEmbd/nHead)
 * @param scaleAttnByInverseLayerIdx whether scores of block i, from 0, are divided by i + 1
 * @param tieWordEmbeddings whether the output layer is the table of the tokens
 * @param bias whether linear maps and layer norms have shifts; nanoGPT's models have none. Hugging
 *     Face's readers take missing ones for zeros, which is the same.
 * @param bosTokenId the token that begins a text
 * @param eosTokenId the token that ends one
 */
public record Gpt2Config(
    @Description("tokens of the vocabulary; 0: from the tokenizer") int vocabSize,
    @Description("most tokens of a sequence") int nPositions,
    @Description("width of the features") int nEmbd,
    @Description("blocks") int nLayer,
    @Description("heads of the attention") int nHead,
    @Description("width of the MLPs; absent: 4·n_embd") @Nullable Integer nInner,
    @Description("activation of the MLPs") Activation activationFunction,
    @Description("what is added to variances") double layerNormEpsilon,
    @Description("deviation of weights before training") double initializerRange,
    @Description("whether scores are divided by the root of a head's size")
        boolean scaleAttnWeights,
    @Description("whether scores of block i are divided by i + 1")
        boolean scaleAttnByInverseLayerIdx,
    @Description("whether the output layer is the table of the tokens") boolean tieWordEmbeddings,
    @Description("whether linear maps and layer norms have shifts") boolean bias,
    @Description("the token that begins a text; from the tokenizer") @Nullable Integer bosTokenId,
    @Description("the token that ends a text; from the tokenizer") @Nullable Integer eosTokenId) {

  /** Functions of the MLPs, as Hugging Face calls them. */
  public enum Activation {
    /** By the hyperbolic tangent, as GPT-2 has it. */
    GELU_NEW,
    /** Another name of the same. */
    GELU_PYTORCH_TANH,
    /** By the error function. */
    GELU,
    RELU,
    SILU
  }

  public Gpt2Config {
    Require.inRange("vocab_size", vocabSize, 0, 10_000_000);
    Require.inRange("n_positions", nPositions, 1, 1 << 20);
    Require.inRange("n_embd", nEmbd, 1, 1 << 16);
    Require.inRange("n_layer", nLayer, 1, 1000);
    Require.inRange("n_head", nHead, 1, nEmbd);
    Require.that(
        nEmbd % nHead == 0,
        "n_head",
        "n_head must divide n_embd, which is %d, got %d".formatted(nEmbd, nHead));
    if (nInner != null) {
      Require.inRange("n_inner", nInner, 1, 1 << 18);
    }
    Require.inRange("layer_norm_epsilon", layerNormEpsilon, 0, 0.999);
    Require.inRange("initializer_range", initializerRange, 0, 100);
    requireToken("bos_token_id", bosTokenId, vocabSize);
    requireToken("eos_token_id", eosTokenId, vocabSize);
  }

  private static void requireToken(String field, @Nullable Integer id, int vocabulary) {
    if (id != null) {
      Require.inRange(field, id, 0, vocabulary == 0 ? Integer.MAX_VALUE : vocabulary - 1);
    }
  }

  /** The smallest of the paper's four, 124 million parameters with its 50,257 tokens. */
  public Gpt2Config() {
    this(
        0,
        1024,
        768,
        12,
        12,
        null,
        Activation.GELU_NEW,
        1e-5,
        0.02,
        true,
        false,
        true,
        true,
        null,
        null);
  }

  /** Width of the MLPs. */
  public int inner() {
    return nInner == null ? Math.multiplyExact(4, nEmbd) : nInner;
  }

  /** D, the size of a head. */
  int headSize() {
    return nEmbd / nHead;
  }

  /** The same for a vocabulary. */
  Gpt2Config withVocabulary(int size, @Nullable Integer bos, @Nullable Integer eos) {
    return new Gpt2Config(
        size,
        nPositions,
        nEmbd,
        nLayer,
        nHead,
        nInner,
        activationFunction,
        layerNormEpsilon,
        initializerRange,
        scaleAttnWeights,
        scaleAttnByInverseLayerIdx,
        tieWordEmbeddings,
        bias,
        bos,
        eos);
  }
}
