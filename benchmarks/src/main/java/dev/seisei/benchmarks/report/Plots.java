package dev.seisei.benchmarks.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.Styler.LegendPosition;

/** Measurements as pictures. */
public final class Plots {
  private static final int WIDTH = 1000;
  private static final int HEIGHT = 560;

  private Plots() {}

  /**
   * Bars side by side.
   *
   * @param groups what stands together
   * @param series for each kind of bar, one number a group, or null
   */
  public static byte[] bars(
      String title, String axis, List<String> groups, Map<String, List<Double>> series) {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .yAxisTitle(axis)
            .build();
    chart.getStyler().setLegendPosition(LegendPosition.OutsideS);
    chart.getStyler().setLocale(Locale.ROOT);
    series.forEach((name, values) -> chart.addSeries(name, groups, values));
    return png(chart);
  }

  /** A line of points, in the order of x. */
  public record Line(List<Double> x, List<Double> y) {}

  /** Lines on logarithmic axes, where a power is straight. */
  public static byte[] powers(String title, String xAxis, String yAxis, Map<String, Line> lines) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle(xAxis)
            .yAxisTitle(yAxis)
            .build();
    chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
    chart.getStyler().setLocale(Locale.ROOT);
    chart.getStyler().setXAxisLogarithmic(true);
    chart.getStyler().setYAxisLogarithmic(true);
    lines.forEach((name, line) -> chart.addSeries(name, line.x(), line.y()));
    return png(chart);
  }

  private static byte[] png(Chart<?, ?> chart) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      BitmapEncoder.saveBitmap(chart, out, BitmapFormat.PNG);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
