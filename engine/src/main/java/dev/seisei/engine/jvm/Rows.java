package dev.seisei.engine.jvm;

import dev.seisei.engine.memory.Buffer;
import java.nio.ByteBuffer;

/** Rows at a regular distance in a buffer of any size, however little one byte buffer can view. */
final class Rows {
  private static final long MAX_WINDOW_BYTES = 1L << 30;

  private final ByteBuffer[] windows;
  private final long rowsPerWindow;
  private final long strideBytes;
  private final int rowBytes;

  /**
   * @param strideBytes from one row to the next; may be 0
   */
  Rows(Buffer buffer, long rows, long strideBytes, long rowBytes) {
    this(buffer, rows, strideBytes, rowBytes, MAX_WINDOW_BYTES);
  }

  /** As above, with views of about so many bytes. */
  Rows(Buffer buffer, long rows, long strideBytes, long rowBytes, long windowBytes) {
    this.strideBytes = strideBytes;
    this.rowBytes = (int) rowBytes;
    this.rowsPerWindow = strideBytes == 0 ? rows : Math.max(1, windowBytes / strideBytes);
    this.windows = new ByteBuffer[rows == 0 ? 0 : (int) ((rows - 1) / rowsPerWindow) + 1];
    for (int i = 0; i < windows.length; i++) {
      long first = i * rowsPerWindow;
      long last = Math.min(rows, first + rowsPerWindow) - 1;
      windows[i] =
          buffer.slice(first * strideBytes, (last - first) * strideBytes + rowBytes).asByteBuffer();
    }
  }

  /** Whether rows of a size, at a distance, can be viewed at all. */
  static boolean fit(long strideBytes, long rowBytes) {
    return strideBytes <= MAX_WINDOW_BYTES && rowBytes <= MAX_WINDOW_BYTES;
  }

  /** Copies another place's row, of the same size, to a row of this one. */
  void copy(long row, Rows from, long fromRow) {
    windows[(int) (row / rowsPerWindow)].put(
        offset(row),
        from.windows[(int) (fromRow / from.rowsPerWindow)],
        from.offset(fromRow),
        rowBytes);
  }

  private int offset(long row) {
    return (int) (row % rowsPerWindow * strideBytes);
  }
}
