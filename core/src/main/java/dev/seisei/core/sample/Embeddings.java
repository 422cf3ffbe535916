package dev.seisei.core.sample;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Vectors, [N, D], float32. As {@code json} the numbers: {@code {"shape": [N, D], "data": [...]}};
 * as {@code csv} a row each.
 */
public final class Embeddings implements Sample {
  private static final String[] EXTENTS = {"count", "dimensions"};

  private final int count;
  private final int dimensions;
  private final float[] values;

  /**
   * @param values count·dimensions numbers; not copied
   * @throws IllegalArgumentException if an extent is not positive, or the numbers are not as many
   */
  public Embeddings(int count, int dimensions, float[] values) {
    Numbers.checkShape(values, EXTENTS, count, dimensions);
    this.count = count;
    this.dimensions = dimensions;
    this.values = values;
  }

  @Override
  public int size() {
    return count;
  }

  public int dimensions() {
    return dimensions;
  }

  /** A copy of one vector, [D]. */
  public float[] vector(int index) {
    Objects.checkIndex(index, count);
    return Numbers.rows(values, index, 1, dimensions);
  }

  @Override
  public Embeddings slice(int from, int length) {
    SampleFiles.checkRange(from, length, count);
    return new Embeddings(length, dimensions, Numbers.rows(values, from, length, dimensions));
  }

  @Override
  public List<String> formats() {
    return List.of("json", "csv");
  }

  @Override
  public void write(String format, OutputStream out) throws IOException {
    switch (format) {
      case "json" -> Numbers.writeJson(values, out, count, dimensions);
      case "csv" -> writeCsv(out);
      default -> throw SampleFiles.unknown(this, format);
    }
  }

  private void writeCsv(OutputStream out) throws IOException {
    for (int i = 0; i < count; i++) {
      List<Float> row = new ArrayList<>(dimensions);
      for (int j = 0; j < dimensions; j++) {
        row.add(values[i * dimensions + j]);
      }
      Numbers.writeCsv(row, out);
    }
  }
}
