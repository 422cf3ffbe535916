package dev.seisei.text.tokenizer;

import java.util.Map;

/** A tokenizer that knows how it is kept in a checkpoint. */
sealed interface SavedTokenizer extends Tokenizer
    permits ByteTokenizer, CharTokenizer, JsonTokenizer {
  /** The files that {@link Tokenizers#open} reads it from, by name. */
  Map<String, byte[]> files();
}
