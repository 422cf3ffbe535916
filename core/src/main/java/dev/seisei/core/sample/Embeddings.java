package dev.seisei.core.sample;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Vectors, [N, D], float32. As {@code json} the numbers, as {@code csv} a row each. */
public final class Embeddings implements Sample {
  private final int count;
  private final int dimensions;
  private final float[] values;

  /**
   * @param values count·dimensions numbers; not copied
   */
  public Embeddings(int count, int dimensions, float[] values) {
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

  @Override
  public Embeddings slice(int from, int length) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<String> formats() {
    return List.of("json", "csv");
  }

  @Override
  public void write(String format, OutputStream out) throws IOException {
    throw new UnsupportedOperationException(format + values.length);
  }
}
