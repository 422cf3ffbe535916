package dev.seisei.core.gguf;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/**
 * What a file says about its model, by key. Those who ask say what type they expect; a key of
 * another type is an error that names the file, the key and where it is. Immutable and thread-safe.
 */
public final class GgufMetadata {
  /** The key of the alignment of tensors, a power of two. */
  public static final String ALIGNMENT = "general.alignment";

  /** Its value in files that do not say. */
  static final int DEFAULT_ALIGNMENT = 32;

  private static final int MOST_ALIGNMENT = 1 << 20;
  private static final int LEAST_ALIGNMENT = 8;

  /** Longest key and longest name of a tensor, in bytes, as the format has it for keys. */
  static final int LONGEST_NAME = 65_535;

  /** Longest text in bytes; most are names, some are templates of chats. */
  private static final int LONGEST_TEXT = 1 << 24;

  /** Most elements of an array; the largest vocabularies have half a million. */
  private static final int MOST_ELEMENTS = 1 << 24;

  private record Entry(GgufValue value, long at) {}

  private final Path file;
  private final Map<String, Entry> entries;

  private GgufMetadata(Path file, Map<String, Entry> entries) {
    this.file = file;
    this.entries = entries;
  }

  /** Reads so many keys and values. */
  static GgufMetadata read(GgufCursor in, int count) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      long at = in.at();
      String key = in.text("the key of metadata " + i, LONGEST_NAME);
      Entry entry = new Entry(value(in, GgufCursor.quote(key)), at);
      if (entries.putIfAbsent(key, entry) != null) {
        throw in.wrong("key " + GgufCursor.quote(key), at, "is there twice");
      }
    }
    return new GgufMetadata(in.path(), entries);
  }

  private static GgufValue value(GgufCursor in, String key) {
    GgufValueType type = type(in, "the type of " + key);
    return type == GgufValueType.ARRAY ? array(in, key) : scalar(in, type, key);
  }

  private static GgufValueType type(GgufCursor in, String field) {
    long at = in.at();
    int id = in.i32(field);
    return GgufValueType.find(id)
        .orElseThrow(
            () ->
                in.wrong(
                    field,
                    at,
                    "is " + Integer.toUnsignedString(id) + ", which is no type of metadata"));
  }

  private static GgufValue scalar(GgufCursor in, GgufValueType type, String key) {
    return switch (type) {
      case BOOL -> new GgufValue.Bool(bool(in, key));
      case STRING -> new GgufValue.Text(in.text(key, LONGEST_TEXT));
      case FLOAT32, FLOAT64 -> new GgufValue.Floating(type, floating(in, type, key));
      default -> new GgufValue.Integral(type, integral(in, type, key));
    };
  }

  /** Arrays of arrays are refused: no model has them, and they could be nested without end. */
  private static GgufValue array(GgufCursor in, String key) {
    long at = in.at();
    GgufValueType type = type(in, "the element type of " + key);
    if (type == GgufValueType.ARRAY) {
      throw in.wrong(key, at, "is an array of arrays, which is not supported");
    }
    int count = in.count("the length of " + key, type.leastBytes(), MOST_ELEMENTS);
    switch (type) {
      case BOOL -> {
        boolean[] values = new boolean[count];
        for (int i = 0; i < count; i++) {
          values[i] = bool(in, key);
        }
        return new GgufValue.Bools(values);
      }
      case STRING -> {
        List<String> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
          values.add(in.text(key, LONGEST_TEXT));
        }
        return new GgufValue.Texts(values);
      }
      case FLOAT32, FLOAT64 -> {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
          values[i] = floating(in, type, key);
        }
        return new GgufValue.Floatings(type, values);
      }
      default -> {
        long[] values = new long[count];
        for (int i = 0; i < count; i++) {
          values[i] = integral(in, type, key);
        }
        return new GgufValue.Integrals(type, values);
      }
    }
  }

  private static boolean bool(GgufCursor in, String key) {
    long at = in.at();
    int value = in.u8(key);
    if (value > 1) {
      throw in.wrong(key, at, "is a truth of " + value + ", expected 0 or 1");
    }
    return value == 1;
  }

  private static double floating(GgufCursor in, GgufValueType type, String key) {
    return type == GgufValueType.FLOAT32
        ? Float.intBitsToFloat(in.i32(key))
        : Double.longBitsToDouble(in.i64(key));
  }

  private static long integral(GgufCursor in, GgufValueType type, String key) {
    return switch (type) {
      case UINT8 -> in.u8(key);
      case INT8 -> (byte) in.u8(key);
      case UINT16 -> in.u16(key);
      case INT16 -> (short) in.u16(key);
      case UINT32 -> in.u32(key);
      case INT32 -> in.i32(key);
      default -> in.i64(key);
    };
  }

  /** The alignment of tensors, in bytes. */
  int alignment() {
    Entry entry = entries.get(ALIGNMENT);
    if (entry == null) {
      return DEFAULT_ALIGNMENT;
    }
    if (!(entry.value() instanceof GgufValue.Integral number)
        || number.type() != GgufValueType.UINT32
        || !isAlignment(number.bits())) {
      throw wrong(
          ALIGNMENT,
          entry,
          "must be a UINT32, a power of two from " + LEAST_ALIGNMENT + " to " + MOST_ALIGNMENT);
    }
    return (int) number.bits();
  }

  static boolean isAlignment(long bytes) {
    return Long.bitCount(bytes) == 1 && bytes >= LEAST_ALIGNMENT && bytes <= MOST_ALIGNMENT;
  }

  /** All keys, in the order of the file. */
  public Set<String> keys() {
    return Collections.unmodifiableSet(entries.keySet());
  }

  /** A value of whatever type. */
  public Optional<GgufValue> find(String key) {
    return Optional.ofNullable(entries.get(key)).map(Entry::value);
  }

  /** A text. */
  public Optional<String> text(String key) {
    return as(
        key,
        "a text",
        v -> v instanceof GgufValue.Text text ? Optional.of(text.value()) : Optional.empty());
  }

  /** A whole number of any type, as far as it fits 63 bits. */
  public OptionalLong integer(String key) {
    Optional<Long> found =
        as(
            key,
            "a whole number below 2^63",
            v ->
                v instanceof GgufValue.Integral number
                        && (number.type() != GgufValueType.UINT64 || number.bits() >= 0)
                    ? Optional.of(number.bits())
                    : Optional.empty());
    return found.isPresent() ? OptionalLong.of(found.get()) : OptionalLong.empty();
  }

  /** A floating-point number. */
  public OptionalDouble number(String key) {
    Optional<Double> found =
        as(
            key,
            "a floating-point number",
            v ->
                v instanceof GgufValue.Floating number
                    ? Optional.of(number.value())
                    : Optional.empty());
    return found.isPresent() ? OptionalDouble.of(found.get()) : OptionalDouble.empty();
  }

  /** A truth. */
  public Optional<Boolean> bool(String key) {
    return as(
        key,
        "a truth",
        v -> v instanceof GgufValue.Bool bool ? Optional.of(bool.value()) : Optional.empty());
  }

  /** An array of texts. */
  public Optional<List<String>> texts(String key) {
    return as(
        key,
        "an array of texts",
        v -> v instanceof GgufValue.Texts texts ? Optional.of(texts.values()) : Optional.empty());
  }

  /** An array of whole numbers, the caller's own; those of {@code UINT64} as bits. */
  public Optional<long[]> integers(String key) {
    return as(
        key,
        "an array of whole numbers",
        v ->
            v instanceof GgufValue.Integrals integrals
                ? Optional.of(integrals.values().clone())
                : Optional.empty());
  }

  /** An array of floating-point numbers, the caller's own. */
  public Optional<double[]> numbers(String key) {
    return as(
        key,
        "an array of floating-point numbers",
        v ->
            v instanceof GgufValue.Floatings floatings
                ? Optional.of(floatings.values().clone())
                : Optional.empty());
  }

  /** What to throw where a key is needed that is not there. */
  public IllegalArgumentException missing(String key) {
    return new IllegalArgumentException(file + " has no metadata " + GgufCursor.quote(key));
  }

  private <T> Optional<T> as(
      String key, String expected, Function<GgufValue, Optional<T>> convert) {
    Entry entry = entries.get(key);
    if (entry == null) {
      return Optional.empty();
    }
    Optional<T> converted = convert.apply(entry.value());
    if (converted.isEmpty()) {
      throw wrong(key, entry, "must be " + expected + ", got " + shown(entry.value()));
    }
    return converted;
  }

  private static String shown(GgufValue value) {
    if (value instanceof GgufValue.Integral number) {
      return number.type() + " " + number;
    }
    return value.type().toString();
  }

  private IllegalArgumentException wrong(String key, Entry entry, String what) {
    return new IllegalArgumentException(
        file + ": metadata " + GgufCursor.quote(key) + " at byte " + entry.at() + " " + what);
  }
}
