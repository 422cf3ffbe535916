package dev.seisei.text.tokenizer;

import java.util.HexFormat;
import java.util.OptionalInt;

/** How vocabularies spell a token that is one byte: {@code <0x0A>}. */
final class BytePiece {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();
  private static final int LENGTH = 6;

  private BytePiece() {}

  /** The spelling of a byte from 0 to 255. */
  static String of(int value) {
    return "<0x" + HEX.toHexDigits((byte) value) + ">";
  }

  /** The byte that is spelled so; empty if that is another piece. */
  static OptionalInt value(String piece) {
    if (piece.length() != LENGTH || !piece.startsWith("<0x") || !piece.endsWith(">")) {
      return OptionalInt.empty();
    }
    int high = Character.digit(piece.charAt(3), 16);
    int low = Character.digit(piece.charAt(4), 16);
    boolean ascii = piece.charAt(3) < 128 && piece.charAt(4) < 128;
    return high < 0 || low < 0 || !ascii ? OptionalInt.empty() : OptionalInt.of(high << 4 | low);
  }
}
