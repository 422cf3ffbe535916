package dev.seisei.engine.jvm;

import dev.seisei.engine.memory.Buffer;
import dev.seisei.engine.memory.DType;
import java.nio.ByteBuffer;

/** Dense indices of rows, each checked as it is read. */
final class Indices {
  private final String user;
  private final ByteBuffer bytes;
  private final boolean wide;
  private final int count;
  private final long extent;

  /**
   * @param user the operation, as messages name it
   * @param extent how many rows there are
   */
  Indices(String user, DType type, Buffer buffer, long count, long extent) {
    this.user = user;
    this.bytes = buffer.asByteBuffer();
    this.wide = type == DType.I64;
    this.count = Math.toIntExact(count);
    this.extent = extent;
  }

  static boolean accepts(DType type) {
    return type == DType.I32 || type == DType.I64;
  }

  int count() {
    return count;
  }

  /**
   * The index at a position.
   *
   * @throws IndexOutOfBoundsException if there is no such row
   */
  long get(int position) {
    long index = wide ? bytes.getLong(position * 8) : bytes.getInt(position * 4);
    if (index < 0 || index >= extent) {
      throw new IndexOutOfBoundsException(
          user
              + ": index "
              + index
              + " at position "
              + position
              + " is outside [0, "
              + extent
              + ")");
    }
    return index;
  }
}
