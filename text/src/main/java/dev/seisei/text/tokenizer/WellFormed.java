package dev.seisei.text.tokenizer;

/** Text that can be written in UTF-8. */
final class WellFormed {
  private static final char REPLACEMENT = '\uFFFD';

  private WellFormed() {}

  /** The text, with U+FFFD for halves of characters: Java's strings may hold such, UTF-8 not. */
  static String of(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return replaced(text, i);
      }
    }
    return text;
  }

  private static String replaced(String text, int from) {
    StringBuilder whole = new StringBuilder(text);
    for (int i = from; i < text.length(); i++) {
      if (i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(text.charAt(i))) {
        whole.setCharAt(i, REPLACEMENT);
      }
    }
    return whole.toString();
  }
}
