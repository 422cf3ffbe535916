package dev.seisei.engine.memory;

import java.nio.ByteBuffer;

/**
 * Elements copied from one type to another, a block of them at a time: loops over arrays, which the
 * JVM compiles well, as those over memory outside its heap it does not.
 */
final class Conversion {
  private static final int BLOCK = 1 << 12;

  private final float[] floats = new float[BLOCK];
  private final short[] halves = new short[BLOCK];

  private Conversion() {}

  /** Between tensors of as many elements, of one type or both of floating types. */
  static void convert(Tensor from, Tensor into) {
    ByteBuffer source = all(from);
    ByteBuffer target = all(into);
    if (from.dtype() == into.dtype()) {
      target.put(source);
      return;
    }
    Conversion blocks = new Conversion();
    while (source.hasRemaining()) {
      int count = Math.min(BLOCK, source.remaining() / from.dtype().bytes());
      blocks.read(source, from.dtype(), count);
      blocks.write(target, into.dtype(), count);
    }
  }

  /** The elements' bytes; without elements the memory still has one. */
  private static ByteBuffer all(Tensor tensor) {
    ByteBuffer bytes = tensor.bytes().duplicate().order(tensor.bytes().order());
    return bytes.position(0).limit((int) tensor.buffer().bytes());
  }

  private void read(ByteBuffer from, DType dtype, int count) {
    switch (dtype) {
      case F32 -> from.asFloatBuffer().get(floats, 0, count);
      case F64 -> {
        for (int i = 0; i < count; i++) {
          floats[i] = (float) from.getDouble(from.position() + i * Double.BYTES);
        }
      }
      case BF16 -> {
        from.asShortBuffer().get(halves, 0, count);
        for (int i = 0; i < count; i++) {
          floats[i] = Float.intBitsToFloat(halves[i] << 16);
        }
      }
      case F16 -> {
        from.asShortBuffer().get(halves, 0, count);
        for (int i = 0; i < count; i++) {
          floats[i] = HalfFloat.toFloat(halves[i]);
        }
      }
      default -> throw new IllegalArgumentException(dtype + " is not floating");
    }
    from.position(from.position() + count * dtype.bytes());
  }

  private void write(ByteBuffer into, DType dtype, int count) {
    switch (dtype) {
      case F32 -> into.asFloatBuffer().put(floats, 0, count);
      case F64 -> {
        for (int i = 0; i < count; i++) {
          into.putDouble(into.position() + i * Double.BYTES, floats[i]);
        }
      }
      case BF16 -> {
        for (int i = 0; i < count; i++) {
          halves[i] = HalfFloat.toBfloat16(floats[i]);
        }
        into.asShortBuffer().put(halves, 0, count);
      }
      case F16 -> {
        for (int i = 0; i < count; i++) {
          halves[i] = HalfFloat.toHalf(floats[i]);
        }
        into.asShortBuffer().put(halves, 0, count);
      }
      default -> throw new IllegalArgumentException(dtype + " is not floating");
    }
    into.position(into.position() + count * dtype.bytes());
  }
}
