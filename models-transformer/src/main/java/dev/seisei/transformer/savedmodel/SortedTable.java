package dev.seisei.transformer.savedmodel;

import dev.seisei.core.file.MappedFile;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * A table of LevelDB's: keys in order and their values, in blocks with checksums.
 *
 * <p>The last 48 bytes have where the index block is, whose values say where the blocks are. A
 * block is entries, then places in it, four bytes each, and their count. An entry says how many
 * bytes its key shares with the one before, how many follow, how long its value is; then come both.
 * Behind a block are its kind, a byte, and a checksum of block and kind.
 *
 * <p>Source: LevelDB, {@code doc/table_format.md}.
 */
final class SortedTable {
  private static final int FOOTER_BYTES = 48;
  private static final int TRAILER_BYTES = 5;
  private static final long MAGIC = 0xdb4775248b80fb57L;
  private static final int LONGEST_KEY = 1 << 16;
  private static final int MOST_ENTRIES = 1 << 20;

  private final MappedFile file;

  private SortedTable(MappedFile file) {
    this.file = file;
  }

  /** All keys and where their values are. */
  static Map<String, Cursor> read(MappedFile file) {
    return new SortedTable(file).entries();
  }

  private Map<String, Cursor> entries() {
    if (file.size() < FOOTER_BYTES) {
      throw Cursor.wrong(
          file, "the footer", 0, "has " + FOOTER_BYTES + " bytes, the file " + file.size());
    }
    long footer = file.size() - FOOTER_BYTES;
    if (file.i64(file.size() - Long.BYTES) != MAGIC) {
      throw Cursor.wrong(file, "the magic", file.size() - Long.BYTES, "is not that of a table");
    }
    Cursor handles = new Cursor(file, footer, file.size() - Long.BYTES);
    handles.varint("the offset of the meta block");
    handles.varint("the length of the meta block");
    Map<String, Cursor> entries = new LinkedHashMap<>();
    Keys keys = new Keys();
    Map<String, Cursor> blocks = new LinkedHashMap<>();
    entries(block(handles, footer), new Keys(), blocks);
    long end = 0;
    for (Cursor handle : blocks.values()) {
      long where = handle.at();
      Cursor block = block(handle, footer);
      // Else many handles for the same bytes would have us read them as often.
      if (block.at() < end) {
        throw handle.wrong("a block", where, "begins at " + block.at() + ", before byte " + end);
      }
      entries(block, keys, entries);
      end = block.at();
    }
    return entries;
  }

  /** The entries of the block that a handle leads to, its checksum compared. */
  private Cursor block(Cursor handle, long footer) {
    long where = handle.at();
    long begin = handle.varint("the offset of a block");
    long length = handle.varint("the length of a block");
    if (begin < 0 || length < 0 || begin > footer || length > footer - begin - TRAILER_BYTES) {
      throw handle.wrong(
          "a block",
          where,
          "is "
              + Long.toUnsignedString(length)
              + " bytes at "
              + Long.toUnsignedString(begin)
              + ", beyond the footer at "
              + footer);
    }
    int kind = file.u8(begin + length);
    if (kind != 0) {
      throw handle.wrong(
          "a block",
          begin,
          kind == 1
              ? "is compressed by Snappy, which is not supported; save without compression"
              : "is of the kind " + kind + ", which is not known");
    }
    byte[] checked = new byte[Math.toIntExact(length + 1)];
    file.copy(begin, checked);
    CRC32C crc = new CRC32C();
    crc.update(checked);
    if (masked(crc) != file.i32(begin + length + 1)) {
      throw handle.wrong("the checksum of a block", begin, "is not that of its bytes");
    }
    long restarts = length < 4 ? -1 : file.i32(begin + length - 4) & 0xFFFF_FFFFL;
    if (restarts < 0 || restarts > (length - 4) / 4) {
      throw handle.wrong("a block", begin, "has " + restarts + " places, more than its bytes");
    }
    return new Cursor(file, begin, begin + length - 4 - 4 * restarts);
  }

  /** A checksum as it is stored, so that checksums of checksums are none. */
  static int masked(CRC32C crc) {
    return Integer.rotateRight((int) crc.getValue(), 15) + 0xa282ead8;
  }

  private void entries(Cursor block, Keys keys, Map<String, Cursor> into) {
    while (block.hasMore()) {
      long at = block.at();
      String key = keys.next(block);
      if (into.size() == MOST_ENTRIES) {
        throw block.wrong("an entry", at, "is one more than the " + MOST_ENTRIES + " allowed");
      }
      into.put(key, block.part(keys.valueLength, "the value of " + key));
    }
  }

  /** Keys, each of which begins as the one before does. */
  private static final class Keys {
    private byte[] before = new byte[0];
    private boolean first = true;
    private long valueLength;

    String next(Cursor in) {
      long at = in.at();
      long shared = in.varint("the shared length of a key");
      long more = in.length("the length of a key");
      valueLength = in.length("the length of a value");
      if (shared < 0 || shared > before.length || more > LONGEST_KEY - shared) {
        throw in.wrong(
            "a key",
            at,
            "shares "
                + Long.toUnsignedString(shared)
                + " bytes with one of "
                + before.length
                + " and has "
                + more
                + " more, at most "
                + LONGEST_KEY
                + " in all");
      }
      ByteArrayOutputStream key = new ByteArrayOutputStream();
      key.write(before, 0, (int) shared);
      key.writeBytes(in.bytes((int) more, "a key"));
      byte[] bytes = key.toByteArray();
      if (!first && Arrays.compareUnsigned(bytes, before) <= 0) {
        throw in.wrong("a key", at, "is not behind the one before");
      }
      first = false;
      before = bytes;
      try {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      } catch (CharacterCodingException e) {
        throw new IllegalArgumentException(
            in.wrong("a key", at, "is not valid UTF-8").getMessage(), e);
      }
    }
  }
}
