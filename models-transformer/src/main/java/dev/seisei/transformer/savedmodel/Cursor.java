package dev.seisei.transformer.savedmodel;

import dev.seisei.core.file.MappedFile;

/**
 * A place in a part of an index, which moves on as it is read, and never beyond the part. Reads the
 * few kinds of fields that protocol buffers have.
 */
final class Cursor {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED32 = 5;

  private final MappedFile file;
  private long at;
  private final long end;

  Cursor(MappedFile file, long begin, long end) {
    this.file = file;
    this.at = begin;
    this.end = end;
  }

  boolean hasMore() {
    return at < end;
  }

  /** Where the next byte is. */
  long at() {
    return at;
  }

  /** A number in groups of seven bits, the lowest first; the last has its highest bit clear. */
  long varint(String field) {
    long begin = at;
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      int next = file.u8(advance(1, field));
      value |= (next & 0x7FL) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw wrong(field, begin, "is a number of more than ten bytes");
  }

  /** A count of bytes that follow within the part. */
  long length(String field) {
    long begin = at;
    long length = varint(field);
    if (length < 0 || length > end - at) {
      throw wrong(
          field,
          begin,
          "is " + Long.toUnsignedString(length) + ", but " + (end - at) + " bytes follow");
    }
    return length;
  }

  /** A part of this one, of which this one stands behind afterwards. */
  Cursor part(long length, String field) {
    long begin = advance(length, field);
    return new Cursor(file, begin, begin + length);
  }

  int fixed32(String field) {
    return file.i32(advance(4, field));
  }

  byte[] bytes(int length, String field) {
    byte[] bytes = new byte[length];
    file.copy(advance(length, field), bytes);
    return bytes;
  }

  /** The next field's number and kind, as {@code number << 3 | kind}. */
  int tag(String message) {
    long begin = at;
    long tag = varint("a field of " + message);
    if (tag < 8 || tag > Integer.MAX_VALUE) {
      throw wrong("a field of " + message, begin, "has no number");
    }
    return (int) tag;
  }

  static int varint(int number) {
    return number << 3 | VARINT;
  }

  static int bytes(int number) {
    return number << 3 | BYTES;
  }

  static int fixed32(int number) {
    return number << 3 | FIXED32;
  }

  /** A field that is a message of its own. */
  Cursor message(String field) {
    return part(length("the length of " + field), field);
  }

  /** Passes over a field that is not of interest. */
  void skip(int tag, String message) {
    String field = "field " + (tag >> 3) + " of " + message;
    switch (tag & 7) {
      case VARINT -> varint(field);
      case FIXED64 -> advance(8, field);
      case FIXED32 -> advance(4, field);
      case BYTES -> advance(length(field), field);
      default -> throw wrong(field, at, "is of the kind " + (tag & 7) + ", which there is not");
    }
  }

  private long advance(long bytes, String field) {
    long where = at;
    if (bytes > end - where) {
      throw wrong(field, where, "takes " + bytes + " bytes, but its part ends at byte " + end);
    }
    at = where + bytes;
    return where;
  }

  IllegalArgumentException wrong(String field, long where, String what) {
    return wrong(file, field, where, what);
  }

  static IllegalArgumentException wrong(MappedFile file, String field, long where, String what) {
    return new IllegalArgumentException(
        file.path() + " is no readable index: " + field + " at byte " + where + " " + what);
  }
}
