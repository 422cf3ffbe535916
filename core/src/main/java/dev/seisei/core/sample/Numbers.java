package dev.seisei.core.sample;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Arrays of numbers, and text, as JSON and CSV. */
final class Numbers {
  private static final JsonFactory JSON = new JsonFactory();

  private Numbers() {}

  /**
   * Checks that extents are positive and that there are as many numbers as they say.
   *
   * @param names of the extents, such as {@code count}
   */
  static void checkShape(float[] values, String[] names, int... extents) {
    long expected = 1;
    for (int i = 0; i < extents.length; i++) {
      if (extents[i] < 1) {
        throw new IllegalArgumentException(names[i] + " must be positive, got " + extents[i]);
      }
      expected = multiply(expected, extents[i]);
    }
    if (values.length != expected) {
      throw new IllegalArgumentException(
          "expected "
              + expected
              + " numbers for "
              + String.join("·", names)
              + " = "
              + Arrays.toString(extents)
              + ", got "
              + values.length);
    }
  }

  /** A product of extents, or more than any array holds. */
  private static long multiply(long a, int b) {
    return Math.min(a * b, 1L << 32);
  }

  /** Some rows, of a row's length each. */
  static float[] rows(float[] values, int from, int count, int length) {
    return Arrays.copyOfRange(values, from * length, (from + count) * length);
  }

  /** A generator that leaves the stream open. */
  static JsonGenerator json(OutputStream out) throws IOException {
    return JSON.createGenerator(out, JsonEncoding.UTF8)
        .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
  }

  /** Writes {@code {"shape": [...], "data": [...]}}, the last extent innermost. */
  static void writeJson(float[] values, OutputStream out, int... shape) throws IOException {
    try (JsonGenerator json = json(out)) {
      json.writeStartObject();
      json.writeFieldName("shape");
      json.writeArray(shape, 0, shape.length);
      json.writeArrayFieldStart("data");
      for (float value : values) {
        json.writeNumber(value);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
  }

  /** Writes a line of CSV, quoted where RFC 4180 asks for it. */
  static void writeCsv(List<?> cells, OutputStream out) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      line.append(i == 0 ? "" : ",").append(quoted(cells.get(i).toString()));
    }
    out.write(line.append('\n').toString().getBytes(StandardCharsets.UTF_8));
  }

  private static String quoted(String cell) {
    boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }
}
