package dev.seisei.core.gguf;

import dev.seisei.core.file.WholeFile;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes a GGUF file of version 3: what it holds is said first, data are asked for when the file is
 * written, some rows at a time, so that models larger than memory can be made. Not thread-safe.
 */
public final class GgufWriter {
  /** Longest name of a tensor that llama.cpp reads, in bytes. */
  private static final int LONGEST_TENSOR_NAME = 63;

  /** How many elements are asked for at a time, more only where a row is longer. */
  private static final int ELEMENTS_AT_A_TIME = 1 << 18;

  private static final int MOST_DIMENSIONS = 4;

  /** Where the numbers of a tensor come from. */
  @FunctionalInterface
  public interface Rows {
    /**
     * Gives some rows; asked for from the first to the last.
     *
     * @param rowCount as many as fit, at least one
     * @param into gets rowCount × columns elements, from its start
     */
    void read(long firstRow, int rowCount, float[] into);
  }

  /** Where the bytes of a tensor come from that is in its type already. */
  @FunctionalInterface
  public interface Bytes {
    /** The bytes of some rows, as many as those rows have in the tensor's type. */
    ByteBuffer read(long firstRow, int rowCount);
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Planned(String name, GgufType type, long[] shape, long offset, Bytes source) {
    long columns() {
      return shape[shape.length - 1];
    }

    long rows() {
      return Arrays.stream(shape).limit(shape.length - 1L).reduce(1, Math::multiplyExact);
    }

    long bytes() {
      return Math.multiplyExact(rows(), type.bytes(columns()));
    }
  }

  private final Map<String, GgufValue> metadata = new LinkedHashMap<>();
  private final List<Planned> tensors = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private final int alignment;
  private long dataBytes;

  /** Shared by all tensors, which are written one after the other. */
  private float[] numbers = new float[0];

  private ByteBuffer blocks = ByteBuffer.allocate(0);

  /** A writer of files with the usual alignment, of 32 bytes. */
  public GgufWriter() {
    this(GgufMetadata.DEFAULT_ALIGNMENT);
  }

  /**
   * A writer of files with another alignment.
   *
   * @param alignment of tensors: a power of two
   * @throws IllegalArgumentException if it is none, or out of bounds
   */
  public GgufWriter(int alignment) {
    if (!GgufMetadata.isAlignment(alignment)) {
      throw new IllegalArgumentException(
          "alignment must be a power of two from 8 to 2^20, got " + alignment);
    }
    this.alignment = alignment;
    if (alignment != GgufMetadata.DEFAULT_ALIGNMENT) {
      metadata.put(GgufMetadata.ALIGNMENT, new GgufValue.Integral(GgufValueType.UINT32, alignment));
    }
  }

  /**
   * Adds metadata, in the order of calls.
   *
   * @throws IllegalArgumentException if the key is there already, or cannot be written
   */
  public GgufWriter put(String key, GgufValue value) {
    if (key.equals(GgufMetadata.ALIGNMENT)) {
      throw new IllegalArgumentException(key + " is the constructor's");
    }
    if (key.isEmpty() || utf8(key).length > GgufMetadata.LONGEST_NAME) {
      throw new IllegalArgumentException(
          "a key must have 1 to " + GgufMetadata.LONGEST_NAME + " bytes, got " + key);
    }
    if (metadata.putIfAbsent(key, value) != null) {
      throw new IllegalArgumentException("the key " + key + " is there already");
    }
    return this;
  }

  /** Adds a text. */
  public GgufWriter put(String key, String value) {
    return put(key, new GgufValue.Text(value));
  }

  /** Adds a count, of the type {@code UINT32} as all of llama.cpp's are. */
  public GgufWriter putCount(String key, long value) {
    return put(key, new GgufValue.Integral(GgufValueType.UINT32, value));
  }

  /** Adds a number, of the type {@code FLOAT32}. */
  public GgufWriter putFloat(String key, float value) {
    return put(key, new GgufValue.Floating(GgufValueType.FLOAT32, value));
  }

  /** Adds a truth. */
  public GgufWriter put(String key, boolean value) {
    return put(key, new GgufValue.Bool(value));
  }

  /**
   * Adds a tensor of numbers, quantised when it is written.
   *
   * @param shape row-major, one to four extents
   * @throws IllegalArgumentException if the name is there already, the shape cannot be written, or
   *     rows do not fill blocks of the type, or it cannot be {@linkplain GgufType#canQuantise
   *     written}
   */
  public GgufWriter tensor(String name, GgufType type, long[] shape, Rows source) {
    if (!type.canQuantise()) {
      throw new IllegalArgumentException(type + " can be read and not written");
    }
    return stored(
        name,
        type,
        shape,
        (firstRow, rowCount) -> {
          int elements = Math.toIntExact(rowCount * shape[shape.length - 1]);
          int bytes = Math.toIntExact(type.bytes(elements));
          if (numbers.length < elements) {
            numbers = new float[elements];
          }
          if (blocks.capacity() < bytes) {
            blocks = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
          }
          source.read(firstRow, rowCount, numbers);
          type.quantise(numbers, 0, elements, blocks.clear());
          return blocks.flip();
        });
  }

  /**
   * Adds a tensor that is in its type already, as a {@link GgufTensor#data} has it.
   *
   * @throws IllegalArgumentException as {@link #tensor}, but for types that cannot be written
   */
  public GgufWriter stored(String name, GgufType type, long[] shape, Bytes source) {
    if (name.isEmpty() || utf8(name).length > LONGEST_TENSOR_NAME) {
      throw new IllegalArgumentException(
          "a tensor's name must have 1 to " + LONGEST_TENSOR_NAME + " bytes, got " + name);
    }
    if (shape.length < 1
        || shape.length > MOST_DIMENSIONS
        || Arrays.stream(shape).anyMatch(extent -> extent < 1)) {
      throw new IllegalArgumentException(
          "the shape of "
              + name
              + " must have 1 to 4 extents of at least 1, got "
              + Arrays.toString(shape));
    }
    Planned planned = new Planned(name, type, shape.clone(), dataBytes, source);
    dataBytes = Gguf.aligned(Math.addExact(dataBytes, planned.bytes()), alignment);
    if (!names.add(name)) {
      throw new IllegalArgumentException("the tensor " + name + " is there already");
    }
    tensors.add(planned);
    return this;
  }

  /**
   * Writes the file, whole or not at all; equal contents give equal bytes.
   *
   * @throws IllegalArgumentException if a source gives something else than its tensor's bytes
   * @throws IOException if it cannot be written, naming the file and the reason
   */
  public void write(Path file) throws IOException {
    byte[] head = head();
    WholeFile.write(
        file,
        out -> {
          out.write(head);
          pad(out, head.length);
          for (Planned each : tensors) {
            write(each, out);
          }
        });
  }

  private void write(Planned tensor, OutputStream out) throws IOException {
    long rows = tensor.rows();
    int atATime = (int) Math.max(1, Math.min(rows, ELEMENTS_AT_A_TIME / tensor.columns()));
    byte[] copy = new byte[0];
    for (long row = 0; row < rows; row += atATime) {
      int count = (int) Math.min(atATime, rows - row);
      ByteBuffer bytes = tensor.source().read(row, count);
      int expected = Math.toIntExact(count * tensor.type().bytes(tensor.columns()));
      if (bytes.remaining() != expected) {
        throw new IllegalArgumentException(
            "rows of " + tensor.name() + " take " + expected + " bytes, got " + bytes.remaining());
      }
      copy = copy.length == expected ? copy : new byte[expected];
      bytes.get(bytes.position(), copy);
      out.write(copy);
    }
    pad(out, tensor.bytes());
  }

  private void pad(OutputStream out, long written) throws IOException {
    out.write(new byte[(int) (Gguf.aligned(written, alignment) - written)]);
  }

  private byte[] head() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      i32(out, Gguf.MAGIC);
      i32(out, 3);
      i64(out, tensors.size());
      i64(out, metadata.size());
      for (Map.Entry<String, GgufValue> each : metadata.entrySet()) {
        text(out, each.getKey());
        i32(out, each.getValue().type().id());
        value(out, each.getValue());
      }
      for (Planned each : tensors) {
        text(out, each.name());
        i32(out, each.shape().length);
        for (int i = each.shape().length - 1; i >= 0; i--) {
          i64(out, each.shape()[i]);
        }
        i32(out, each.type().id());
        i64(out, each.offset());
      }
    } catch (IOException e) {
      throw new IllegalStateException("cannot write in memory", e);
    }
    return bytes.toByteArray();
  }

  private static void value(DataOutputStream out, GgufValue value) throws IOException {
    if (value instanceof GgufValue.Integral number) {
      integral(out, number.type(), number.bits());
    } else if (value instanceof GgufValue.Floating number) {
      floating(out, number.type(), number.value());
    } else if (value instanceof GgufValue.Bool bool) {
      out.write(bool.value() ? 1 : 0);
    } else if (value instanceof GgufValue.Text text) {
      text(out, text.value());
    } else if (value instanceof GgufValue.Integrals array) {
      arrayOf(out, array.elements(), array.values().length);
      for (long each : array.values()) {
        integral(out, array.elements(), each);
      }
    } else if (value instanceof GgufValue.Floatings array) {
      arrayOf(out, array.elements(), array.values().length);
      for (double each : array.values()) {
        floating(out, array.elements(), each);
      }
    } else if (value instanceof GgufValue.Bools array) {
      arrayOf(out, GgufValueType.BOOL, array.values().length);
      for (boolean each : array.values()) {
        out.write(each ? 1 : 0);
      }
    } else if (value instanceof GgufValue.Texts array) {
      arrayOf(out, GgufValueType.STRING, array.values().size());
      for (String each : array.values()) {
        text(out, each);
      }
    }
  }

  private static void arrayOf(DataOutputStream out, GgufValueType type, int length)
      throws IOException {
    i32(out, type.id());
    i64(out, length);
  }

  private static void integral(DataOutputStream out, GgufValueType type, long value)
      throws IOException {
    switch (type) {
      case UINT8, INT8 -> out.write((int) value);
      case UINT16, INT16 -> out.writeShort(Short.reverseBytes((short) value));
      case UINT32, INT32 -> i32(out, (int) value);
      default -> i64(out, value);
    }
  }

  private static void floating(DataOutputStream out, GgufValueType type, double value)
      throws IOException {
    if (type == GgufValueType.FLOAT32) {
      i32(out, Float.floatToRawIntBits((float) value));
    } else {
      i64(out, Double.doubleToRawLongBits(value));
    }
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    byte[] bytes = utf8(text);
    i64(out, bytes.length);
    out.write(bytes);
  }

  private static byte[] utf8(String text) {
    // Half of a character would become a question mark.
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw new IllegalArgumentException("no valid text: " + GgufCursor.quote(text));
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void i32(DataOutputStream out, int value) throws IOException {
    out.writeInt(Integer.reverseBytes(value));
  }

  private static void i64(DataOutputStream out, long value) throws IOException {
    out.writeLong(Long.reverseBytes(value));
  }
}
