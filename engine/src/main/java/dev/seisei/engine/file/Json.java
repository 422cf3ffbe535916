package dev.seisei.engine.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON as maps, lists, strings, big integers, doubles, booleans and null.
 *
 * <p>Jackson's own trees would do, but a process that opens its first file would wait longer for
 * their classes than for everything else here.
 */
final class Json {
  /** Deeper than any graph needs; reading calls itself once a level. */
  private static final int NESTING = 200;

  private Json() {}

  /**
   * A document.
   *
   * @throws IllegalArgumentException if it is no JSON, or an object has two fields of one name
   */
  static Field parse(byte[] json) {
    // No string is longer than the file that holds it, so its length needs no limit of its own.
    StreamReadConstraints constraints =
        StreamReadConstraints.builder()
            .maxNestingDepth(NESTING)
            .maxStringLength(Integer.MAX_VALUE)
            .build();
    JsonFactory factory = JsonFactory.builder().streamReadConstraints(constraints).build();
    try (JsonParser parser = factory.createParser(json)) {
      parser.nextToken();
      Object content = value(parser);
      if (parser.nextToken() != null) {
        throw new IllegalArgumentException(
            "not JSON: something follows the end" + line(parser.currentLocation()));
      }
      return new Field(content, "");
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "not JSON: " + e.getOriginalMessage() + line(e.getLocation()), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Null where a limit was passed, which the message then names. */
  private static String line(@Nullable JsonLocation location) {
    return location == null ? "" : ", line " + location.getLineNr();
  }

  private static @Nullable Object value(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == null) {
      throw new IllegalArgumentException("not JSON: nothing is there");
    }
    return switch (token) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT -> parser.getBigIntegerValue();
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default ->
          throw new IllegalStateException("unexpected " + token + line(parser.currentLocation()));
    };
  }

  private static Map<String, @Nullable Object> object(JsonParser parser) throws IOException {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      boolean twice = fields.containsKey(name);
      fields.put(name, value(parser));
      if (twice) {
        throw new IllegalArgumentException(
            "not JSON: the field " + name + " is there twice" + line(parser.currentLocation()));
      }
    }
    return fields;
  }

  private static List<@Nullable Object> array(JsonParser parser) throws IOException {
    List<@Nullable Object> elements = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      elements.add(value(parser));
    }
    return elements;
  }
}
