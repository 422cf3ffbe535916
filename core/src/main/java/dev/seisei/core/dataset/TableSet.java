package dev.seisei.core.dataset;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Rows of named columns held in memory, every value a text as it was read.
 *
 * <p>Immutable and thread-safe.
 *
 * @param columns the columns' names, all different
 * @param rows each with a value a column
 */
public record TableSet(List<String> columns, List<List<String>> rows) {
  /**
   * @throws IllegalArgumentException if there is no column, two have one name, or a row has more or
   *     fewer values
   */
  public TableSet {
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
    if (columns.isEmpty()) {
      throw new IllegalArgumentException("a table must have columns, got none");
    }
    Set<String> names = new HashSet<>();
    for (String column : columns) {
      if (!names.add(column)) {
        throw new IllegalArgumentException("two columns are called " + column);
      }
    }
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).size() != columns.size()) {
        throw new IllegalArgumentException(
            "row %d has %d values, the table has %d columns"
                .formatted(i + 1, rows.get(i).size(), columns.size()));
      }
    }
  }

  /** How many rows there are. */
  public int size() {
    return rows.size();
  }

  /**
   * The values of a column.
   *
   * @throws IllegalArgumentException if there is none of that name, naming those there are
   */
  public List<String> values(String column) {
    int index = columns.indexOf(column);
    if (index < 0) {
      throw new IllegalArgumentException(
          "there is no column " + column + ", but " + String.join(", ", columns));
    }
    return rows.stream().map(row -> row.get(index)).toList();
  }
}
