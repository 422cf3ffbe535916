package dev.seisei.core.checkpoint;

import dev.seisei.core.checkpoint.SafetensorsHeader.Entry;
import dev.seisei.core.file.WholeFile;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.memory.Tensor;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.Map;
import java.util.Set;

/**
 * A safetensors file: named tensors behind a header of JSON.
 *
 * <p>The file is 8 bytes with the header's length N (little-endian), N bytes of JSON, and the data.
 * The header is checked when the file is opened; data are read tensor by tensor. Immutable and
 * thread-safe.
 */
public final class Safetensors {
  private static final int LENGTH_BYTES = 8;

  private final Path file;
  private final SafetensorsHeader header;
  private final long dataStart;

  private Safetensors(Path file, SafetensorsHeader header, long dataStart) {
    this.file = file;
    this.header = header;
    this.dataStart = dataStart;
  }

  /**
   * Opens a file, reading its header only.
   *
   * @throws IllegalArgumentException if it is no safetensors file, naming file and fault
   * @throws UncheckedIOException if it cannot be read
   */
  public static Safetensors open(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      byte[] json = new byte[headerBytes(channel, size)];
      readFully(channel, ByteBuffer.wrap(json), LENGTH_BYTES);
      long dataStart = (long) LENGTH_BYTES + json.length;
      return new Safetensors(file, SafetensorsHeader.parse(json, size - dataStart), dataStart);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + " is no safetensors file: " + e.getMessage(), e);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /**
   * Writes a file, whole or not at all; equal tensors give equal bytes.
   *
   * @throws IllegalArgumentException if a name cannot be written
   * @throws IOException if it cannot be written, naming the file and the reason
   */
  public static void write(Path file, Map<String, Tensor> tensors, Map<String, String> metadata)
      throws IOException {
    SafetensorsWriter writer = new SafetensorsWriter(tensors, metadata);
    WholeFile.write(file, out -> writer.write(Channels.newChannel(out)));
  }

  /** The header's length, checked before anything of that length is allocated. */
  private static int headerBytes(FileChannel channel, long size) throws IOException {
    if (size < LENGTH_BYTES) {
      throw new IllegalArgumentException("it has " + size + " bytes only");
    }
    ByteBuffer length = ByteBuffer.allocate(LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    readFully(channel, length, 0);
    long bytes = length.getLong(0);
    if (bytes < 0 || bytes > SafetensorsHeader.MAX_BYTES) {
      throw new IllegalArgumentException(
          "its header would have "
              + Long.toUnsignedString(bytes)
              + " bytes, more than the "
              + SafetensorsHeader.MAX_BYTES
              + " allowed");
    }
    if (bytes > size - LENGTH_BYTES) {
      throw new IllegalArgumentException(
          "its header would have " + bytes + " bytes, the file has " + size);
    }
    return (int) bytes;
  }

  /** The names of the tensors, in the order of their data. */
  public Set<String> names() {
    return Collections.unmodifiableSet(header.tensors().keySet());
  }

  /** What the file says about itself. */
  public Map<String, String> metadata() {
    return Collections.unmodifiableMap(header.metadata());
  }

  /** The extents of a tensor, without reading it. */
  public long[] shape(String name) {
    return entry(name).extents();
  }

  /**
   * The type of a tensor, without reading it.
   *
   * @throws IllegalArgumentException if the engine has no such type
   */
  public DType dtype(String name) {
    StoredType type = entry(name).type();
    return type.dtype()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    file
                        + ": tensor "
                        + Json.quote(name)
                        + " is stored as "
                        + type
                        + ", which cannot be computed with"));
  }

  /**
   * A tensor on the host, in the type it is stored in. The caller closes it.
   *
   * @throws IllegalArgumentException if there is none of that name, or it has a type or a size (2
   *     GiB) that a tensor cannot have
   * @throws UncheckedIOException if it cannot be read
   */
  public Tensor read(String name) {
    Entry entry = entry(name);
    DType dtype = dtype(name);
    if (entry.bytes() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          file
              + ": tensor "
              + Json.quote(name)
              + " has "
              + entry.bytes()
              + " bytes, more than the 2 GiB of one tensor");
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      // Else a file cut off since it was opened would have us allocate what is not there.
      if (dataStart + entry.end() > channel.size()) {
        throw new EOFException("the file was cut off");
      }
      Tensor tensor = Tensor.zeros(Device.CPU, dtype, entry.extents());
      readFully(channel, data(tensor), dataStart + entry.begin());
      return tensor;
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /**
   * A tensor's elements as the file has them: the file and every processor that the engine has
   * natives for are little-endian.
   */
  static ByteBuffer data(Tensor tensor) {
    // Without elements its memory still has a byte.
    return tensor.bytes().duplicate().position(0).limit((int) tensor.buffer().bytes());
  }

  private Entry entry(String name) {
    Entry entry = header.tensors().get(name);
    if (entry == null) {
      throw new IllegalArgumentException(file + " has no tensor " + Json.quote(name));
    }
    return entry;
  }

  private static void readFully(FileChannel channel, ByteBuffer into, long from)
      throws IOException {
    long at = from;
    while (into.hasRemaining()) {
      int read = channel.read(into, at);
      if (read < 0) {
        throw new EOFException("the file was cut off");
      }
      at += read;
    }
  }

  private static UncheckedIOException unreadable(Path file, IOException e) {
    return Reading.failed(file, e);
  }
}
