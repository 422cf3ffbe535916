package dev.seisei.engine.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * JSON text: what belongs together on one line, the rest a line each, so that versions of a file
 * can be compared.
 */
final class Text {
  /** With digits that do not depend on the Java version. */
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER).build();

  private Text() {}

  /** Writes one value. */
  @FunctionalInterface
  interface Body {
    void write(JsonGenerator out) throws IOException;
  }

  /** One value on one line. */
  static String of(Body body) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = FACTORY.createGenerator(text)) {
      body.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  static String of(String text) {
    return of(out -> out.writeString(text));
  }

  /** An array of values, a line each. */
  static String lines(List<String> values) {
    return values.isEmpty() ? "[]" : "[\n" + String.join(",\n", values) + "]";
  }

  /** An object of values, a line each. */
  static String lines(Map<String, String> values) {
    List<String> fields = new ArrayList<>();
    values.forEach((name, value) -> fields.add(of(name) + ":" + value));
    return fields.isEmpty() ? "{}" : "{\n" + String.join(",\n", fields) + "}";
  }
}
