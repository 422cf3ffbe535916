package dev.seisei.cli;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;

/** Numbers by name, for people. */
final class Numbers {
  private static final double LARGEST_EXACT = 1e15;

  private Numbers() {}

  static void print(Map<String, Double> numbers, PrintStream out) {
    Table table = new Table();
    numbers.forEach((name, value) -> table.row(name, text(value)));
    table.print(out, "");
  }

  /** Whole numbers as they are, others with six significant digits. */
  static String text(double value) {
    return value == Math.rint(value) && Math.abs(value) < LARGEST_EXACT
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.6g", value);
  }
}
