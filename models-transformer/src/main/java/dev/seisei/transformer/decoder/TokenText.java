package dev.seisei.transformer.decoder;

import dev.seisei.text.tokenizer.Tokenizer;
import java.util.ArrayList;
import java.util.List;

/**
 * Documents as one stream of tokens, each followed by the token that ends texts, or, where a
 * vocabulary has none, with a line end between two.
 */
public final class TokenText {
  /** Longer documents are encoded in pieces. */
  private static final int PIECE = 1 << 20;

  private static final String LINE_END = "\n";

  private TokenText() {}

  /**
   * The tokens of all documents.
   *
   * @throws IllegalArgumentException if there are more than an array holds, or a character is not
   *     in the vocabulary
   */
  public static int[] encode(Tokenizer tokenizer, List<String> documents) {
    List<int[]> parts = new ArrayList<>();
    int[] end = tokenizer.eos().stream().mapToInt(id -> id).sorted().limit(1).toArray();
    int[] between = end.length == 0 && documents.size() > 1 ? tokenizer.encode(LINE_END) : end;
    for (int i = 0; i < documents.size(); i++) {
      encode(tokenizer, documents.get(i), parts);
      if (end.length > 0 || i < documents.size() - 1) {
        parts.add(between);
      }
    }
    int[] all = new int[parts.stream().mapToInt(part -> part.length).reduce(0, Math::addExact)];
    int n = 0;
    for (int[] part : parts) {
      System.arraycopy(part, 0, all, n, part.length);
      n += part.length;
    }
    return all;
  }

  private static void encode(Tokenizer tokenizer, String document, List<int[]> parts) {
    for (int from = 0; from < document.length(); ) {
      int to = end(document, from);
      parts.add(tokenizer.encode(document.substring(from, to)));
      from = to;
    }
  }

  /** Where a piece ends: after the last line that fits, or else between two characters. */
  private static int end(String document, int from) {
    if (document.length() - from <= PIECE) {
      return document.length();
    }
    int line = document.lastIndexOf('\n', from + PIECE - 1) + 1;
    if (line > from) {
      return line;
    }
    int to = from + PIECE;
    return Character.isSurrogatePair(document.charAt(to - 1), document.charAt(to)) ? to - 1 : to;
  }
}
