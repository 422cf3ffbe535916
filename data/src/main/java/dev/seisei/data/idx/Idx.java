package dev.seisei.data.idx;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * An array as an IDX file holds it: numbers of one type, in big-endian order, the last extent
 * innermost.
 *
 * <p>The file: two zero bytes, a byte for the type, a byte for the number of extents, the extents
 * (32 bits each), the numbers.
 *
 * <p>Source: LeCun, Cortes, Burges, "The MNIST database of handwritten digits", section "File
 * formats".
 */
public final class Idx {
  /** What the numbers are. */
  public enum Type {
    UNSIGNED_BYTE(0x08, 1),
    BYTE(0x09, 1),
    SHORT(0x0B, 2),
    INT(0x0C, 4),
    FLOAT(0x0D, 4),
    DOUBLE(0x0E, 8);

    private final int code;
    private final int bytes;

    Type(int code, int bytes) {
      this.code = code;
      this.bytes = bytes;
    }

    int code() {
      return code;
    }

    /** Bytes of one number. */
    public int bytes() {
      return bytes;
    }
  }

  private final Type type;
  private final int[] shape;
  private final byte[] data;

  Idx(Type type, int[] shape, byte[] data) {
    this.type = type;
    this.shape = shape;
    this.data = data;
  }

  /**
   * An array of unsigned bytes.
   *
   * @param rows as many as the first extent, each as long as the others' product; copied
   * @throws IllegalArgumentException if they are not
   */
  public static Idx ofBytes(byte[][] rows, int... shape) {
    int length = 1;
    for (int i = 1; i < shape.length; i++) {
      length = Math.multiplyExact(length, shape[i]);
    }
    byte[] data = new byte[Math.multiplyExact(shape[0], length)];
    if (rows.length != shape[0]) {
      throw new IllegalArgumentException(rows.length + " rows for shape " + Arrays.toString(shape));
    }
    for (int i = 0; i < rows.length; i++) {
      if (rows[i].length != length) {
        throw new IllegalArgumentException(
            "row " + i + " has " + rows[i].length + " bytes, expected " + length);
      }
      System.arraycopy(rows[i], 0, data, i * length, length);
    }
    return new Idx(Type.UNSIGNED_BYTE, shape.clone(), data);
  }

  public Type type() {
    return type;
  }

  /** A copy of the extents. */
  public int[] shape() {
    return shape.clone();
  }

  /** How many numbers there are. */
  public int size() {
    return data.length / type.bytes;
  }

  /** A number, as a double, which holds every type's. */
  public double get(int index) {
    ByteBuffer numbers = ByteBuffer.wrap(data);
    int at = Math.multiplyExact(index, type.bytes);
    return switch (type) {
      case UNSIGNED_BYTE -> numbers.get(at) & 0xFF;
      case BYTE -> numbers.get(at);
      case SHORT -> numbers.getShort(at);
      case INT -> numbers.getInt(at);
      case FLOAT -> numbers.getFloat(at);
      case DOUBLE -> numbers.getDouble(at);
    };
  }

  /** The bytes of each element of the first extent, in an array of its own. */
  public byte[][] rows() {
    int count = shape[0];
    byte[][] rows = new byte[count][];
    int length = count == 0 ? 0 : data.length / count;
    for (int i = 0; i < count; i++) {
      rows[i] = Arrays.copyOfRange(data, i * length, (i + 1) * length);
    }
    return rows;
  }

  /** Such as {@code UNSIGNED_BYTE[60000, 28, 28]}. */
  @Override
  public String toString() {
    return type + Arrays.toString(shape);
  }

  byte[] data() {
    return data;
  }
}
