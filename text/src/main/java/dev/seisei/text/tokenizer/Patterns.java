package dev.seisei.text.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Keeps out regular expressions that take exponentially many steps. The library's engine ends the
 * whole process when it has taken too many.
 *
 * <p>Refused is what such patterns need: a group that is repeated without limit and has inside it
 * another repetition or alternatives, and references to what was matched. What remains can at worst
 * be a polynomial in the length of a word.
 */
final class Patterns {
  private static final int LONGEST = 10_000;

  private final String pattern;
  private int at;

  private Patterns(String pattern) {
    this.pattern = pattern;
  }

  /** Checks all patterns of a normalizer or pre-tokenizer. */
  static void check(String field, JsonNode part, Problems problems) {
    for (JsonNode regex : part.findValues("Regex")) {
      String reason = reason(regex.asText());
      if (!reason.isEmpty()) {
        throw problems.wrong(field, "a pattern must not " + reason, regex.asText());
      }
    }
  }

  /** Why a pattern is refused; empty if it is not. */
  static String reason(String pattern) {
    if (pattern.length() > LONGEST) {
      return "be longer than " + LONGEST + " characters";
    }
    return new Patterns(pattern).scan();
  }

  /**
   * Walks through the pattern with a stack of what the open groups hold: bit by bit, whether the
   * group at that depth has a repetition or alternatives.
   */
  private String scan() {
    boolean[] varies = new boolean[pattern.length() + 1];
    int depth = 0;
    while (at < pattern.length()) {
      char c = pattern.charAt(at);
      at++;
      switch (c) {
        case '\\' -> {
          if (at < pattern.length() && isReference(pattern.charAt(at))) {
            return "refer to what was matched";
          }
          at++;
        }
        case '[' -> skipClass();
        case '(' -> {
          depth++;
          varies[depth] = false;
        }
        case ')' -> {
          if (depth > 0) {
            boolean inside = varies[depth];
            depth--;
            if (unlimited()) {
              if (inside) {
                return "repeat a group without limit that has repetitions or alternatives";
              }
              inside = true;
            }
            varies[depth] |= inside;
          }
        }
        case '|', '*', '+' -> varies[depth] = true;
        case '{' -> varies[depth] |= pattern.startsWith(",}", digitsEnd());
        default -> {
          // Takes one step.
        }
      }
    }
    return "";
  }

  private static boolean isReference(char c) {
    return (c >= '1' && c <= '9') || c == 'k' || c == 'g';
  }

  /** Whether what ends here is repeated without limit. */
  private boolean unlimited() {
    if (at >= pattern.length()) {
      return false;
    }
    char c = pattern.charAt(at);
    if (c != '{') {
      return c == '*' || c == '+';
    }
    at++;
    int end = digitsEnd();
    at--;
    return !pattern.startsWith("}", end);
  }

  private int digitsEnd() {
    int end = at;
    while (end < pattern.length() && Character.isDigit(pattern.charAt(end))) {
      end++;
    }
    return end;
  }

  /** Goes behind a class of characters, which may hold others. */
  private void skipClass() {
    int depth = 1;
    boolean first = true;
    while (at < pattern.length() && depth > 0) {
      char c = pattern.charAt(at);
      at++;
      if (c == '\\') {
        at++;
      } else if (c == '[') {
        depth++;
      } else if (c == ']' && !first) {
        depth--;
      }
      first = first && c == '^';
    }
  }
}
