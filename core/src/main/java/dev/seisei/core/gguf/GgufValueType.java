package dev.seisei.core.gguf;

import java.util.Arrays;
import java.util.Optional;

/** The types of metadata. */
public enum GgufValueType {
  UINT8(0, 1),
  INT8(1, 1),
  UINT16(2, 2),
  INT16(3, 2),
  UINT32(4, 4),
  INT32(5, 4),
  FLOAT32(6, 4),
  BOOL(7, 1),
  /** Eight bytes of length, and that many of UTF-8. */
  STRING(8, 8),
  /** Four bytes of type, eight of length, and that many elements. */
  ARRAY(9, 12),
  UINT64(10, 8),
  INT64(11, 8),
  FLOAT64(12, 8);

  private final int id;
  private final int leastBytes;

  GgufValueType(int id, int leastBytes) {
    this.id = id;
    this.leastBytes = leastBytes;
  }

  /** The number that files have for it. */
  int id() {
    return id;
  }

  static Optional<GgufValueType> find(int id) {
    return Arrays.stream(values()).filter(type -> type.id == id).findFirst();
  }

  /** How many bytes one takes at least; exactly, but for strings and arrays. */
  int leastBytes() {
    return leastBytes;
  }
}
