package dev.seisei.core.checkpoint;

import dev.seisei.core.checkpoint.SafetensorsHeader.Entry;
import dev.seisei.core.file.MappedFile;
import dev.seisei.core.file.WholeFile;
import dev.seisei.engine.memory.Buffer;
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

  /** How many elements are converted at a time. */
  private static final int BLOCK = 1 << 16;

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
    Entry entry = readable(name);
    try (FileChannel channel = open(entry)) {
      Tensor tensor = Tensor.zeros(Device.CPU, dtype(name), entry.extents());
      readFully(channel, data(tensor), dataStart + entry.begin());
      return tensor;
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /**
   * Reads a tensor into one that is there, of the same shape, converting between floating-point
   * types: from the file to its place, without a copy of all of it on the way.
   *
   * @throws IllegalArgumentException as {@link #read}, or if shapes differ, or types that are not
   *     floating
   * @throws UncheckedIOException if it cannot be read; the tensor may have changed by then
   */
  public void read(String name, Tensor into) {
    Entry entry = readable(name);
    DType dtype = dtype(name);
    boolean equal = dtype == into.dtype();
    if (!into.hasShape(entry.extents())
        || !(equal || (dtype.isFloating() && into.dtype().isFloating()))) {
      throw new IllegalArgumentException(
          file + ": tensor " + Json.quote(name) + " " + entry + " cannot be read as " + into);
    }
    try (FileChannel channel = open(entry)) {
      if (equal) {
        readFully(channel, data(into), dataStart + entry.begin());
      } else {
        convert(channel, dataStart + entry.begin(), dtype, into);
      }
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static void convert(FileChannel channel, long from, DType dtype, Tensor into)
      throws IOException {
    long size = into.dtype().bytes();
    try (Tensor block = Tensor.zeros(Device.CPU, dtype, BLOCK)) {
      for (long at = 0; at < into.elements(); at += BLOCK) {
        long count = Math.min(BLOCK, into.elements() - at);
        Tensor part = Tensor.view(block.buffer().slice(0, count * dtype.bytes()), dtype, count);
        readFully(channel, data(part), from + at * dtype.bytes());
        Tensor.view(into.buffer().slice(at * size, count * size), into.dtype(), count)
            .convertFrom(part);
      }
    }
  }

  /**
   * A tensor in the memory of the mapped file, read-only: nothing is read before it is touched, and
   * it need not be closed. For those who pass models on; see {@link MappedFile} on files that are
   * cut off meanwhile.
   *
   * @throws IllegalArgumentException as {@link #read(String)}
   * @throws UncheckedIOException if the file cannot be mapped
   */
  public Tensor map(String name) {
    Entry entry = readable(name);
    try {
      MappedFile mapped = MappedFile.open(file);
      if (dataStart + entry.end() > mapped.size()) {
        throw new EOFException("the file was cut off");
      }
      ByteBuffer bytes = mapped.range(dataStart + entry.begin(), (int) entry.bytes());
      return Tensor.view(Buffer.over(bytes), dtype(name), entry.extents());
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private Entry readable(String name) {
    Entry entry = entry(name);
    if (entry.bytes() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          file
              + ": tensor "
              + Json.quote(name)
              + " has "
              + entry.bytes()
              + " bytes, more than the 2 GiB of one tensor");
    }
    return entry;
  }

  /** Else a file cut off since its header was read would have us allocate what is not there. */
  private FileChannel open(Entry entry) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    if (dataStart + entry.end() > channel.size()) {
      channel.close();
      throw new EOFException("the file was cut off");
    }
    return channel;
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
