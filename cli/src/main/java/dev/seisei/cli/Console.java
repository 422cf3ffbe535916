package dev.seisei.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Where a command talks to.
 *
 * @param out what was asked for
 * @param err everything else: progress, seeds, errors
 * @param columns width of the terminal behind {@code err}; 0 if there is none
 */
record Console(PrintStream out, PrintStream err, int columns) {
  private static final int USUAL_COLUMNS = 80;

  /**
   * The process' own streams, as UTF-8: where the locale says nothing, as in most containers, Java
   * would turn β into a question mark. Java cannot tell whether one stream is a terminal, so the
   * launcher says so in the property {@code launcher.columns}.
   */
  static Console system() {
    return new Console(
        utf8(FileDescriptor.out),
        utf8(FileDescriptor.err),
        Integer.getInteger("launcher.columns", 0));
  }

  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  boolean interactive() {
    return columns > 0;
  }

  /** How wide tables and help may be. */
  int width() {
    return interactive() ? columns : USUAL_COLUMNS;
  }
}
