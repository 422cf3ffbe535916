package dev.seisei.data.idx;

import java.io.BufferedInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** IDX files, plain or packed by gzip, which is told by their first bytes. */
public final class IdxFiles {
  /** More than any array of a dataset has, and few enough for the header to be small. */
  private static final int MAX_RANK = 8;

  /** Deflate makes at most 1032 bytes of one. */
  private static final long MAX_EXPANSION = 1032;

  private static final int GZIP_MAGIC = 0x1F8B;

  private IdxFiles() {}

  /**
   * Reads a file.
   *
   * @throws IOException if it is not as it must be; the message names the file, the field and the
   *     offset
   */
  public static Idx read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, Files.size(file), file.toString());
    }
  }

  /**
   * Reads an array from a stream to its end. Its extents are checked against the file's size before
   * memory is taken for it.
   *
   * @param size bytes of the file, as it is stored
   * @param name of the file, for messages
   * @throws IOException if it is not as it must be; the message names the file, the field and the
   *     offset
   */
  public static Idx read(InputStream in, long size, String name) throws IOException {
    BufferedInputStream stored = new BufferedInputStream(in, 1 << 16);
    stored.mark(2);
    boolean packed = (stored.read() << 8 | stored.read()) == GZIP_MAGIC;
    stored.reset();
    try {
      return packed
          ? parse(new GZIPInputStream(stored, 1 << 16), size, true, name)
          : parse(stored, size, false, name);
    } catch (EOFException e) {
      throw new IOException(name + ": the file ends early, within its gzip stream", e);
    } catch (ZipException e) {
      throw new IOException(name + ": the gzip stream is damaged: " + e.getMessage(), e);
    }
  }

  private static Idx parse(InputStream in, long size, boolean packed, String name)
      throws IOException {
    ByteBuffer magic = header(in, name, 0, 4, "magic number");
    if (magic.getShort() != 0) {
      throw new IOException(
          name + ": is no IDX file: it begins with " + hex(magic) + ", expected two zero bytes");
    }
    Idx.Type type = type(magic.get(), name);
    int rank = magic.get();
    if (rank < 1 || rank > MAX_RANK) {
      throw new IOException(
          name + ": number of extents at offset 3 must be in [1, " + MAX_RANK + "], got " + rank);
    }
    int[] shape = new int[rank];
    ByteBuffer extents = header(in, name, 4, 4 * rank, "extents");
    long bytes = type.bytes();
    for (int i = 0; i < rank; i++) {
      shape[i] = extents.getInt();
      if (shape[i] < 0) {
        throw new IOException(
            name
                + ": extent "
                + i
                + " at offset "
                + (4 + 4 * i)
                + " must be in [0, 2147483647], got "
                + Integer.toUnsignedString(shape[i]));
      }
      // Kept within twice an int's range, so that the product never overflows.
      bytes = Math.min(bytes * shape[i], 1L << 32);
    }
    int header = 4 + 4 * rank;
    check(shape, bytes, header, size, packed, name);
    byte[] data = in.readNBytes((int) bytes);
    if (data.length < bytes) {
      throw new IOException(
          name
              + ": the file ends at offset "
              + (header + data.length)
              + "; extents "
              + Arrays.toString(shape)
              + " ask for "
              + (header + bytes)
              + " bytes");
    }
    if (in.read() >= 0) {
      throw new IOException(
          name
              + ": there are bytes after offset "
              + (header + bytes)
              + ", where extents "
              + Arrays.toString(shape)
              + " end the file");
    }
    return new Idx(type, shape, data);
  }

  /** Whether the file can hold that many bytes of data, before they are read. */
  private static void check(
      int[] shape, long bytes, int header, long size, boolean packed, String name)
      throws IOException {
    boolean possible = packed ? header + bytes <= size * MAX_EXPANSION : header + bytes == size;
    if (bytes > Integer.MAX_VALUE - 8 || !possible) {
      throw new IOException(
          name
              + ": extents at offset 4 are "
              + Arrays.toString(shape)
              + ", which do not fit "
              + (packed ? "a packed file of " : "a file of ")
              + size
              + " bytes");
    }
  }

  private static Idx.Type type(byte code, String name) throws IOException {
    for (Idx.Type type : Idx.Type.values()) {
      if (type.code() == code) {
        return type;
      }
    }
    throw new IOException(
        name
            + ": type at offset 2 must be one of 0x08, 0x09, 0x0B, 0x0C, 0x0D, 0x0E, got 0x"
            + String.format("%02X", code));
  }

  private static ByteBuffer header(InputStream in, String name, int offset, int bytes, String what)
      throws IOException {
    byte[] read = in.readNBytes(bytes);
    if (read.length < bytes) {
      throw new IOException(
          name + ": the file ends at offset " + (offset + read.length) + ", within its " + what);
    }
    return ByteBuffer.wrap(read);
  }

  private static String hex(ByteBuffer magic) {
    return String.format("0x%08X", magic.getInt(0));
  }

  /** Writes an array, unpacked; leaves the stream open. */
  public static void write(Idx array, OutputStream out) throws IOException {
    int[] shape = array.shape();
    DataOutputStream data = new DataOutputStream(out);
    data.writeInt(array.type().code() << 8 | shape.length);
    for (int extent : shape) {
      data.writeInt(extent);
    }
    data.write(array.data());
    data.flush();
  }
}
