package dev.seisei.transformer.bert;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * How a file names its weights.
 *
 * @param prefixed whether names of the encoder begin with the family's id, which those of files
 *     without a head do not
 * @param gain of norms: {@code weight}, or {@code gamma} in files that were once TensorFlow's
 * @param shift of norms: {@code bias}, or {@code beta}
 */
record BertNames(BertVariant variant, boolean prefixed, String gain, String shift) {
  private static final String WORDS = "embeddings.word_embeddings.weight";

  /** Parts of other tasks (the next sentence), numbers that are counted anew, and copies. */
  private static final Pattern NO_WEIGHT =
      Pattern.compile(
          "((bert|roberta)\\.)?(pooler\\..*|embeddings\\.(position|token_type)_ids)"
              + "|cls\\.seq_relationship\\..*"
              + "|(cls\\.predictions|lm_head)\\.decoder\\.(weight|bias)");

  /** The names of files that hold the whole model. */
  static BertNames of(BertVariant variant) {
    return new BertNames(variant, true, "weight", "bias");
  }

  /** The names of a file with some weights. */
  static BertNames of(BertVariant variant, Set<String> weights) {
    boolean prefixed = !weights.contains(WORDS);
    String start = prefixed ? variant.id() + "." : "";
    boolean old = weights.contains(start + "embeddings.LayerNorm.gamma");
    return new BertNames(variant, prefixed, old ? "gamma" : "weight", old ? "beta" : "bias");
  }

  /** Whether weights have the head that guesses hidden tokens. */
  boolean headIn(Set<String> weights) {
    return weights.contains(variant.transform() + ".weight");
  }

  /** Whether a tensor may be left over. */
  static boolean isNoWeight(String name) {
    return NO_WEIGHT.matcher(name).matches();
  }
}
