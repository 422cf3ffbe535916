package dev.seisei.text.tokenizer;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Ids and spellings of tokens. There may be ids without a spelling. Filled once, then read. */
final class PieceTable {
  private @Nullable String[] pieces = new @Nullable String[1 << 10];
  private final Map<String, Integer> ids = new HashMap<>();
  private final BitSet specials = new BitSet();
  private int size;

  /** Adds a token; false if its spelling or its id is there already for another. */
  boolean add(String piece, int id) {
    if (id >= pieces.length) {
      pieces = Arrays.copyOf(pieces, Math.max(id + 1, pieces.length * 2));
    }
    Integer before = ids.putIfAbsent(piece, id);
    if (before != null) {
      return before == id;
    }
    if (pieces[id] != null) {
      return false;
    }
    pieces[id] = piece;
    size = Math.max(size, id + 1);
    return true;
  }

  void markSpecial(int id) {
    specials.set(id);
  }

  boolean isSpecial(int id) {
    return specials.get(id);
  }

  boolean hasSpecials() {
    return !specials.isEmpty();
  }

  int size() {
    return size;
  }

  /** The spelling; empty if this id has none. */
  String piece(int id) {
    String piece = pieces[Objects.checkIndex(id, size)];
    return piece == null ? "" : piece;
  }

  boolean has(int id) {
    return id >= 0 && id < size && pieces[id] != null;
  }

  OptionalInt id(String piece) {
    Integer id = ids.get(piece);
    return id == null ? OptionalInt.empty() : OptionalInt.of(id);
  }

  /** How many spellings there are. */
  int count() {
    return ids.size();
  }
}
