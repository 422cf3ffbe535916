package dev.seisei.engine.memory;

/** The type of a tensor's elements. */
public enum DType {
  F32(4),
  F64(8),
  BF16(2),
  F16(2),
  I32(4),
  I64(8),
  I8(1),
  U8(1),
  /** One byte an element, 0 or 1. */
  BOOL(1);

  private final int bytes;

  DType(int bytes) {
    this.bytes = bytes;
  }

  /** Size of one element in bytes. */
  public int bytes() {
    return bytes;
  }

  /** Whether this is a floating-point type, so that a gradient can flow through it. */
  public boolean isFloating() {
    return this == F32 || this == F64 || this == BF16 || this == F16;
  }
}
