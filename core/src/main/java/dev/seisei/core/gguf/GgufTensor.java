package dev.seisei.core.gguf;

import dev.seisei.core.file.FileReason;
import dev.seisei.core.file.MappedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;

/**
 * A tensor of a file, in the file's memory. Immutable and thread-safe.
 *
 * <p>Its shape is row-major, as everywhere here: the file has the extents in the opposite order,
 * and the same elements. A row is what the last extent counts; blocks never reach over its end.
 */
public final class GgufTensor {
  private final MappedFile file;
  private final String name;
  private final GgufType type;
  private final List<Long> shape;
  private final long begin;

  GgufTensor(MappedFile file, String name, GgufType type, List<Long> shape, long begin) {
    this.file = file;
    this.name = name;
    this.type = type;
    this.shape = List.copyOf(shape);
    this.begin = begin;
  }

  public String name() {
    return name;
  }

  public GgufType type() {
    return type;
  }

  /** The extents, row-major: of a projection, [out, in]. */
  public long[] shape() {
    return shape.stream().mapToLong(Long::longValue).toArray();
  }

  /** Its first byte, counted from the start of the file. */
  public long begin() {
    return begin;
  }

  /** Its length in bytes. */
  public long bytes() {
    return Math.multiplyExact(rows(), type.bytes(columns()));
  }

  public long elements() {
    return Math.multiplyExact(rows(), columns());
  }

  /** How many rows there are: the product of all extents but the last. */
  public long rows() {
    long rows = 1;
    for (int i = 0; i < shape.size() - 1; i++) {
      rows = Math.multiplyExact(rows, shape.get(i));
    }
    return rows;
  }

  /** The length of a row: the last extent. */
  public long columns() {
    return shape.isEmpty() ? 1 : shape.get(shape.size() - 1);
  }

  /**
   * The bytes of some rows, sharing the file's memory: read-only, little-endian.
   *
   * @throws IndexOutOfBoundsException if there are no such rows
   * @throws IllegalArgumentException if they take 2 GiB or more
   * @throws UncheckedIOException if the file can no longer be read
   */
  public ByteBuffer data(long firstRow, long rowCount) {
    if (firstRow < 0 || rowCount < 0 || firstRow > rows() - rowCount) {
      throw new IndexOutOfBoundsException(
          "rows " + firstRow + " to " + (firstRow + rowCount) + " of " + this);
    }
    long rowBytes = type.bytes(columns());
    long bytes = rowBytes * rowCount;
    if (bytes > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          file.path() + ": " + bytes + " bytes of " + this + " are more than 2 GiB; ask for fewer");
    }
    try {
      return file.range(begin + firstRow * rowBytes, (int) bytes);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /**
   * Some rows as numbers.
   *
   * @param into gets rowCount × columns elements
   * @param at where in {@code into} the first goes
   * @throws IndexOutOfBoundsException if there are no such rows, or no room for them
   * @throws UncheckedIOException if the file can no longer be read
   */
  public void dequantise(long firstRow, int rowCount, float[] into, int at) {
    Objects.checkFromIndexSize(at, Math.multiplyExact(rowCount, columns()), into.length);
    int columns = (int) columns();
    try {
      for (int row = 0; row < rowCount; row++) {
        type.dequantise(data(firstRow + row, 1), columns, into, at + row * columns);
      }
    } catch (InternalError touched) {
      throw unreadable(MappedFile.cutOff(touched));
    }
  }

  private UncheckedIOException unreadable(IOException e) {
    return new UncheckedIOException("cannot read " + file.path() + ": " + FileReason.of(e), e);
  }

  @Override
  public String toString() {
    return "tensor " + GgufCursor.quote(name) + " " + type + shape;
  }
}
