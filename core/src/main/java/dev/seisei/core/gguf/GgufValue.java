package dev.seisei.core.gguf;

import java.util.List;
import java.util.Locale;

/** A value of metadata, with the type it is stored in. */
public sealed interface GgufValue {
  /** What the file says it is. */
  GgufValueType type();

  /** A whole number of any of the eight types, in 64 bits; of {@code UINT64}, unsigned. */
  record Integral(GgufValueType type, long bits) implements GgufValue {
    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException if the number is beyond the type
     */
    public Integral {
      long least = least(type);
      if (type != GgufValueType.UINT64 && (bits < least || bits > most(type))) {
        throw new IllegalArgumentException(
            type + " must be from " + least + " to " + most(type) + ", got " + bits);
      }
    }

    @Override
    public String toString() {
      return type == GgufValueType.UINT64 ? Long.toUnsignedString(bits) : Long.toString(bits);
    }
  }

  /** A number of {@code FLOAT32} or {@code FLOAT64}. */
  record Floating(GgufValueType type, double value) implements GgufValue {
    public Floating {
      if (type != GgufValueType.FLOAT32 && type != GgufValueType.FLOAT64) {
        throw new IllegalArgumentException(type + " is no floating-point type");
      }
    }
  }

  /** True or false. */
  record Bool(boolean value) implements GgufValue {
    @Override
    public GgufValueType type() {
      return GgufValueType.BOOL;
    }
  }

  /** Text. */
  record Text(String value) implements GgufValue {
    @Override
    public GgufValueType type() {
      return GgufValueType.STRING;
    }
  }

  /** Whole numbers of one type; of {@code UINT64}, unsigned. */
  @SuppressWarnings("ArrayRecordComponent") // of numbers there may be millions
  record Integrals(GgufValueType elements, long[] values) implements GgufValue {
    @Override
    public GgufValueType type() {
      return GgufValueType.ARRAY;
    }
  }

  /** Numbers of {@code FLOAT32} or {@code FLOAT64}. */
  @SuppressWarnings("ArrayRecordComponent") // of numbers there may be millions
  record Floatings(GgufValueType elements, double[] values) implements GgufValue {
    @Override
    public GgufValueType type() {
      return GgufValueType.ARRAY;
    }
  }

  /** Truths. */
  @SuppressWarnings("ArrayRecordComponent") // of numbers there may be millions
  record Bools(boolean[] values) implements GgufValue {
    @Override
    public GgufValueType type() {
      return GgufValueType.ARRAY;
    }
  }

  /** Texts. */
  record Texts(List<String> values) implements GgufValue {
    public Texts {
      values = List.copyOf(values);
    }

    @Override
    public GgufValueType type() {
      return GgufValueType.ARRAY;
    }
  }

  private static long least(GgufValueType type) {
    return switch (type) {
      case UINT8, UINT16, UINT32, UINT64 -> 0;
      case INT8 -> Byte.MIN_VALUE;
      case INT16 -> Short.MIN_VALUE;
      case INT32 -> Integer.MIN_VALUE;
      case INT64 -> Long.MIN_VALUE;
      default ->
          throw new IllegalArgumentException(
              type.name().toLowerCase(Locale.ROOT) + " is no type of whole numbers");
    };
  }

  private static long most(GgufValueType type) {
    return switch (type) {
      case UINT8 -> 0xFF;
      case INT8 -> Byte.MAX_VALUE;
      case UINT16 -> 0xFFFF;
      case INT16 -> Short.MAX_VALUE;
      case UINT32 -> 0xFFFF_FFFFL;
      case INT32 -> Integer.MAX_VALUE;
      default -> Long.MAX_VALUE;
    };
  }
}
