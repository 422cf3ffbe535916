package dev.seisei.core.file;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A file as memory that the system reads when it is touched: nothing is copied, whatever its size.
 *
 * <p>A byte buffer ends at 2 GiB, so the file is mapped in windows of almost that length that begin
 * 1 GiB apart: what is shorter than 1 GiB always lies in one. The memory is let go some time after
 * nobody holds a buffer of it any more. Immutable and thread-safe.
 *
 * <p>The file's length is that at opening. Where the file is cut off later, Java throws {@link
 * InternalError} when the missing part is touched; native code would end the process. So what is
 * mapped is copied by Java, and {@link #cutOff} is the error to throw instead.
 */
public final class MappedFile {
  private static final int STRIDE_BITS = 30;
  private static final long STRIDE = 1L << STRIDE_BITS;

  private final Path path;
  private final long size;
  private final List<ByteBuffer> windows;

  private MappedFile(Path path, long size, List<ByteBuffer> windows) {
    this.path = path;
    this.size = size;
    this.windows = windows;
  }

  /**
   * Maps a file for reading.
   *
   * @throws IOException if it cannot be read
   */
  public static MappedFile open(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      long size = channel.size();
      List<ByteBuffer> windows = new ArrayList<>();
      for (long at = 0; at < size; at += STRIDE) {
        windows.add(map(channel, at, (int) Math.min(size - at, Integer.MAX_VALUE)));
      }
      return new MappedFile(path, size, List.copyOf(windows));
    }
  }

  /**
   * Bytes that are in memory already, under the name that errors give: a part of a larger file, for
   * instance.
   *
   * @param bytes from its position to its limit; not changed any more
   */
  public static MappedFile of(Path name, ByteBuffer bytes) {
    ByteBuffer all = bytes.slice().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    List<ByteBuffer> windows = new ArrayList<>();
    for (long at = 0; at < all.limit(); at += STRIDE) {
      windows.add(all.slice((int) at, all.limit() - (int) at).order(ByteOrder.LITTLE_ENDIAN));
    }
    return new MappedFile(name, all.limit(), List.copyOf(windows));
  }

  private static ByteBuffer map(FileChannel channel, long at, int length) throws IOException {
    MappedByteBuffer window = channel.map(FileChannel.MapMode.READ_ONLY, at, length);
    return window.order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The file. */
  public Path path() {
    return path;
  }

  /** Its length in bytes when it was opened. */
  public long size() {
    return size;
  }

  /** The byte at a place, from 0 to 255. */
  public int u8(long at) {
    return window(at).get(inWindow(at)) & 0xFF;
  }

  /** The two bytes at a place, little-endian, from 0 to 65535. */
  public int u16(long at) {
    return window(at).getShort(inWindow(at)) & 0xFFFF;
  }

  /** The four bytes at a place, little-endian. */
  public int i32(long at) {
    return window(at).getInt(inWindow(at));
  }

  /** The eight bytes at a place, little-endian. */
  public long i64(long at) {
    return window(at).getLong(inWindow(at));
  }

  /**
   * A part of the file, sharing its memory: read-only, little-endian.
   *
   * @param length at most 2 GiB − 1
   * @throws IndexOutOfBoundsException if the part does not lie within the file
   * @throws IOException if the file, which a part of more than 1 GiB is mapped from anew, cannot be
   *     read or has another length by now
   */
  public ByteBuffer range(long at, int length) throws IOException {
    if (at < 0 || length < 0 || at > size - length) {
      throw new IndexOutOfBoundsException(
          length + " bytes at " + at + " of " + path + ", which has " + size);
    }
    if (length == 0) {
      return ByteBuffer.allocateDirect(0).order(ByteOrder.LITTLE_ENDIAN);
    }
    if (length <= Integer.MAX_VALUE - inWindow(at)) {
      return window(at).slice(inWindow(at), length).order(ByteOrder.LITTLE_ENDIAN);
    }
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      if (channel.size() != size) {
        throw new EOFException("the file has changed since it was opened");
      }
      return map(channel, at, length);
    }
  }

  /** Copies a part of the file. */
  public void copy(long at, byte[] into) {
    int done = 0;
    while (done < into.length) {
      ByteBuffer window = window(at + done);
      int from = inWindow(at + done);
      int length = Math.min(into.length - done, window.limit() - from);
      window.get(from, into, done, length);
      done += length;
    }
  }

  private ByteBuffer window(long at) {
    return windows.get(Math.toIntExact(at >> STRIDE_BITS));
  }

  private static int inWindow(long at) {
    return (int) (at & (STRIDE - 1));
  }

  /**
   * What to throw for the error that Java throws when a part is touched that the file no longer
   * has.
   */
  public static IOException cutOff(InternalError touched) {
    EOFException cutOff = new EOFException("the file was cut off while it was read");
    cutOff.initCause(touched);
    return cutOff;
  }
}
