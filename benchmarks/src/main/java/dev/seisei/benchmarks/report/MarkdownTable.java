package dev.seisei.benchmarks.report;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** A table in Markdown, whose columns are as wide as they must be. Numbers stand on the right. */
public final class MarkdownTable {
  private final List<List<String>> rows = new ArrayList<>();

  /** A table with the given heads of columns. */
  public MarkdownTable(String... heads) {
    rows.add(List.of(heads));
  }

  /** Adds a row: one cell a column. */
  public void row(String... cells) {
    if (cells.length != rows.get(0).size()) {
      throw new IllegalArgumentException(
          "a row has " + rows.get(0) + ", got " + Arrays.toString(cells));
    }
    rows.add(List.of(cells));
  }

  /** A number with three or four significant digits, or a dash for none. */
  public static String number(double value) {
    if (!Double.isFinite(value)) {
      return "–";
    }
    double size = Math.abs(value);
    int digits = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }

  /** A ratio: two digits after the point. */
  public static String ratio(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.2f", value) : "–";
  }

  /** Prints the table. */
  public void print(PrintWriter out) {
    int columns = rows.get(0).size();
    List<Integer> widths = new ArrayList<>(Collections.nCopies(columns, 3));
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths.set(i, Math.max(widths.get(i), row.get(i).length()));
      }
    }
    print(out, rows.get(0), widths);
    StringBuilder line = new StringBuilder("|");
    for (int i = 0; i < columns; i++) {
      line.append(' ')
          .append("-".repeat(widths.get(i) - 1))
          .append(right(i) ? ":" : "-")
          .append(" |");
    }
    out.println(line);
    rows.stream().skip(1).forEach(row -> print(out, row, widths));
    out.flush();
  }

  private void print(PrintWriter out, List<String> row, List<Integer> widths) {
    StringBuilder line = new StringBuilder("|");
    for (int i = 0; i < row.size(); i++) {
      String gap = " ".repeat(widths.get(i) - row.get(i).length());
      line.append(' ').append(right(i) ? gap + row.get(i) : row.get(i) + gap).append(" |");
    }
    out.println(line);
  }

  /** Whether all cells of a column are numbers, or none. */
  private boolean right(int column) {
    return rows.size() > 1
        && rows.stream()
            .skip(1)
            .map(row -> row.get(column))
            .allMatch(cell -> cell.matches("|–|[-+]?[0-9].*"));
  }
}
