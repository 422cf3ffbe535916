package dev.seisei.text.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.BitSet;
import java.util.Deque;

/**
 * Checks the table by which SentencePiece normalizes text ({@code precompiled_charsmap}): a trie in
 * a double array, and the texts that its leaves point to, each ended by a zero. The library ends
 * the process where such a table leads out of itself.
 */
final class CharsMap {
  private static final int MAX_BYTES = 16 << 20;
  private static final int LAST_BYTE = 255;

  private final ByteBuffer units;
  private final byte[] texts;

  private CharsMap(ByteBuffer units, byte[] texts) {
    this.units = units;
    this.texts = texts;
  }

  /** Checks all tables of a normalizer. */
  static void check(String field, JsonNode normalizer, Problems problems) {
    for (JsonNode precompiled : normalizer.findParents("precompiled_charsmap")) {
      JsonNode table = precompiled.path("precompiled_charsmap");
      String reason = reason(table.isTextual() ? table.asText() : "");
      if (!reason.isEmpty()) {
        throw problems.wrong(field, "precompiled_charsmap " + reason, table.asText());
      }
    }
  }

  /** What is wrong with a table, in base 64; empty if nothing is. */
  static String reason(String base64) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      return "must be base 64";
    }
    if (bytes.length < 2 * Integer.BYTES || bytes.length > MAX_BYTES) {
      return "must have from 8 to " + MAX_BYTES + " bytes";
    }
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long size = Integer.toUnsignedLong(in.getInt());
    if (size == 0 || size % Integer.BYTES != 0 || size > in.remaining()) {
      return "must have a trie that fits in";
    }
    ByteBuffer units = in.slice(in.position(), (int) size).order(ByteOrder.LITTLE_ENDIAN);
    byte[] texts = new byte[in.remaining() - (int) size];
    in.position(in.position() + (int) size).get(texts);
    return new CharsMap(units, texts).reason();
  }

  private String reason() {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(texts));
    } catch (CharacterCodingException e) {
      return "must have texts in UTF-8";
    }
    int count = units.capacity() / Integer.BYTES;
    BitSet seen = new BitSet(count);
    Deque<Integer> left = new ArrayDeque<>();
    int root = offset(unit(0));
    left.push(root);
    while (!left.isEmpty()) {
      int block = left.pop();
      if (block < 0 || (block | LAST_BYTE) >= count) {
        return "must have a trie that stays within itself";
      }
      for (int b = 1; b <= LAST_BYTE; b++) {
        int at = block ^ b;
        int unit = unit(at);
        if (label(unit) == b && !seen.get(at)) {
          seen.set(at);
          int next = at ^ offset(unit);
          if (hasLeaf(unit) && !isText(next, count)) {
            return "must have a trie whose leaves are texts";
          }
          left.push(next);
        }
      }
    }
    return "";
  }

  private boolean isText(int leaf, int count) {
    if (leaf < 0 || leaf >= count) {
      return false;
    }
    int start = unit(leaf) & Integer.MAX_VALUE;
    // Not within a character.
    return start < texts.length && (texts[start] & 0xC0) != 0x80;
  }

  private int unit(int at) {
    return units.getInt(at * Integer.BYTES);
  }

  private static boolean hasLeaf(int unit) {
    return (unit >>> 8 & 1) == 1;
  }

  /** A label above a byte marks a unit that holds a value. */
  private static long label(int unit) {
    return Integer.toUnsignedLong(unit) & (1L << 31 | 0xFF);
  }

  private static int offset(int unit) {
    return unit >>> 10 << ((unit & 1 << 9) >>> 6);
  }
}
