package dev.seisei.engine.file;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The attributes of a composite, sorted by name. Their types are kept: a number with a point or
 * exponent is a double, one without an int; {@code {"long": 3}} and {@code {"double": "NaN"}} are
 * what else there is.
 */
final class CompositeAttributes {
  private CompositeAttributes() {}

  static void write(JsonGenerator out, Map<String, Object> attributes) throws IOException {
    out.writeStartObject();
    for (Map.Entry<String, Object> attribute : new TreeMap<>(attributes).entrySet()) {
      out.writeFieldName(attribute.getKey());
      write(out, attribute.getKey(), attribute.getValue());
    }
    out.writeEndObject();
  }

  private static void write(JsonGenerator out, String name, Object value) throws IOException {
    if (value instanceof Long number) {
      out.writeStartObject();
      out.writeNumberField("long", number);
      out.writeEndObject();
    } else if (value instanceof Double number && !Double.isFinite(number)) {
      out.writeStartObject();
      out.writeNumberField("double", number);
      out.writeEndObject();
    } else if (value instanceof Double number) {
      out.writeNumber(number);
    } else if (value instanceof Integer number) {
      out.writeNumber(number);
    } else if (value instanceof Boolean truth) {
      out.writeBoolean(truth);
    } else if (value instanceof String text) {
      out.writeString(text);
    } else {
      throw new IllegalArgumentException(
          "the attribute "
              + name
              + " is a "
              + value.getClass().getName()
              + "; files hold int,"
              + " long, double, boolean and String");
    }
  }

  static Map<String, Object> read(Field field) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    field.fields().forEach((name, value) -> attributes.put(name, value(value)));
    return attributes;
  }

  private static Object value(Field field) {
    if (field.isObject()) {
      field.only(List.of("long", "double"));
      Field number = field.find("long");
      if (number != null) {
        return number.longInteger();
      }
      return field.get("double").real();
    } else if (field.isText()) {
      return field.text();
    } else if (field.isBoolean()) {
      return field.truth();
    } else if (field.isInteger()) {
      return field.integer();
    }
    return field.real();
  }
}
