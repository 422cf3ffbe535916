package dev.seisei.transformer.savedmodel;

import dev.seisei.engine.memory.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the index says of a variable.
 *
 * <p>Source: TensorFlow, {@code tensor_bundle.proto}, {@code tensor_shape.proto}, {@code
 * types.proto}.
 *
 * @param type TensorFlow's number of the type
 * @param shard the number of the file that has it
 * @param begin its first byte in there
 * @param bytes its length
 * @param checksum masked, of its bytes
 * @param sliced whether its parts are variables of their own
 */
record BundleEntry(
    int type, List<Long> shape, int shard, long begin, long bytes, int checksum, boolean sliced) {
  private static final int MOST_DIMENSIONS = 64;

  private static final Map<Integer, DType> TYPES =
      Map.of(
          1, DType.F32,
          2, DType.F64,
          3, DType.I32,
          4, DType.U8,
          6, DType.I8,
          9, DType.I64,
          10, DType.BOOL,
          14, DType.BF16,
          19, DType.F16);

  /** The shards that the header, the value of the empty key, counts. */
  static int shards(Cursor in) {
    long begin = in.at();
    long shards = 0;
    while (in.hasMore()) {
      int tag = in.tag("the header");
      if (tag == Cursor.varint(1)) {
        shards = in.varint("num_shards");
      } else if (tag == Cursor.varint(2)) {
        long at = in.at();
        if (in.varint("endianness") != 0) {
          throw in.wrong("endianness", at, "is big, which is not supported");
        }
      } else {
        in.skip(tag, "the header");
      }
    }
    if (shards < 1 || shards > 99_999) {
      throw in.wrong("num_shards", begin, "is " + shards + ", expected 1 to 99999");
    }
    return (int) shards;
  }

  static BundleEntry read(Cursor in, String name, int shards) {
    long at = in.at();
    long type = 0;
    List<Long> shape = List.of();
    long shard = 0;
    long begin = 0;
    long bytes = 0;
    int checksum = 0;
    boolean sliced = false;
    while (in.hasMore()) {
      int tag = in.tag(name);
      if (tag == Cursor.varint(1)) {
        type = in.varint("the dtype of " + name);
      } else if (tag == Cursor.bytes(2)) {
        shape = shape(in.message("the shape of " + name), name);
      } else if (tag == Cursor.varint(3)) {
        shard = in.varint("the shard of " + name);
      } else if (tag == Cursor.varint(4)) {
        begin = in.varint("the offset of " + name);
      } else if (tag == Cursor.varint(5)) {
        bytes = in.varint("the size of " + name);
      } else if (tag == Cursor.fixed32(6)) {
        checksum = in.fixed32("the checksum of " + name);
      } else {
        sliced |= tag == Cursor.bytes(7);
        in.skip(tag, name);
      }
    }
    if (type < 0 || type > 1000 || shard < 0 || shard >= shards || begin < 0 || bytes < 0) {
      throw in.wrong(
          name,
          at,
          "has type "
              + type
              + ", shard "
              + shard
              + " of "
              + shards
              + ", offset "
              + begin
              + " and size "
              + bytes
              + ", which cannot be");
    }
    BundleEntry entry =
        new BundleEntry((int) type, shape, (int) shard, begin, bytes, checksum, sliced);
    entry.requireSize(in, name, at);
    return entry;
  }

  private static List<Long> shape(Cursor in, String name) {
    List<Long> shape = new ArrayList<>();
    while (in.hasMore()) {
      int tag = in.tag("the shape of " + name);
      if (tag != Cursor.bytes(2)) {
        in.skip(tag, "the shape of " + name);
        continue;
      }
      Cursor dimension = in.message("a dimension of " + name);
      long at = dimension.at();
      long extent = 0;
      while (dimension.hasMore()) {
        int field = dimension.tag("a dimension of " + name);
        if (field == Cursor.varint(1)) {
          extent = dimension.varint("a dimension of " + name);
        } else {
          dimension.skip(field, "a dimension of " + name);
        }
      }
      if (extent < 0 || shape.size() == MOST_DIMENSIONS) {
        throw in.wrong("a dimension of " + name, at, "is " + extent + " or one of more than 64");
      }
      shape.add(extent);
    }
    return shape;
  }

  private void requireSize(Cursor in, String name, long at) {
    DType dtype = TYPES.get(type);
    if (dtype == null || sliced) {
      return;
    }
    long expected = dtype.bytes();
    try {
      for (long extent : shape) {
        expected = Math.multiplyExact(expected, extent);
      }
    } catch (ArithmeticException e) {
      expected = -1;
    }
    if (expected != bytes) {
      throw in.wrong(name, at, "is " + dtype + shape + ", which is not of " + bytes + " bytes");
    }
  }

  /**
   * The engine's type.
   *
   * @throws IllegalArgumentException if it has none, or the variable is in parts
   */
  DType dtype(String where) {
    DType dtype = TYPES.get(type);
    if (dtype == null) {
      throw new IllegalArgumentException(
          where + " has TensorFlow's type " + type + ", which cannot be computed with");
    }
    if (sliced) {
      throw new IllegalArgumentException(where + " is saved in slices, which is not supported");
    }
    return dtype;
  }
}
