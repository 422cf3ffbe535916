package dev.seisei.engine.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A place in a JSON document, which knows its path and gives what is there only as what it is. */
record Field(JsonNode node, String path) {
  /** Beyond what any graph needs; a reader calls itself once a level. */
  private static final int NESTING = 200;

  private static final int EXCERPT = 60;

  /** The document's root. */
  static Field parse(byte[] json) {
    // No string is longer than the file that holds it.
    StreamReadConstraints constraints =
        StreamReadConstraints.builder()
            .maxNestingDepth(NESTING)
            .maxStringLength(Integer.MAX_VALUE)
            .build();
    JsonFactory factory = JsonFactory.builder().streamReadConstraints(constraints).build();
    JsonMapper mapper =
        JsonMapper.builder(factory)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    try {
      return new Field(mapper.readTree(json), "");
    } catch (StreamReadException e) {
      throw new IllegalArgumentException(
          "not JSON: " + e.getOriginalMessage() + ", line " + e.getLocation().getLineNr(), e);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a graph file: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What to say of this place. */
  IllegalArgumentException error(String message) {
    return new IllegalArgumentException((path.isEmpty() ? "" : path + ": ") + message);
  }

  private IllegalArgumentException mustBe(String expected) {
    String text = node.isMissingNode() ? "nothing" : node.toString();
    String excerpt = text.length() <= EXCERPT ? text : text.substring(0, EXCERPT) + "…";
    return error("must be " + expected + ", got " + excerpt);
  }

  private Field at(String name, JsonNode inner) {
    return new Field(inner, path.isEmpty() ? name : path + "." + name);
  }

  /** This object, which must have no fields but some of the given names. */
  Field only(Collection<String> names) {
    for (String name : fields().keySet()) {
      if (!names.contains(name)) {
        throw error("the field " + name + " is unknown; known are " + names);
      }
    }
    return this;
  }

  /** An object without fields, at this place. */
  Field empty() {
    return new Field(JsonNodeFactory.instance.objectNode(), path);
  }

  /** A field of this object, which must be there. */
  Field get(String name) {
    Field field = find(name);
    if (field == null) {
      throw error("the field " + name + " is missing");
    }
    return field;
  }

  /** A field of this object, or null. */
  @Nullable Field find(String name) {
    if (!node.isObject()) {
      throw mustBe("an object");
    }
    JsonNode field = node.get(name);
    return field == null ? null : at(name, field);
  }

  /** The fields of an object, in order. */
  Map<String, Field> fields() {
    if (!node.isObject()) {
      throw mustBe("an object");
    }
    Map<String, Field> fields = new LinkedHashMap<>();
    node.properties()
        .forEach(field -> fields.put(field.getKey(), at(field.getKey(), field.getValue())));
    return fields;
  }

  /** The elements of an array. */
  List<Field> elements() {
    if (!node.isArray()) {
      throw mustBe("an array");
    }
    List<Field> elements = new ArrayList<>(node.size());
    for (JsonNode element : node) {
      elements.add(new Field(element, path + "[" + elements.size() + "]"));
    }
    return elements;
  }

  boolean isArray() {
    return node.isArray();
  }

  boolean isObject() {
    return node.isObject();
  }

  boolean isText() {
    return node.isTextual();
  }

  boolean isInteger() {
    return node.isIntegralNumber();
  }

  boolean isBoolean() {
    return node.isBoolean();
  }

  int integer() {
    if (!isInteger() || !node.canConvertToInt()) {
      throw mustBe("an integer");
    }
    return node.intValue();
  }

  long longInteger() {
    if (!isInteger() || !node.canConvertToLong()) {
      throw mustBe("an integer of 64 bits");
    }
    return node.longValue();
  }

  /** A number, or the name of one that JSON has no digits for. */
  double real() {
    if (isText()) {
      return switch (node.textValue()) {
        case "NaN" -> Double.NaN;
        case "Infinity" -> Double.POSITIVE_INFINITY;
        case "-Infinity" -> Double.NEGATIVE_INFINITY;
        default -> throw mustBe("a number");
      };
    }
    if (!node.isNumber() || !Double.isFinite(node.doubleValue())) {
      throw mustBe("a number of double precision");
    }
    return node.doubleValue();
  }

  boolean truth() {
    if (!isBoolean()) {
      throw mustBe("true or false");
    }
    return node.booleanValue();
  }

  String text() {
    if (!isText()) {
      throw mustBe("a string");
    }
    return node.textValue();
  }

  /** The constant of an enum that this names. */
  Object constant(Class<?> type) {
    for (Object constant : type.getEnumConstants()) {
      if (((Enum<?>) constant).name().equals(node.textValue())) {
        return constant;
      }
    }
    throw mustBe("one of " + List.of(type.getEnumConstants()));
  }

  /** What an attempt gives; whatever argument it refuses, this place is to blame for. */
  <T> T attempt(Supplier<T> attempt) {
    try {
      return attempt.get();
    } catch (IllegalArgumentException
        | IllegalStateException
        | ArithmeticException
        | IndexOutOfBoundsException e) {
      IllegalArgumentException error = error(message(e));
      error.initCause(e);
      throw error;
    }
  }

  private static String message(Exception e) {
    @Nullable String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }
}
