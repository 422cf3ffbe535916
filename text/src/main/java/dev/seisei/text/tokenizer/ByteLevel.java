package dev.seisei.text.tokenizer;

import java.util.Arrays;
import java.util.Optional;

/**
 * The alphabet that byte-level vocabularies are spelled in: each byte is one printable character.
 *
 * <p>Source: the code released with Radford et al., Language Models are Unsupervised Multitask
 * Learners (2019).
 */
final class ByteLevel {
  private static final int BYTES = 256;

  /** Bytes that have no printable character of their own get those from U+0100. */
  private static final char FIRST_OTHER = 0x100;

  private static final char[] CHARACTERS = characters();
  private static final int[] VALUES = values();

  private ByteLevel() {}

  private static char[] characters() {
    char[] characters = new char[BYTES];
    char other = FIRST_OTHER;
    for (int b = 0; b < BYTES; b++) {
      boolean own = (b >= '!' && b <= '~') || (b >= 0xA1 && b <= 0xAC) || b >= 0xAE;
      characters[b] = own ? (char) b : other++;
    }
    return characters;
  }

  private static int[] values() {
    int most = 0;
    for (char c : CHARACTERS) {
      most = Math.max(most, c);
    }
    int[] values = new int[most + 1];
    Arrays.fill(values, -1);
    for (int b = 0; b < BYTES; b++) {
      values[CHARACTERS[b]] = b;
    }
    return values;
  }

  /** The spelling of a byte from 0 to 255. */
  static char character(int value) {
    return CHARACTERS[value];
  }

  /** The bytes that a piece spells; empty if it has other characters, as special tokens have. */
  static Optional<byte[]> bytes(String piece) {
    byte[] bytes = new byte[piece.length()];
    for (int i = 0; i < bytes.length; i++) {
      char c = piece.charAt(i);
      if (c >= VALUES.length || VALUES[c] < 0) {
        return Optional.empty();
      }
      bytes[i] = (byte) VALUES[c];
    }
    return Optional.of(bytes);
  }
}
