package dev.seisei.transformer.seq2seq;

import dev.seisei.core.settings.Require;
import dev.seisei.core.settings.SettingException;
import dev.seisei.text.tokenizer.Tokenizer;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of both sides: those of a tokenizer, and after them the end, the beginning and the
 * filler as far as it has none. The beginning of targets is the filler, as in T5.
 */
final class Vocabulary {
  private final Seq2SeqConfig config;
  private final Tokenizer tokenizer;

  Vocabulary(Seq2SeqConfig config, Tokenizer tokenizer) {
    this.config = config;
    this.tokenizer = tokenizer;
  }

  /**
   * A configuration for a tokenizer and texts.
   *
   * @param source tokens of the longest source, with its end
   * @param target tokens of the longest target, with its end
   * @throws SettingException if it has fewer tokens
   */
  static Seq2SeqConfig configure(
      Seq2SeqConfig config, Tokenizer tokenizer, int source, int target) {
    OptionalInt own = tokenizer.eos().stream().mapToInt(id -> id).min();
    int eos = given(config.eosTokenId(), own.orElse(tokenizer.size()));
    int after = Math.max(tokenizer.size(), eos + 1);
    int pad = given(config.padTokenId(), after);
    int start = given(config.decoderStartTokenId(), pad);
    Require.that(pad != eos, "pad_token_id", "pad_token_id must not be eos_token_id, got " + pad);
    int least = Math.max(Math.max(pad, start) + 1, after);
    Require.that(
        config.vocabSize() == 0 || config.vocabSize() >= least,
        "vocab_size",
        "vocab_size must be at least %d, the tokenizer's and the special tokens, got %d; leave it out"
            .formatted(least, config.vocabSize()));
    return config.with(
        config.vocabSize() == 0 ? least : config.vocabSize(),
        config.maxSourceLength() == 0 ? source : config.maxSourceLength(),
        config.maxTargetLength() == 0 ? target : config.maxTargetLength(),
        pad,
        eos,
        start);
  }

  private static int given(@Nullable Integer id, int otherwise) {
    return id == null ? otherwise : id;
  }

  /**
   * The tokens of a text, with its end.
   *
   * @throws IllegalArgumentException if a character is not in the vocabulary
   */
  static int[] ended(Tokenizer tokenizer, int eos, String text) {
    int[] ids = tokenizer.encode(text);
    int[] ended = Arrays.copyOf(ids, ids.length + 1);
    ended[ids.length] = eos;
    return ended;
  }

  /**
   * The tokens of a source.
   *
   * @throws SettingException if it is too long or has characters that are not in the vocabulary
   */
  int[] source(String text) {
    int[] ids;
    try {
      ids = ended(tokenizer, config.eos(), text);
    } catch (IllegalArgumentException e) {
      SettingException wrong = new SettingException("source", "source: " + e.getMessage());
      wrong.initCause(e);
      throw wrong;
    }
    Require.that(
        ids.length <= config.maxSourceLength(),
        "source",
        "source must have at most %d tokens, got %d; shorten it"
            .formatted(config.maxSourceLength() - 1, ids.length - 1));
    return ids;
  }

  /** The text of tokens, without those that the tokenizer does not know. */
  String text(List<Integer> ids) {
    return tokenizer.decode(
        ids.stream().mapToInt(id -> id).filter(id -> id < tokenizer.size()).toArray());
  }

  /** Makes it impossible that a target goes on with filler or a beginning. */
  void exclude(float[] logits) {
    logits[config.pad()] = Float.NEGATIVE_INFINITY;
    if (config.start() != config.eos()) {
      logits[config.start()] = Float.NEGATIVE_INFINITY;
    }
    for (int id = tokenizer.size(); id < logits.length; id++) {
      if (id != config.eos()) {
        logits[id] = Float.NEGATIVE_INFINITY;
      }
    }
  }
}
