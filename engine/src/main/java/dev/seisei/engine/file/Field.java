package dev.seisei.engine.file;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A place in a {@link Json} document, which knows its path and gives what is there only as what it
 * is.
 */
record Field(@Nullable Object content, String path) {
  private static final int EXCERPT = 60;

  /** What to say of this place. */
  IllegalArgumentException error(String message) {
    return new IllegalArgumentException((path.isEmpty() ? "" : path + ": ") + message);
  }

  private IllegalArgumentException mustBe(String expected) {
    String text = content instanceof String ? "\"" + content + "\"" : String.valueOf(content);
    String excerpt = text.length() <= EXCERPT ? text : text.substring(0, EXCERPT) + "…";
    return error("must be " + expected + ", got " + excerpt);
  }

  private Map<?, ?> object() {
    if (!(content instanceof Map<?, ?> object)) {
      throw mustBe("an object");
    }
    return object;
  }

  private Field at(String name, @Nullable Object inner) {
    return new Field(inner, path.isEmpty() ? name : path + "." + name);
  }

  /** This object, which must have no fields but some of the given names. */
  Field only(Collection<String> names) {
    for (Object name : object().keySet()) {
      if (!names.contains((String) name)) {
        throw error("the field " + name + " is unknown; known are " + names);
      }
    }
    return this;
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
    return object().containsKey(name) ? at(name, object().get(name)) : null;
  }

  /** The fields of an object, in order. */
  Map<String, Field> fields() {
    Map<String, Field> fields = new LinkedHashMap<>();
    object().forEach((name, inner) -> fields.put((String) name, at((String) name, inner)));
    return fields;
  }

  /** The elements of an array. */
  List<Field> elements() {
    if (!(content instanceof List<?> array)) {
      throw mustBe("an array");
    }
    List<Field> elements = new ArrayList<>(array.size());
    for (Object element : array) {
      elements.add(new Field(element, path + "[" + elements.size() + "]"));
    }
    return elements;
  }

  boolean isArray() {
    return content instanceof List;
  }

  boolean isObject() {
    return content instanceof Map;
  }

  boolean isText() {
    return content instanceof String;
  }

  boolean isInteger() {
    return content instanceof BigInteger;
  }

  boolean isBoolean() {
    return content instanceof Boolean;
  }

  int integer() {
    if (!(content instanceof BigInteger number) || number.bitLength() >= Integer.SIZE) {
      throw mustBe("an integer");
    }
    return number.intValue();
  }

  long longInteger() {
    if (!(content instanceof BigInteger number) || number.bitLength() >= Long.SIZE) {
      throw mustBe("an integer of 64 bits");
    }
    return number.longValue();
  }

  /** A number, or the name of one that JSON has no digits for. */
  double real() {
    if (content instanceof String name) {
      return switch (name) {
        case "NaN" -> Double.NaN;
        case "Infinity" -> Double.POSITIVE_INFINITY;
        case "-Infinity" -> Double.NEGATIVE_INFINITY;
        default -> throw mustBe("a number");
      };
    }
    if (!(content instanceof Number number) || !Double.isFinite(number.doubleValue())) {
      throw mustBe("a number of double precision");
    }
    return number.doubleValue();
  }

  boolean truth() {
    if (!(content instanceof Boolean truth)) {
      throw mustBe("true or false");
    }
    return truth;
  }

  String text() {
    if (!(content instanceof String text)) {
      throw mustBe("a string");
    }
    return text;
  }

  /** The constant of an enum that this names. */
  Object constant(Class<?> type) {
    for (Object constant : type.getEnumConstants()) {
      if (((Enum<?>) constant).name().equals(content)) {
        return constant;
      }
    }
    throw mustBe("one of " + List.of(type.getEnumConstants()));
  }

  /** What an attempt gives; if it fails for what it is given, this place is to blame. */
  <T> T attempt(Supplier<T> attempt) {
    try {
      return attempt.get();
    } catch (IllegalArgumentException
        | IllegalStateException
        | ArithmeticException
        | IndexOutOfBoundsException e) {
      IllegalArgumentException error = error(String.valueOf(e.getMessage()));
      error.initCause(e);
      throw error;
    }
  }
}
