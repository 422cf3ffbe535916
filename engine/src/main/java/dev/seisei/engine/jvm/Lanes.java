package dev.seisei.engine.jvm;

import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.util.Arrays;

/**
 * Copies elements of one size between two spans of memory, through the heap where that is faster.
 * All positions and strides are in elements.
 */
abstract class Lanes {
  /** Longest side of what {@link #transpose} takes. */
  static final int TILE = 64;

  /** Between a tile's rows: odd, so that the elements of a column lie in different cache sets. */
  private static final int PITCH = TILE + 1;

  private static final int BLOCK = 1024;

  static Lanes of(int elementBytes, ByteBuffer from, ByteBuffer to) {
    return switch (elementBytes) {
      case 1 -> new Bytes(from, to);
      case 2 -> new Shorts(from, to);
      case 4 -> new Ints(from, to);
      case 8 -> new Longs(from, to);
      default -> throw new IllegalArgumentException("elements of " + elementBytes + " bytes");
    };
  }

  /** One by one. */
  abstract void strided(int source, int sourceStride, int target, int targetStride, int count);

  /** One element to {@code count} neighbours. */
  abstract void fill(int source, int target, int count);

  /**
   * Rows of neighbours to columns of neighbours, at most {@link #TILE} each way.
   *
   * @param sourceStride between the source's rows
   * @param targetStride between the target's columns
   */
  abstract void transpose(
      int source, int sourceStride, int target, int targetStride, int rows, int columns);

  /** Elements of 1 bytes. */
  private static final class Bytes extends Lanes {
    private final ByteBuffer from;
    private final ByteBuffer to;
    private final byte[] tile = new byte[TILE * PITCH];
    private final byte[] line = new byte[BLOCK];

    Bytes(ByteBuffer from, ByteBuffer to) {
      this.from = from;
      this.to = to;
    }

    @Override
    void strided(int source, int sourceStride, int target, int targetStride, int count) {
      for (int i = 0; i < count; i++) {
        to.put(target + i * targetStride, from.get(source + i * sourceStride));
      }
    }

    @Override
    void fill(int source, int target, int count) {
      Arrays.fill(line, 0, Math.min(count, BLOCK), from.get(source));
      for (int i = 0; i < count; i += BLOCK) {
        to.put(target + i, line, 0, Math.min(BLOCK, count - i));
      }
    }

    @Override
    void transpose(
        int source, int sourceStride, int target, int targetStride, int rows, int columns) {
      for (int r = 0; r < rows; r++) {
        from.get(source + r * sourceStride, tile, r * PITCH, columns);
      }
      for (int c = 0; c < columns; c++) {
        for (int r = 0, at = c; r < rows; r++, at += PITCH) {
          line[r] = tile[at];
        }
        to.put(target + c * targetStride, line, 0, rows);
      }
    }
  }

  /** Elements of 2 bytes. */
  private static final class Shorts extends Lanes {
    private final ShortBuffer from;
    private final ShortBuffer to;
    private final short[] tile = new short[TILE * PITCH];
    private final short[] line = new short[BLOCK];

    Shorts(ByteBuffer from, ByteBuffer to) {
      this.from = from.asShortBuffer();
      this.to = to.asShortBuffer();
    }

    @Override
    void strided(int source, int sourceStride, int target, int targetStride, int count) {
      for (int i = 0; i < count; i++) {
        to.put(target + i * targetStride, from.get(source + i * sourceStride));
      }
    }

    @Override
    void fill(int source, int target, int count) {
      Arrays.fill(line, 0, Math.min(count, BLOCK), from.get(source));
      for (int i = 0; i < count; i += BLOCK) {
        to.put(target + i, line, 0, Math.min(BLOCK, count - i));
      }
    }

    @Override
    void transpose(
        int source, int sourceStride, int target, int targetStride, int rows, int columns) {
      for (int r = 0; r < rows; r++) {
        from.get(source + r * sourceStride, tile, r * PITCH, columns);
      }
      for (int c = 0; c < columns; c++) {
        for (int r = 0, at = c; r < rows; r++, at += PITCH) {
          line[r] = tile[at];
        }
        to.put(target + c * targetStride, line, 0, rows);
      }
    }
  }

  /** Elements of 4 bytes. */
  private static final class Ints extends Lanes {
    private final IntBuffer from;
    private final IntBuffer to;
    private final int[] tile = new int[TILE * PITCH];
    private final int[] line = new int[BLOCK];

    Ints(ByteBuffer from, ByteBuffer to) {
      this.from = from.asIntBuffer();
      this.to = to.asIntBuffer();
    }

    @Override
    void strided(int source, int sourceStride, int target, int targetStride, int count) {
      for (int i = 0; i < count; i++) {
        to.put(target + i * targetStride, from.get(source + i * sourceStride));
      }
    }

    @Override
    void fill(int source, int target, int count) {
      Arrays.fill(line, 0, Math.min(count, BLOCK), from.get(source));
      for (int i = 0; i < count; i += BLOCK) {
        to.put(target + i, line, 0, Math.min(BLOCK, count - i));
      }
    }

    @Override
    void transpose(
        int source, int sourceStride, int target, int targetStride, int rows, int columns) {
      for (int r = 0; r < rows; r++) {
        from.get(source + r * sourceStride, tile, r * PITCH, columns);
      }
      for (int c = 0; c < columns; c++) {
        for (int r = 0, at = c; r < rows; r++, at += PITCH) {
          line[r] = tile[at];
        }
        to.put(target + c * targetStride, line, 0, rows);
      }
    }
  }

  /** Elements of 8 bytes. */
  private static final class Longs extends Lanes {
    private final LongBuffer from;
    private final LongBuffer to;
    private final long[] tile = new long[TILE * PITCH];
    private final long[] line = new long[BLOCK];

    Longs(ByteBuffer from, ByteBuffer to) {
      this.from = from.asLongBuffer();
      this.to = to.asLongBuffer();
    }

    @Override
    void strided(int source, int sourceStride, int target, int targetStride, int count) {
      for (int i = 0; i < count; i++) {
        to.put(target + i * targetStride, from.get(source + i * sourceStride));
      }
    }

    @Override
    void fill(int source, int target, int count) {
      Arrays.fill(line, 0, Math.min(count, BLOCK), from.get(source));
      for (int i = 0; i < count; i += BLOCK) {
        to.put(target + i, line, 0, Math.min(BLOCK, count - i));
      }
    }

    @Override
    void transpose(
        int source, int sourceStride, int target, int targetStride, int rows, int columns) {
      for (int r = 0; r < rows; r++) {
        from.get(source + r * sourceStride, tile, r * PITCH, columns);
      }
      for (int c = 0; c < columns; c++) {
        for (int r = 0, at = c; r < rows; r++, at += PITCH) {
          line[r] = tile[at];
        }
        to.put(target + c * targetStride, line, 0, rows);
      }
    }
  }
}
