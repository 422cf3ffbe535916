package dev.seisei.cli;

import java.util.regex.Pattern;

/** Words as a POSIX shell reads them. */
final class ShellWords {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./~-]+");

  private ShellWords() {}

  /** The word, quoted if a shell would take it for something else. */
  static String quote(String word) {
    return PLAIN.matcher(word).matches() && !word.startsWith("~")
        ? word
        : "'" + word.replace("'", "'\\''") + "'";
  }
}
