package dev.seisei.core.checkpoint;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The header of a safetensors file, checked: every tensor lies within the file, no two overlap, and
 * no byte belongs to none.
 *
 * <p>Source: the safetensors format, and the checks of its reference implementation.
 *
 * @param tensors by name, in the order of their data
 * @param metadata what the file says about itself
 */
record SafetensorsHeader(Map<String, Entry> tensors, Map<String, String> metadata) {
  /** The reserved name of the metadata. */
  static final String METADATA = "__metadata__";

  /** Largest header, in bytes, as in the reference. */
  static final int MAX_BYTES = 100_000_000;

  private static final int MAX_RANK = 64;

  /**
   * Where a tensor is.
   *
   * @param begin its first byte, counted from the end of the header
   * @param end the byte behind its last
   */
  record Entry(StoredType type, List<Long> shape, long begin, long end) {
    long[] extents() {
      return shape.stream().mapToLong(Long::longValue).toArray();
    }

    long bytes() {
      return end - begin;
    }

    @Override
    public String toString() {
      return type + shape.toString();
    }
  }

  /**
   * Reads and checks a header.
   *
   * @param json the header's bytes
   * @param dataBytes how many bytes of data follow it
   * @throws IllegalArgumentException saying what is wrong
   */
  static SafetensorsHeader parse(byte[] json, long dataBytes) {
    if (json.length == 0 || json[0] != '{') {
      throw new IllegalArgumentException("the header does not begin with {");
    }
    Map<String, Entry> tensors = new LinkedHashMap<>();
    Map<String, String> metadata = new LinkedHashMap<>();
    try (JsonParser parser = Json.MAPPER.createParser(json)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        if (name.equals(METADATA)) {
          readMetadata(parser, metadata);
        } else {
          tensors.put(name, readEntry(parser, name));
        }
      }
      if (parser.nextToken() != null) {
        throw new IllegalArgumentException("the header goes on behind its closing brace");
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("the header is not valid JSON: " + Json.reason(e), e);
    }
    return new SafetensorsHeader(inOrder(tensors, dataBytes), metadata);
  }

  private static void readMetadata(JsonParser parser, Map<String, String> into) throws IOException {
    if (!parser.isExpectedStartObjectToken()) {
      throw new IllegalArgumentException(METADATA + " must be an object");
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      if (parser.nextToken() != JsonToken.VALUE_STRING) {
        throw new IllegalArgumentException(
            METADATA + ": the value of " + Json.quote(key) + " must be a string");
      }
      into.put(key, parser.getText());
    }
  }

  private static Entry readEntry(JsonParser parser, String name) throws IOException {
    if (!parser.isExpectedStartObjectToken()) {
      throw wrong(name, "must be described by an object");
    }
    StoredType type = null;
    List<Long> shape = null;
    List<Long> offsets = null;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      parser.nextToken();
      switch (field) {
        case "dtype" -> type = readType(parser, name);
        case "shape" -> shape = readCounts(parser, name, field, MAX_RANK);
        case "data_offsets" -> offsets = readCounts(parser, name, field, 2);
        default -> throw wrong(name, "has the unknown field " + Json.quote(field));
      }
    }
    return entry(name, type, shape, offsets);
  }

  private static StoredType readType(JsonParser parser, String name) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      for (StoredType type : StoredType.values()) {
        if (type.name().equals(parser.getText())) {
          return type;
        }
      }
      throw wrong(name, "has the unknown dtype " + Json.quote(parser.getText()));
    }
    throw wrong(name, "has a dtype that is no string");
  }

  private static List<Long> readCounts(JsonParser parser, String name, String field, int most)
      throws IOException {
    if (!parser.isExpectedStartArrayToken()) {
      throw wrong(name, "has a " + field + " that is no list");
    }
    List<Long> counts = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT
          || parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
          || parser.getLongValue() < 0) {
        throw wrong(
            name,
            "has a " + field + " with " + Json.shortened(parser.getText()) + ", expected a count");
      }
      if (counts.size() == most) {
        throw wrong(name, "has a " + field + " of more than " + most + " numbers");
      }
      counts.add(parser.getLongValue());
    }
    return counts;
  }

  private static Entry entry(
      String name,
      @Nullable StoredType type,
      @Nullable List<Long> shape,
      @Nullable List<Long> offsets) {
    if (type == null || shape == null || offsets == null) {
      throw wrong(name, "needs dtype, shape and data_offsets");
    }
    if (offsets.size() != 2) {
      throw wrong(name, "has data_offsets " + offsets + ", expected two");
    }
    long begin = offsets.get(0);
    long end = offsets.get(1);
    if (begin > end) {
      throw wrong(name, "ends before it begins: data_offsets " + offsets);
    }
    Entry entry = new Entry(type, shape, begin, end);
    if (bytesOf(name, entry) != entry.bytes()) {
      throw wrong(
          name,
          "is "
              + entry
              + " of "
              + bytesOf(name, entry)
              + " bytes, but data_offsets "
              + offsets
              + " span "
              + entry.bytes());
    }
    return entry;
  }

  private static long bytesOf(String name, Entry entry) {
    try {
      long bits = entry.type().bits();
      for (long extent : entry.shape()) {
        bits = Math.multiplyExact(bits, extent);
      }
      if (bits % 8 != 0) {
        throw wrong(name, "is " + entry + ", which does not fill whole bytes");
      }
      return bits / 8;
    } catch (ArithmeticException e) {
      throw wrong(name, "is " + entry + ", which is larger than any file");
    }
  }

  /** The tensors in the order of their data, which must begin at 0, have no holes, and end last. */
  private static Map<String, Entry> inOrder(Map<String, Entry> tensors, long dataBytes) {
    List<Map.Entry<String, Entry>> sorted = new ArrayList<>(tensors.entrySet());
    sorted.sort(
        Comparator.comparingLong((Map.Entry<String, Entry> each) -> each.getValue().begin())
            .thenComparingLong(each -> each.getValue().end()));
    Map<String, Entry> ordered = new LinkedHashMap<>();
    long at = 0;
    for (Map.Entry<String, Entry> each : sorted) {
      if (each.getValue().begin() != at) {
        throw wrong(
            each.getKey(),
            "begins at "
                + each.getValue().begin()
                + " of the data, expected "
                + at
                + ": "
                + (each.getValue().begin() < at ? "tensors overlap" : "there is a hole"));
      }
      at = each.getValue().end();
      ordered.put(each.getKey(), each.getValue());
    }
    if (at != dataBytes) {
      throw new IllegalArgumentException(
          "the tensors take "
              + at
              + " bytes, but "
              + dataBytes
              + " follow the header: the file is "
              + (at > dataBytes ? "cut off" : "longer than it should be"));
    }
    return ordered;
  }

  private static IllegalArgumentException wrong(String name, String what) {
    return new IllegalArgumentException("tensor " + Json.quote(name) + " " + what);
  }
}
