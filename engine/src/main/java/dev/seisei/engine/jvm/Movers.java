package dev.seisei.engine.jvm;

import dev.seisei.engine.memory.Buffer;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.memory.Tensor;

/**
 * Makes {@link Mover}s between memory of any type and heap arrays of a few. Converting, they do
 * what a cast does: towards I32 and I64 numbers are truncated and clamped, towards smaller integers
 * truncated, towards BOOL compared with 0.
 */
final class Movers {
  private Movers() {}

  // Elements as doubles.

  static Mover read(DType type, Buffer buffer, double[] array) {
    return switch (type) {
      case F64 -> RawMovers.read(buffer.asByteBuffer().asDoubleBuffer(), array);
      case F32 -> {
        float[] raw = new float[array.length];
        Mover mover = read(type, buffer, raw);
        yield (at, stride, from, count) -> {
          mover.move(at, stride, from, count);
          for (int i = from; i < from + count; i++) {
            array[i] = raw[i];
          }
        };
      }
      case I32, I64, I8, U8, BOOL -> {
        long[] raw = new long[array.length];
        Mover mover = read(type, buffer, raw);
        yield (at, stride, from, count) -> {
          mover.move(at, stride, from, count);
          for (int i = from; i < from + count; i++) {
            array[i] = (double) raw[i];
          }
        };
      }
      case BF16, F16 -> {
        Tensor tensor = flat(type, buffer);
        yield (at, stride, from, count) -> {
          for (int i = 0; i < count; i++) {
            array[from + i] = tensor.getDouble(at + (long) i * stride);
          }
        };
      }
    };
  }

  static Mover write(DType type, Buffer buffer, double[] array) {
    return switch (type) {
      case F64 -> RawMovers.write(buffer.asByteBuffer().asDoubleBuffer(), array);
      case F32 -> {
        float[] raw = new float[array.length];
        Mover mover = RawMovers.write(buffer.asByteBuffer().asFloatBuffer(), raw);
        yield (at, stride, from, count) -> {
          for (int i = from; i < from + count; i++) {
            raw[i] = (float) array[i];
          }
          mover.move(at, stride, from, count);
        };
      }
      case I32 -> {
        int[] raw = new int[array.length];
        Mover mover = RawMovers.write(buffer.asByteBuffer().asIntBuffer(), raw);
        yield (at, stride, from, count) -> {
          for (int i = from; i < from + count; i++) {
            raw[i] = (int) array[i];
          }
          mover.move(at, stride, from, count);
        };
      }
      case I64, I8, U8 -> {
        long[] raw = new long[array.length];
        Mover mover = write(type, buffer, raw);
        yield (at, stride, from, count) -> {
          for (int i = from; i < from + count; i++) {
            raw[i] = (long) array[i];
          }
          mover.move(at, stride, from, count);
        };
      }
      case BOOL -> {
        byte[] raw = new byte[array.length];
        Mover mover = writeBytes(buffer, raw);
        yield (at, stride, from, count) -> {
          for (int i = from; i < from + count; i++) {
            raw[i] = (byte) (array[i] != 0 ? 1 : 0);
          }
          mover.move(at, stride, from, count);
        };
      }
      case BF16, F16 -> {
        Tensor tensor = flat(type, buffer);
        yield (at, stride, from, count) -> {
          for (int i = 0; i < count; i++) {
            tensor.setDouble(at + (long) i * stride, array[from + i]);
          }
        };
      }
    };
  }

  private static Tensor flat(DType type, Buffer buffer) {
    long elements = buffer.bytes() / type.bytes();
    return Tensor.view(buffer.slice(0, elements * type.bytes()), type, elements);
  }

  // Elements as floats, where that loses nothing or is what a cast to F32 does.

  static Mover read(DType type, Buffer buffer, float[] array) {
    return switch (type) {
      case F32 -> RawMovers.read(buffer.asByteBuffer().asFloatBuffer(), array);
      case I32 -> {
        int[] raw = new int[array.length];
        Mover mover = readInts(buffer, raw);
        yield (at, stride, from, count) -> {
          mover.move(at, stride, from, count);
          for (int i = from; i < from + count; i++) {
            array[i] = (float) raw[i];
          }
        };
      }
      case I8, U8, BOOL -> {
        byte[] raw = new byte[array.length];
        Mover mover = readBytes(buffer, raw);
        int mask = type == DType.U8 ? 0xFF : -1;
        yield (at, stride, from, count) -> {
          mover.move(at, stride, from, count);
          for (int i = from; i < from + count; i++) {
            array[i] = (float) (raw[i] & mask);
          }
        };
      }
      case F64, I64, BF16, F16 -> {
        double[] raw = new double[array.length];
        Mover mover = read(type, buffer, raw);
        yield (at, stride, from, count) -> {
          mover.move(at, stride, from, count);
          for (int i = from; i < from + count; i++) {
            array[i] = (float) raw[i];
          }
        };
      }
    };
  }

  static Mover writeFloats(Buffer buffer, float[] array) {
    return RawMovers.write(buffer.asByteBuffer().asFloatBuffer(), array);
  }

  // Integers and truth values as longs.

  static Mover read(DType type, Buffer buffer, long[] array) {
    return switch (type) {
      case I64 -> readLongs(buffer, array);
      case I32 -> {
        int[] raw = new int[array.length];
        Mover mover = readInts(buffer, raw);
        yield (at, stride, from, count) -> {
          mover.move(at, stride, from, count);
          for (int i = from; i < from + count; i++) {
            array[i] = raw[i];
          }
        };
      }
      case I8, BOOL, U8 -> {
        byte[] raw = new byte[array.length];
        Mover mover = readBytes(buffer, raw);
        long mask = type == DType.U8 ? 0xFF : -1;
        yield (at, stride, from, count) -> {
          mover.move(at, stride, from, count);
          for (int i = from; i < from + count; i++) {
            array[i] = raw[i] & mask;
          }
        };
      }
      case F32, F64, BF16, F16 -> throw new IllegalArgumentException(type + " is no integer");
    };
  }

  static Mover write(DType type, Buffer buffer, long[] array) {
    return switch (type) {
      case I64 -> writeLongs(buffer, array);
      case I32 -> {
        int[] raw = new int[array.length];
        Mover mover = writeInts(buffer, raw);
        yield (at, stride, from, count) -> {
          for (int i = from; i < from + count; i++) {
            raw[i] = (int) array[i];
          }
          mover.move(at, stride, from, count);
        };
      }
      case I8, U8, BOOL -> {
        byte[] raw = new byte[array.length];
        Mover mover = writeBytes(buffer, raw);
        boolean truth = type == DType.BOOL;
        yield (at, stride, from, count) -> {
          for (int i = from; i < from + count; i++) {
            raw[i] = (byte) (truth ? (array[i] != 0 ? 1 : 0) : array[i]);
          }
          mover.move(at, stride, from, count);
        };
      }
      case F32, F64, BF16, F16 -> throw new IllegalArgumentException(type + " is no integer");
    };
  }

  // Elements as they are, by size.

  static Mover readBytes(Buffer buffer, byte[] array) {
    return RawMovers.read(buffer.asByteBuffer(), array);
  }

  static Mover writeBytes(Buffer buffer, byte[] array) {
    return RawMovers.write(buffer.asByteBuffer(), array);
  }

  static Mover readShorts(Buffer buffer, short[] array) {
    return RawMovers.read(buffer.asByteBuffer().asShortBuffer(), array);
  }

  static Mover writeShorts(Buffer buffer, short[] array) {
    return RawMovers.write(buffer.asByteBuffer().asShortBuffer(), array);
  }

  static Mover readInts(Buffer buffer, int[] array) {
    return RawMovers.read(buffer.asByteBuffer().asIntBuffer(), array);
  }

  static Mover writeInts(Buffer buffer, int[] array) {
    return RawMovers.write(buffer.asByteBuffer().asIntBuffer(), array);
  }

  static Mover readLongs(Buffer buffer, long[] array) {
    return RawMovers.read(buffer.asByteBuffer().asLongBuffer(), array);
  }

  static Mover writeLongs(Buffer buffer, long[] array) {
    return RawMovers.write(buffer.asByteBuffer().asLongBuffer(), array);
  }
}
