package dev.seisei.core.checkpoint;

import dev.seisei.engine.memory.DType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The element types that safetensors knows; some of them the engine knows too. */
enum StoredType {
  BOOL(8, DType.BOOL),
  U8(8, DType.U8),
  I8(8, DType.I8),
  I32(32, DType.I32),
  I64(64, DType.I64),
  F16(16, DType.F16),
  BF16(16, DType.BF16),
  F32(32, DType.F32),
  F64(64, DType.F64),
  F4(4, null),
  F6_E2M3(6, null),
  F6_E3M2(6, null),
  F8_E4M3(8, null),
  F8_E5M2(8, null),
  F8_E8M0(8, null),
  I16(16, null),
  U16(16, null),
  U32(32, null),
  U64(64, null),
  C64(64, null);

  private final int bits;
  private final @Nullable DType dtype;

  StoredType(int bits, @Nullable DType dtype) {
    this.bits = bits;
    this.dtype = dtype;
  }

  /** Size of one element in bits. */
  int bits() {
    return bits;
  }

  /** The engine's type; empty if it has none. */
  Optional<DType> dtype() {
    return Optional.ofNullable(dtype);
  }

  static StoredType of(DType dtype) {
    return valueOf(dtype.name());
  }
}
