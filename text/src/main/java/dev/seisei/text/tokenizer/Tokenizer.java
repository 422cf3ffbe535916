package dev.seisei.text.tokenizer;

import java.util.OptionalInt;
import java.util.Set;

/**
 * Turns text into token ids and back.
 *
 * <p>Immutable and thread-safe. Text is encoded as it is: {@link #frame} adds what a model expects
 * around it.
 */
public interface Tokenizer {
  /** How many ids there are: [0, size). */
  int size();

  /**
   * The tokens of a text. What looks like a special token's spelling is plain text, so that users
   * cannot smuggle one in.
   */
  int[] encode(String text);

  /** As {@link #encode}, but spellings of special tokens are these tokens: for filled templates. */
  int[] encodeWithSpecials(String text);

  /** Adds the tokens that a model expects around one text, such as BOS, or [CLS] and [SEP]. */
  int[] frame(int[] ids);

  /**
   * What a token stands for, in UTF-8; a character may be spread over several tokens. Empty for
   * special tokens.
   *
   * @throws IndexOutOfBoundsException if the id is not in [0, size)
   */
  byte[] bytes(int id);

  /** The spelling of a token, as vocabularies list it, such as {@code ▁the} or {@code <s>}. */
  String piece(int id);

  /** The id of a spelling. */
  OptionalInt id(String piece);

  /**
   * The text of some tokens, without special ones. Bytes that are no character become U+FFFD. What
   * encoding put before a text (a space, say) is taken away again.
   */
  String decode(int... ids);

  /** A decoder of tokens as they come, which never splits a character. */
  TokenStream stream();

  /** The token that begins a text. */
  OptionalInt bos();

  /** The tokens that end one. */
  Set<Integer> eos();

  /** The token that stands for a hidden one. */
  OptionalInt mask();
}
