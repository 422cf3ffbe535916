package dev.seisei.core.sample;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Series in time, [N, T, F], float32. As {@code csv} a row a step, {@code series,step} and the
 * features' names above; as {@code json} the numbers: {@code {"shape": [N, T, F], "data": [...]}}.
 */
public final class Series implements Sample {
  private static final String[] EXTENTS = {"count", "steps", "features"};

  private final int count;
  private final int steps;
  private final List<String> features;
  private final float[] values;

  /**
   * @param features a name each
   * @param values count·steps·features numbers; not copied
   * @throws IllegalArgumentException if an extent is not positive, or the numbers are not as many
   */
  public Series(int count, int steps, List<String> features, float[] values) {
    Numbers.checkShape(values, EXTENTS, count, steps, features.size());
    this.count = count;
    this.steps = steps;
    this.features = List.copyOf(features);
    this.values = values;
  }

  public int steps() {
    return steps;
  }

  public List<String> features() {
    return features;
  }

  /** A copy of one series, [T, F]. */
  public float[] values(int index) {
    Objects.checkIndex(index, count);
    return Numbers.rows(values, index, 1, steps * features.size());
  }

  @Override
  public int size() {
    return count;
  }

  @Override
  public Series slice(int from, int length) {
    SampleFiles.checkRange(from, length, count);
    float[] part = Numbers.rows(values, from, length, steps * features.size());
    return new Series(length, steps, features, part);
  }

  @Override
  public List<String> formats() {
    return List.of("csv", "json");
  }

  @Override
  public void write(String format, OutputStream out) throws IOException {
    switch (format) {
      case "csv" -> writeCsv(out);
      case "json" -> Numbers.writeJson(values, out, count, steps, features.size());
      default -> throw SampleFiles.unknown(this, format);
    }
  }

  private void writeCsv(OutputStream out) throws IOException {
    List<Object> row = new ArrayList<>(List.of("series", "step"));
    row.addAll(features);
    Numbers.writeCsv(row, out);
    for (int i = 0; i < count * steps; i++) {
      row = new ArrayList<>(List.of(i / steps, i % steps));
      for (int f = 0; f < features.size(); f++) {
        row.add(values[i * features.size() + f]);
      }
      Numbers.writeCsv(row, out);
    }
  }
}
