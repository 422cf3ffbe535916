package dev.seisei.text.tokenizer;

import java.util.Arrays;

/** Joins the bytes of tokens, without the spaces that encoding put before a text. */
final class PieceStream implements TokenStream {
  private final Tokenizer tokenizer;
  private final int leadingSpaces;
  private final Utf8Decoder decoder = new Utf8Decoder();
  private int spacesLeft;

  /**
   * @param leadingSpaces how many spaces encoding puts before a text
   */
  PieceStream(Tokenizer tokenizer, int leadingSpaces) {
    this.tokenizer = tokenizer;
    this.leadingSpaces = leadingSpaces;
    this.spacesLeft = leadingSpaces;
  }

  /** The text of some tokens, as a stream gives it. */
  static String decode(TokenStream stream, int[] ids) {
    StringBuilder text = new StringBuilder();
    for (int id : ids) {
      text.append(stream.add(id));
    }
    return text.append(stream.end()).toString();
  }

  @Override
  public String add(int id) {
    byte[] bytes = tokenizer.bytes(id);
    if (spacesLeft > 0 && bytes.length > 0) {
      bytes = withoutSpaces(bytes);
    }
    return decoder.add(bytes);
  }

  private byte[] withoutSpaces(byte[] bytes) {
    int start = 0;
    while (start < bytes.length && spacesLeft > 0) {
      if (bytes[start] == ' ') {
        start++;
        spacesLeft--;
      } else {
        spacesLeft = 0;
      }
    }
    return Arrays.copyOfRange(bytes, start, bytes.length);
  }

  @Override
  public String end() {
    spacesLeft = leadingSpaces;
    return decoder.end();
  }
}
