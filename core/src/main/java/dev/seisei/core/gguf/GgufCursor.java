package dev.seisei.core.gguf;

import dev.seisei.core.file.MappedFile;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A place in the head of a file, which moves on as it is read. Every length is compared with what
 * is left of the file before anything of that length is allocated.
 */
final class GgufCursor {
  private static final int LONGEST_QUOTE = 60;

  private final MappedFile file;
  private long at;

  GgufCursor(MappedFile file) {
    this.file = file;
  }

  /** Where the next byte is. */
  long at() {
    return at;
  }

  Path path() {
    return file.path();
  }

  int u8(String field) {
    return file.u8(advance(1, field));
  }

  int u16(String field) {
    return file.u16(advance(2, field));
  }

  int i32(String field) {
    return file.i32(advance(4, field));
  }

  long u32(String field) {
    return i32(field) & 0xFFFF_FFFFL;
  }

  long i64(String field) {
    return file.i64(advance(8, field));
  }

  /**
   * A count of things that take at least so many bytes each.
   *
   * @param most how many are allowed, however long the file is
   */
  int count(String field, int leastBytesEach, int most) {
    long where = at;
    long count = i64(field);
    long left = file.size() - at;
    if (count < 0 || count > left / leastBytesEach) {
      throw wrong(
          field,
          where,
          "is "
              + Long.toUnsignedString(count)
              + ", which takes more than the "
              + left
              + " bytes that follow");
    }
    if (count > most) {
      throw wrong(field, where, "is " + count + ", more than the " + most + " allowed");
    }
    return (int) count;
  }

  /** A text: eight bytes of length, and that many of UTF-8. */
  String text(String field, int most) {
    int length = count("the length of " + field, 1, most);
    byte[] bytes = new byte[length];
    long where = advance(length, field);
    file.copy(where, bytes);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(message(field, where, "is not valid UTF-8"), e);
    }
  }

  private long advance(long bytes, String field) {
    long where = at;
    if (bytes > file.size() - where) {
      throw wrong(
          field, where, "takes " + bytes + " bytes, but the file ends at byte " + file.size());
    }
    at = where + bytes;
    return where;
  }

  IllegalArgumentException wrong(String field, long where, String what) {
    return new IllegalArgumentException(message(field, where, what));
  }

  private String message(String field, long where, String what) {
    return file.path() + " is no readable GGUF file: " + field + " at byte " + where + " " + what;
  }

  /** A name from the file as an error shows it: short, on one line. */
  static String quote(String name) {
    String start = name.length() > LONGEST_QUOTE ? name.substring(0, LONGEST_QUOTE) + "…" : name;
    return "\"" + start.replaceAll("\\p{Cntrl}", "\uFFFD") + "\"";
  }
}
