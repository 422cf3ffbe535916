package dev.seisei.cli;

import java.io.PrintStream;

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
   * The process' own streams. Java cannot tell whether one stream is a terminal, so the launcher
   * says so in the property {@code seisei.columns}.
   */
  static Console system() {
    return new Console(System.out, System.err, Integer.getInteger("seisei.columns", 0));
  }

  boolean interactive() {
    return columns > 0;
  }

  /** How wide tables and help may be. */
  int width() {
    return interactive() ? columns : USUAL_COLUMNS;
  }
}
