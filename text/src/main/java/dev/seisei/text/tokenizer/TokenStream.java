package dev.seisei.text.tokenizer;

/**
 * The text of tokens that come one by one. All pieces together are what {@link Tokenizer#decode}
 * gives for all tokens. Not thread-safe.
 */
public interface TokenStream {
  /** What is certain now: whole characters that follow those given before; often empty. */
  String add(int id);

  /** What is left at the end: U+FFFD for a character whose bytes never came. */
  String end();
}
