package dev.seisei.transformer.decoder;

import dev.seisei.core.settings.Require;
import dev.seisei.text.tokenizer.Tokenizer;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What configurations take from a tokenizer. */
public final class FromTokenizer {
  private FromTokenizer() {}

  /**
   * How many tokens a model has.
   *
   * @param known as configured; 0 for as many as the tokenizer has
   * @throws dev.seisei.core.settings.SettingException if that is fewer than the tokenizer has
   */
  public static int vocabSize(int known, Tokenizer tokenizer) {
    Require.that(
        known == 0 || known >= tokenizer.size(),
        "vocab_size",
        "vocab_size must be at least the tokenizer's %d, got %d; leave it out"
            .formatted(tokenizer.size(), known));
    return known == 0 ? tokenizer.size() : known;
  }

  /** The token that begins texts, if there is one. */
  public static @Nullable Integer bos(Tokenizer tokenizer) {
    return orNull(tokenizer.bos());
  }

  /** The token that ends texts, the first of several, if there is one. */
  public static @Nullable Integer eos(Tokenizer tokenizer) {
    return orNull(tokenizer.eos().stream().mapToInt(id -> id).min());
  }

  private static @Nullable Integer orNull(OptionalInt id) {
    return id.isPresent() ? (Integer) id.getAsInt() : null;
  }
}
