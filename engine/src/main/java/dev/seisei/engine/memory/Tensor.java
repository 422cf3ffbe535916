package dev.seisei.engine.memory;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A dense, row-major array in a {@link Buffer}: what goes into a plan and what comes out of it.
 *
 * <p>Mutable and not thread-safe. A tensor made by a factory owns its memory and frees it in {@link
 * #close()}; one made by {@link #view} or handed out by a plan or a store shares theirs.
 */
public final class Tensor implements AutoCloseable {
  private final DType dtype;
  private final long[] shape;
  private final Buffer buffer;
  private final ByteBuffer bytes;

  private Tensor(DType dtype, long[] shape, Buffer buffer) {
    this.dtype = dtype;
    this.shape = shape.clone();
    this.buffer = buffer;
    this.bytes = buffer.asByteBuffer();
  }

  /** A tensor of zeros on the given device. */
  public static Tensor zeros(Device device, DType dtype, long... shape) {
    Buffer buffer = device.allocate(ByteSize.of(dtype, shape));
    try {
      return new Tensor(dtype, shape, buffer);
    } catch (RuntimeException e) {
      buffer.close();
      throw e;
    }
  }

  /** A tensor over memory that somebody else owns. */
  public static Tensor view(Buffer buffer, DType dtype, long... shape) {
    long needed = ByteSize.of(dtype, shape);
    if (buffer.bytes() != needed) {
      throw new IllegalArgumentException(
          dtype + Arrays.toString(shape) + " takes " + needed + " bytes, got " + buffer.bytes());
    }
    return new Tensor(dtype, shape, buffer);
  }

  /** A float32 tensor on the host with the given elements, row-major. */
  public static Tensor of(float[] elements, long... shape) {
    Tensor result = sized(DType.F32, elements.length, shape);
    result.bytes.asFloatBuffer().put(elements);
    return result;
  }

  /** A float64 tensor on the host with the given elements, row-major. */
  public static Tensor of(double[] elements, long... shape) {
    Tensor result = sized(DType.F64, elements.length, shape);
    result.bytes.asDoubleBuffer().put(elements);
    return result;
  }

  /** An int32 tensor on the host with the given elements, row-major. */
  public static Tensor of(int[] elements, long... shape) {
    Tensor result = sized(DType.I32, elements.length, shape);
    result.bytes.asIntBuffer().put(elements);
    return result;
  }

  /** An int64 tensor on the host with the given elements, row-major. */
  public static Tensor of(long[] elements, long... shape) {
    Tensor result = sized(DType.I64, elements.length, shape);
    result.bytes.asLongBuffer().put(elements);
    return result;
  }

  private static Tensor sized(DType dtype, int elements, long[] shape) {
    if (elementsOf(shape) != elements) {
      throw new IllegalArgumentException(
          "shape " + Arrays.toString(shape) + " does not hold " + elements + " elements");
    }
    return zeros(Device.CPU, dtype, shape);
  }

  /** Number of elements of a shape. */
  public static long elementsOf(long... shape) {
    return ByteSize.elements(shape);
  }

  public DType dtype() {
    return dtype;
  }

  public long[] shape() {
    return shape.clone();
  }

  /** Whether the extents are the given ones. */
  public boolean hasShape(long... extents) {
    return Arrays.equals(shape, extents);
  }

  public long elements() {
    return elementsOf(shape);
  }

  /** The memory behind this tensor. */
  public Buffer buffer() {
    return buffer;
  }

  /** The same memory with another shape of as many elements. */
  public Tensor reshaped(long... newShape) {
    return view(buffer.slice(0, buffer.bytes()), dtype, newShape);
  }

  /** A raw view of the elements in native byte order. */
  public ByteBuffer bytes() {
    return bytes;
  }

  /** The element at a row-major index, converted to double. */
  public double getDouble(long index) {
    int at = Math.toIntExact(index * dtype.bytes());
    return switch (dtype) {
      case F32 -> bytes.getFloat(at);
      case F64 -> bytes.getDouble(at);
      case I32 -> bytes.getInt(at);
      case I64 -> bytes.getLong(at);
      case I8, BOOL -> bytes.get(at);
      case U8 -> bytes.get(at) & 0xFF;
      case BF16 -> Float.intBitsToFloat(bytes.getShort(at) << 16);
      case F16 -> HalfFloat.toFloat(bytes.getShort(at));
    };
  }

  /** Sets the element at a row-major index, converting from double as a cast does. */
  public void setDouble(long index, double value) {
    int at = Math.toIntExact(index * dtype.bytes());
    switch (dtype) {
      case F32 -> bytes.putFloat(at, (float) value);
      case F64 -> bytes.putDouble(at, value);
      case I32 -> bytes.putInt(at, (int) value);
      case I64 -> bytes.putLong(at, (long) value);
      case I8, U8 -> bytes.put(at, (byte) (long) value);
      case BOOL -> bytes.put(at, (byte) (value != 0 ? 1 : 0));
      case BF16 -> bytes.putShort(at, HalfFloat.toBfloat16((float) value));
      case F16 -> bytes.putShort(at, HalfFloat.toHalf((float) value));
    }
  }

  /** A copy on the host, which owns its memory. */
  public Tensor copy() {
    Tensor copy = zeros(Device.CPU, dtype, shape);
    copy.copyFrom(this);
    return copy;
  }

  /** A copy of the elements as floats. */
  public float[] toFloats() {
    float[] result = new float[Math.toIntExact(elements())];
    if (dtype == DType.F32) {
      bytes.asFloatBuffer().get(result);
    } else {
      for (int i = 0; i < result.length; i++) {
        result[i] = (float) getDouble(i);
      }
    }
    return result;
  }

  /** A copy of the elements as doubles. */
  public double[] toDoubles() {
    double[] result = new double[Math.toIntExact(elements())];
    Arrays.setAll(result, this::getDouble);
    return result;
  }

  /** Overwrites the elements with those of another tensor of the same type and shape. */
  public void copyFrom(Tensor source) {
    if (source.dtype != dtype || !Arrays.equals(source.shape, shape)) {
      throw new IllegalArgumentException("cannot copy " + source + " into " + this);
    }
    buffer.copyFrom(source.buffer);
  }

  /**
   * Overwrites the elements with those of another tensor of the same shape, converted as casts do:
   * any floating-point type to any other.
   *
   * @throws IllegalArgumentException if the shapes differ, or the types do and one is not floating
   */
  public void convertFrom(Tensor source) {
    if (!Arrays.equals(source.shape, shape)
        || (source.dtype != dtype && !(source.dtype.isFloating() && dtype.isFloating()))) {
      throw new IllegalArgumentException("cannot convert " + source + " to " + this);
    }
    Conversion.convert(source, this);
  }

  /** Frees the memory, if this tensor owns it. */
  @Override
  public void close() {
    buffer.close();
  }

  @Override
  public String toString() {
    return dtype + Arrays.toString(shape);
  }
}
