package dev.seisei.core.sample;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * Rows under named columns; a cell is a number or a text. As {@code csv} the names and then a row a
 * line, as {@code json} {@code {"columns": [...], "rows": [[...], ...]}}.
 */
public final class Table implements Sample {
  private final List<String> columns;
  private final List<List<Object>> rows;

  /**
   * @param rows each a cell a column: an Integer, Long, Float, Double or String
   * @throws IllegalArgumentException if there are no columns or rows, or a row or a cell is not
   *     like that
   */
  public Table(List<String> columns, List<? extends List<?>> rows) {
    this.columns = SampleFiles.someOf("columns", columns);
    this.rows = SampleFiles.someOf("rows", rows).stream().map(List::<Object>copyOf).toList();
    for (int i = 0; i < rows.size(); i++) {
      check(i, this.rows.get(i));
    }
  }

  private void check(int index, List<Object> row) {
    if (row.size() != columns.size()) {
      throw new IllegalArgumentException(
          "row " + index + " has " + row.size() + " cells for " + columns.size() + " columns");
    }
    for (Object cell : row) {
      boolean known =
          cell instanceof String
              || cell instanceof Integer
              || cell instanceof Long
              || cell instanceof Float
              || cell instanceof Double;
      if (!known) {
        throw new IllegalArgumentException(
            "row "
                + index
                + " has a "
                + cell.getClass().getName()
                + "; numbers and text are taken");
      }
    }
  }

  public List<String> columns() {
    return columns;
  }

  public List<Object> row(int index) {
    return rows.get(index);
  }

  @Override
  public int size() {
    return rows.size();
  }

  @Override
  public Table slice(int from, int count) {
    SampleFiles.checkRange(from, count, size());
    return new Table(columns, rows.subList(from, from + count));
  }

  @Override
  public List<String> formats() {
    return List.of("csv", "json");
  }

  @Override
  public void write(String format, OutputStream out) throws IOException {
    switch (format) {
      case "csv" -> writeCsv(out);
      case "json" -> writeJson(out);
      default -> throw SampleFiles.unknown(this, format);
    }
  }

  private void writeCsv(OutputStream out) throws IOException {
    Numbers.writeCsv(columns, out);
    for (List<Object> row : rows) {
      Numbers.writeCsv(row, out);
    }
  }

  private void writeJson(OutputStream out) throws IOException {
    try (JsonGenerator json = Numbers.json(out)) {
      json.writeStartObject();
      json.writeFieldName("columns");
      json.writeArray(columns.toArray(String[]::new), 0, columns.size());
      json.writeArrayFieldStart("rows");
      for (List<Object> row : rows) {
        json.writeStartArray();
        for (Object cell : row) {
          // writeObject of a generator without a codec takes exactly what check lets through.
          json.writeObject(cell);
        }
        json.writeEndArray();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
  }
}
