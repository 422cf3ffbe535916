package dev.seisei.gan.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.seisei.core.dataset.TableSet;
import dev.seisei.core.settings.SettingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Rows of a table as numbers: a numeric column is one number, standardised over the training rows;
 * a categorical one a number for each of its values, 1 for the one it has and −1 for the others.
 */
final class TableCode {
  /** Values of a categorical column, at most. */
  private static final int MOST_VALUES = 1000;

  private static final double SMALLEST = 1e-12;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<Column> columns;

  private TableCode(List<Column> columns) {
    this.columns = List.copyOf(columns);
  }

  /**
   * A column.
   *
   * @param mean of a numeric one
   * @param deviation of a numeric one
   * @param values of a categorical one; empty for a numeric one
   */
  record Column(String name, double mean, double deviation, List<String> values) {
    boolean numeric() {
      return values.isEmpty();
    }

    int width() {
      return numeric() ? 1 : values.size();
    }
  }

  /**
   * Learns the columns of some rows. A column is numeric if all of its values are finite numbers.
   *
   * @param without a column that is not part of the code; empty for none
   * @param all rows whose categories are learned too; what is measured of numbers is not
   * @throws SettingException if a column has more than a thousand values that are no numbers, or
   *     numbers and rows without one
   */
  static TableCode learn(TableSet rows, TableSet all, String without) {
    List<Column> columns = new ArrayList<>();
    for (String name : rows.columns()) {
      if (!name.equals(without)) {
        columns.add(column(name, rows.values(name), all.values(name)));
      }
    }
    if (columns.isEmpty()) {
      throw new SettingException("data", "data must have a column beside " + without);
    }
    return new TableCode(columns);
  }

  private static Column column(String name, List<String> values, List<String> others) {
    Optional<String> odd =
        Stream.concat(values.stream(), others.stream())
            .filter(value -> !Double.isFinite(number(value)))
            .findFirst();
    if (odd.isEmpty()) {
      double[] numbers = values.stream().mapToDouble(TableCode::number).toArray();
      double mean = Arrays.stream(numbers).average().orElse(0);
      double variance =
          Arrays.stream(numbers).map(x -> (x - mean) * (x - mean)).average().orElse(0);
      double least = SMALLEST * Math.max(1, Math.abs(mean));
      return new Column(name, mean, Math.max(Math.sqrt(variance), least), List.of());
    }
    if (Stream.concat(values.stream(), others.stream())
        .allMatch(value -> value.isBlank() || Double.isFinite(number(value)))) {
      throw new SettingException(
          "data",
          ("column %s has numbers, and rows without a value; fill them in, or leave these rows or"
                  + " the column out")
              .formatted(name));
    }
    TreeSet<String> both = new TreeSet<>(values);
    both.addAll(others);
    List<String> distinct = List.copyOf(both);
    if (distinct.size() > MOST_VALUES) {
      throw new SettingException(
          "data",
          ("column %s has values that are no numbers, such as \"%s\", and %d different ones; at"
                  + " most %d categories can be learned")
              .formatted(name, odd.get(), distinct.size(), MOST_VALUES));
    }
    return new Column(name, 0, 1, distinct);
  }

  private static double number(String value) {
    // Java takes 2D and 3F for numbers; they are more often names.
    if (value.isEmpty() || Character.isLetter(value.charAt(value.length() - 1))) {
      return Double.NaN;
    }
    try {
      return Double.parseDouble(value);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  /**
   * Reads what {@link #text} gave.
   *
   * @throws SettingException if it is something else
   */
  static TableCode parse(String text) {
    try {
      List<Map<String, Object>> all = JSON.readValue(text, new TypeReference<>() {});
      List<Column> columns = new ArrayList<>();
      if (all == null || all.contains(null)) {
        throw unreadable(text);
      }
      for (Map<String, Object> each : all) {
        columns.add(
            new Column(
                String.valueOf(each.get("name")),
                each.get("mean") instanceof Number mean ? mean.doubleValue() : 0,
                each.get("deviation") instanceof Number deviation ? deviation.doubleValue() : 1,
                each.get("values") instanceof List<?> values
                    ? values.stream().map(String::valueOf).toList()
                    : List.of()));
      }
      for (Column column : columns) {
        if (!Double.isFinite(column.mean())
            || !Double.isFinite(column.deviation())
            || column.deviation() <= 0) {
          throw unreadable(text);
        }
      }
      if (columns.isEmpty()) {
        throw new SettingException("columns", "columns must not be empty");
      }
      return new TableCode(columns);
    } catch (JsonProcessingException | ClassCastException e) {
      throw unreadable(text);
    }
  }

  private static SettingException unreadable(String text) {
    return new SettingException(
        "columns", "columns must be a list of columns as the trainer writes it, got " + text);
  }

  /** The columns as text. */
  String text() {
    List<Map<String, Object>> all = new ArrayList<>();
    for (Column column : columns) {
      Map<String, Object> each = new LinkedHashMap<>();
      each.put("name", column.name());
      if (column.numeric()) {
        each.put("mean", column.mean());
        each.put("deviation", column.deviation());
      } else {
        each.put("values", column.values());
      }
      all.add(each);
    }
    try {
      return JSON.writeValueAsString(all);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  List<Column> columns() {
    return columns;
  }

  /** Numbers of a row. */
  int width() {
    return columns.stream().mapToInt(Column::width).sum();
  }

  /**
   * A row as numbers, at an offset of an array.
   *
   * @param row by column; other columns are passed over
   * @throws SettingException if a column is missing, a numeric one has no number, or a categorical
   *     one a value that was not learned, naming column and value
   */
  void encode(Map<String, String> row, float[] into, int offset) {
    int at = offset;
    for (Column column : columns) {
      String value = row.get(column.name());
      if (value == null) {
        throw new SettingException(
            "row", "row must have a value of " + column.name() + ", got none");
      }
      if (column.numeric()) {
        double number = number(value);
        if (!Double.isFinite(number)) {
          throw new SettingException(
              "row", "%s must be a finite number, got \"%s\"".formatted(column.name(), value));
        }
        into[at] = (float) ((number - column.mean()) / column.deviation());
        if (!Float.isFinite(into[at])) {
          throw new SettingException(
              "row",
              "%s must be nearer to the %s that were learned, got \"%s\""
                  .formatted(column.name(), column.mean(), value));
        }
      } else {
        int index = column.values().indexOf(value);
        if (index < 0) {
          throw new SettingException(
              "row",
              "%s must be one of %s, got \"%s\", which the model has not learned"
                  .formatted(column.name(), column.values(), value));
        }
        for (int i = 0; i < column.width(); i++) {
          into[at + i] = i == index ? 1 : -1;
        }
      }
      at += column.width();
    }
  }

  /**
   * All rows as numbers.
   *
   * @param part of the data that they are, for messages
   * @throws SettingException as {@link #encode(Map, float[], int)}, naming the row
   */
  float[] encode(TableSet rows, String part) {
    int width = width();
    float[] all = new float[Math.multiplyExact(rows.size(), width)];
    for (int i = 0; i < rows.size(); i++) {
      try {
        encode(named(rows, i), all, i * width);
      } catch (SettingException e) {
        SettingException named =
            new SettingException(
                "data", "row %d of the %s part: %s".formatted(i + 1, part, e.getMessage()));
        named.initCause(e);
        throw named;
      }
    }
    return all;
  }

  private static Map<String, String> named(TableSet rows, int index) {
    Map<String, String> row = new LinkedHashMap<>();
    for (int c = 0; c < rows.columns().size(); c++) {
      row.put(rows.columns().get(c), rows.rows().get(index).get(c));
    }
    return row;
  }

  /** Numbers of a row as values: of a categorical column the one with the largest number. */
  List<Object> decode(float[] numbers, int offset) {
    List<Object> values = new ArrayList<>();
    int at = offset;
    for (Column column : columns) {
      if (column.numeric()) {
        double value = column.mean() + column.deviation() * numbers[at];
        values.add(Double.parseDouble(String.format(Locale.ROOT, "%.6g", value)));
      } else {
        int best = 0;
        for (int i = 1; i < column.width(); i++) {
          best = numbers[at + i] > numbers[at + best] ? i : best;
        }
        values.add(column.values().get(best));
      }
      at += column.width();
    }
    return values;
  }

  /** How far two rows of numbers are apart in each column: the mean over its numbers. */
  List<Double> distances(float[] a, float[] b) {
    List<Double> distances = new ArrayList<>();
    int at = 0;
    for (Column column : columns) {
      double sum = 0;
      for (int i = 0; i < column.width(); i++) {
        sum += Math.abs(a[at + i] - b[at + i]);
      }
      distances.add(sum / column.width());
      at += column.width();
    }
    return distances;
  }
}
