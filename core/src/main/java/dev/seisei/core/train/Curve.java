package dev.seisei.core.train;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * How losses went over the steps of a training: a table that is also a picture.
 *
 * <p>Not thread-safe.
 */
public final class Curve {
  private static final String STEP = "step";

  private final List<String> columns;
  private final List<double[]> rows = new ArrayList<>();

  /**
   * @param columns what is recorded at a step, such as {@code training} and {@code validation}
   */
  public Curve(List<String> columns) {
    this.columns = List.copyOf(columns);
  }

  /** Records the numbers of a step, one a column. */
  public void add(long step, double... values) {
    if (values.length != columns.size()) {
      throw new IllegalArgumentException(
          "a row has " + columns + ", got " + values.length + " numbers");
    }
    double[] row = new double[values.length + 1];
    row[0] = step;
    System.arraycopy(values, 0, row, 1, values.length);
    rows.add(row);
  }

  public int rows() {
    return rows.size();
  }

  /** The table: a head line, then a line a step. */
  public byte[] csv() {
    StringBuilder text = new StringBuilder(STEP);
    columns.forEach(column -> text.append(',').append(column));
    text.append('\n');
    for (double[] row : rows) {
      text.append((long) row[0]);
      for (int i = 1; i < row.length; i++) {
        text.append(',').append(row[i]);
      }
      text.append('\n');
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads back what {@link #csv} wrote.
   *
   * @throws IllegalArgumentException if it is something else, naming the line
   */
  public static Curve read(byte[] csv) {
    String[] lines = new String(csv, StandardCharsets.UTF_8).split("\n", -1);
    List<String> head = List.of(lines[0].split(",", -1));
    if (!head.get(0).equals(STEP)) {
      throw new IllegalArgumentException("a curve begins with \"step\", got \"" + lines[0] + "\"");
    }
    Curve curve = new Curve(head.subList(1, head.size()));
    for (int line = 1; line < lines.length && !lines[line].isEmpty(); line++) {
      String[] fields = lines[line].split(",", -1);
      try {
        double[] values = new double[fields.length - 1];
        for (int i = 0; i < values.length; i++) {
          values[i] = Double.parseDouble(fields[i + 1]);
        }
        curve.add(Long.parseLong(fields[0]), values);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "line " + (line + 1) + " of the curve is not numbers: \"" + lines[line] + "\"", e);
      }
    }
    return curve;
  }

  /**
   * The picture: a line a column over the steps. Its vertical axis leaves out the steep beginning,
   * once there is something behind it.
   */
  public byte[] png(String title) {
    XYChart chart =
        new XYChartBuilder().width(900).height(500).title(title).xAxisTitle(STEP).build();
    chart.getStyler().setLegendPosition(LegendPosition.InsideNE);
    chart.getStyler().setLocale(Locale.ROOT);
    double[] steps = column(0);
    for (int i = 0; i < columns.size(); i++) {
      chart.addSeries(columns.get(i), steps, column(i + 1)).setMarker(SeriesMarkers.NONE);
    }
    if (rows.size() >= 20) {
      double most = Double.NEGATIVE_INFINITY;
      for (double[] row : rows.subList(rows.size() / 10, rows.size())) {
        for (int i = 1; i < row.length; i++) {
          most = Double.isFinite(row[i]) ? Math.max(most, row[i]) : most;
        }
      }
      if (Double.isFinite(most)) {
        chart.getStyler().setYAxisMax(most);
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      BitmapEncoder.saveBitmap(chart, out, BitmapFormat.PNG);
    } catch (IOException e) {
      throw new UncheckedIOException("the curve could not be drawn: " + e.getMessage(), e);
    }
    return out.toByteArray();
  }

  private double[] column(int index) {
    return rows.stream().mapToDouble(row -> row[index]).toArray();
  }
}
