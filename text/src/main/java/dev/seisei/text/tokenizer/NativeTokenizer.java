package dev.seisei.text.tokenizer;

import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;

/**
 * A tokenizer inside the library. Immutable and thread-safe; freed when nobody holds it any more.
 */
final class NativeTokenizer {
  /**
   * The library's engine of regular expressions gives up, and with it the process, after ten
   * million steps at one place. The patterns of models take one or two steps a character.
   */
  static final int LONGEST_TEXT = 4_000_000;

  private static final Cleaner CLEANER = Cleaner.create();

  private final TokenizersLibrary library;
  private final long handle;

  /**
   * Builds it.
   *
   * @param json checked already: the library ends the process on some files that are not
   * @throws IllegalArgumentException if the library does not take it, saying why
   */
  NativeTokenizer(String json) {
    library = NativeLibrary.load();
    handle = create(library, json);
    CLEANER.register(this, new Freeing(library, handle));
  }

  private static long create(TokenizersLibrary library, String json) {
    try {
      return library.createTokenizerFromString(json);
    } catch (RuntimeException e) {
      // It throws no other class.
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** Must not refer to the tokenizer, which it would keep. */
  private record Freeing(TokenizersLibrary library, long handle) implements Runnable {
    @Override
    public void run() {
      library.deleteTokenizer(handle);
    }
  }

  /**
   * The tokens of a text, nothing added.
   *
   * @throws IllegalArgumentException if the text is too long, or has what the vocabulary cannot
   *     express
   */
  int[] encode(String text) {
    if (text.length() > LONGEST_TEXT) {
      throw new IllegalArgumentException(
          "a text of "
              + text.length()
              + " characters is too long to encode at once; encode parts of at most "
              + LONGEST_TEXT);
    }
    try {
      long encoding = library.encode(handle, text, false);
      try {
        return ints(library.getTokenIds(encoding));
      } finally {
        library.deleteEncoding(encoding);
      }
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("cannot encode the text: " + e.getMessage(), e);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  private static int[] ints(long[] ids) {
    int[] ints = new int[ids.length];
    for (int i = 0; i < ids.length; i++) {
      ints[i] = Math.toIntExact(ids[i]);
    }
    return ints;
  }
}
