package dev.seisei.benchmarks.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Map;

/** Measurements as JSON: an array of flat objects of numbers and words. */
public final class Rows {
  private Rows() {}

  /**
   * The rows as JSON. Numbers keep six digits; those that JSON does not have are null.
   *
   * @param rows of strings, whole numbers and others, by name
   */
  public static byte[] json(List<? extends Map<String, ?>> rows) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
      json.setPrettyPrinter(printer);
      json.writeStartArray();
      for (Map<String, ?> row : rows) {
        json.writeStartObject();
        for (Map.Entry<String, ?> field : row.entrySet()) {
          json.writeFieldName(field.getKey());
          write(json, field.getValue());
        }
        json.writeEndObject();
      }
      json.writeEndArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void write(JsonGenerator json, Object value) throws IOException {
    if (value instanceof Integer whole) {
      json.writeNumber(whole);
    } else if (value instanceof Double number) {
      if (Double.isFinite(number)) {
        json.writeNumber(BigDecimal.valueOf(number).round(new MathContext(6)).doubleValue());
      } else {
        json.writeNull();
      }
    } else {
      json.writeString(value.toString());
    }
  }
}
