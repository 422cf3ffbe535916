package dev.seisei.core.gguf;

import dev.seisei.core.file.FileReason;
import dev.seisei.core.file.MappedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A GGUF file of version 2 or 3, little-endian: metadata and tensors, mapped into memory.
 *
 * <p>The file is the magic {@code GGUF}, the version, the counts of tensors and of metadata, the
 * metadata, what each tensor is and where, and after padding to the alignment the tensors' data.
 * All of that but the data is checked when the file is opened; data are read when they are touched.
 * Immutable and thread-safe.
 *
 * <p>Source: the format's specification in the ggml project, docs/gguf.md.
 */
public final class Gguf {
  /** {@code GGUF}, little-endian. */
  static final int MAGIC = 0x4655_4747;

  private static final int MOST_DIMENSIONS = 4;

  /** An empty key, the type and a byte. */
  private static final int LEAST_METADATA_BYTES = 13;

  /** An empty name, no dimensions, type and offset. */
  private static final int LEAST_TENSOR_BYTES = 24;

  private static final int MOST_METADATA = 1 << 20;
  private static final int MOST_TENSORS = 1 << 20;

  private final Path file;
  private final int version;
  private final GgufMetadata metadata;
  private final Map<String, GgufTensor> tensors;

  private Gguf(Path file, int version, GgufMetadata metadata, Map<String, GgufTensor> tensors) {
    this.file = file;
    this.version = version;
    this.metadata = metadata;
    this.tensors = tensors;
  }

  /**
   * Opens a file.
   *
   * @throws IllegalArgumentException if it is not as it must be, naming file, field and byte
   * @throws UncheckedIOException if it cannot be read
   */
  public static Gguf open(Path file) {
    try {
      return parse(MappedFile.open(file));
    } catch (InternalError touched) {
      throw unreadable(file, MappedFile.cutOff(touched));
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static UncheckedIOException unreadable(Path file, IOException e) {
    return new UncheckedIOException("cannot read " + file + ": " + FileReason.of(e), e);
  }

  static Gguf parse(MappedFile file) {
    GgufCursor in = new GgufCursor(file);
    int magic = in.i32("the magic");
    if (magic != MAGIC) {
      throw in.wrong("the magic", 0, "is not \"GGUF\"");
    }
    int version = version(in);
    int tensorCount = in.count("the count of tensors", LEAST_TENSOR_BYTES, MOST_TENSORS);
    int metadataCount = in.count("the count of metadata", LEAST_METADATA_BYTES, MOST_METADATA);
    GgufMetadata metadata = GgufMetadata.read(in, metadataCount);
    int alignment = metadata.alignment();
    List<Described> described = new ArrayList<>();
    for (int i = 0; i < tensorCount; i++) {
      described.add(Described.read(in, i, alignment));
    }
    long dataStart = aligned(in.at(), alignment);
    Map<String, GgufTensor> tensors = new LinkedHashMap<>();
    for (Described each : described) {
      GgufTensor tensor = each.place(in, file, dataStart);
      if (tensors.putIfAbsent(each.name(), tensor) != null) {
        throw in.wrong("tensor " + GgufCursor.quote(each.name()), each.at(), "is there twice");
      }
    }
    requireApart(in, described);
    return new Gguf(file.path(), version, metadata, Collections.unmodifiableMap(tensors));
  }

  private static int version(GgufCursor in) {
    long at = in.at();
    int version = in.i32("the version");
    if (version == 2 || version == 3) {
      return version;
    }
    String why =
        Integer.reverseBytes(version) == 3 || Integer.reverseBytes(version) == 2
            ? ": the file is big-endian"
            : "";
    throw in.wrong(
        "the version", at, "is " + Integer.toUnsignedString(version) + ", expected 2 or 3" + why);
  }

  static long aligned(long at, int alignment) {
    return (at + alignment - 1) / alignment * alignment;
  }

  /** What the head says of a tensor. */
  private record Described(
      String name,
      GgufType type,
      List<Long> shape,
      long bytes,
      long offset,
      long at,
      long offsetAt) {
    static Described read(GgufCursor in, int number, int alignment) {
      long at = in.at();
      String name = in.text("the name of tensor " + number, GgufMetadata.LONGEST_NAME);
      String tensor = "tensor " + GgufCursor.quote(name);
      List<Long> shape = shape(in, tensor);
      long typeAt = in.at();
      int id = in.i32("the type of " + tensor);
      GgufType type =
          GgufType.find(id)
              .orElseThrow(
                  () ->
                      in.wrong(
                          "the type of " + tensor,
                          typeAt,
                          "is "
                              + GgufType.describe(id)
                              + ", which is not supported; supported are "
                              + GgufType.names()));
      long bytes = bytes(in, tensor, type, shape, typeAt);
      long offsetAt = in.at();
      long offset = in.i64("the offset of " + tensor);
      if (offset < 0 || offset % alignment != 0) {
        throw in.wrong(
            "the offset of " + tensor,
            offsetAt,
            "is "
                + Long.toUnsignedString(offset)
                + ", expected a multiple of the alignment "
                + alignment
                + " below 2^63");
      }
      return new Described(name, type, shape, bytes, offset, at, offsetAt);
    }

    private static List<Long> shape(GgufCursor in, String tensor) {
      long at = in.at();
      long dimensions = in.u32("the count of dimensions of " + tensor);
      if (dimensions > MOST_DIMENSIONS) {
        throw in.wrong(
            "the count of dimensions of " + tensor,
            at,
            "is " + dimensions + ", expected at most " + MOST_DIMENSIONS);
      }
      List<Long> shape = new ArrayList<>();
      for (int i = 0; i < dimensions; i++) {
        String field = "dimension " + i + " of " + tensor;
        long where = in.at();
        long extent = in.i64(field);
        if (extent <= 0) {
          throw in.wrong(
              field, where, "is " + Long.toUnsignedString(extent) + ", expected 1 to 2^63 - 1");
        }
        shape.add(0, extent);
      }
      return shape;
    }

    private static long bytes(
        GgufCursor in, String tensor, GgufType type, List<Long> shape, long at) {
      long columns = shape.isEmpty() ? 1 : shape.get(shape.size() - 1);
      if (columns % type.blockElements() != 0) {
        throw in.wrong(
            "the type of " + tensor,
            at,
            "is "
                + type
                + " in blocks of "
                + type.blockElements()
                + " elements, which do not fill rows of "
                + columns);
      }
      try {
        long elements = 1;
        for (long extent : shape) {
          elements = Math.multiplyExact(elements, extent);
        }
        return type.bytes(elements);
      } catch (ArithmeticException e) {
        throw new IllegalArgumentException(
            in.wrong("the shape of " + tensor, at, "is " + shape + ", larger than any file")
                .getMessage(),
            e);
      }
    }

    GgufTensor place(GgufCursor in, MappedFile file, long dataStart) {
      long left = file.size() - dataStart;
      if (offset > left || bytes > left - offset) {
        throw in.wrong(
            "the offset of tensor " + GgufCursor.quote(name),
            offsetAt,
            "is "
                + offset
                + " for "
                + bytes
                + " bytes, but "
                + Math.max(left, 0)
                + " bytes of data follow the head: the file is cut off");
      }
      return new GgufTensor(file, name, type, shape, dataStart + offset);
    }
  }

  private static void requireApart(GgufCursor in, List<Described> tensors) {
    List<Described> sorted = new ArrayList<>(tensors);
    sorted.sort(Comparator.comparingLong(Described::offset));
    long end = 0;
    String before = "";
    for (Described each : sorted) {
      if (each.offset() < end) {
        throw in.wrong(
            "the offset of tensor " + GgufCursor.quote(each.name()),
            each.offsetAt(),
            "is " + each.offset() + ", within tensor " + before + ", which ends at " + end);
      }
      end = each.offset() + each.bytes();
      before = GgufCursor.quote(each.name());
    }
  }

  /** The file. */
  public Path file() {
    return file;
  }

  /** The version of the format, 2 or 3. */
  public int version() {
    return version;
  }

  /** What the file says about itself. */
  public GgufMetadata metadata() {
    return metadata;
  }

  /** The tensors by name, in the order of the file. */
  public Map<String, GgufTensor> tensors() {
    return tensors;
  }

  /**
   * A tensor.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public GgufTensor tensor(String name) {
    GgufTensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException(file + " has no tensor " + GgufCursor.quote(name));
    }
    return tensor;
  }
}
