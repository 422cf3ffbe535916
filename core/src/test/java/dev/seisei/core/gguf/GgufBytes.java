package dev.seisei.core.gguf;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Bytes of a file put together by hand, right or wrong; little-endian. */
final class GgufBytes {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** The head of a file of version 3. */
  static GgufBytes head(long tensors, long metadata) {
    return new GgufBytes().raw("GGUF").i32(3).i64(tensors).i64(metadata);
  }

  GgufBytes raw(String ascii) {
    return raw(ascii.getBytes(StandardCharsets.UTF_8));
  }

  GgufBytes raw(byte... bytes) {
    out.writeBytes(bytes);
    return this;
  }

  GgufBytes i32(long value) {
    return little(value, 4);
  }

  GgufBytes i64(long value) {
    return little(value, 8);
  }

  GgufBytes little(long value, int bytes) {
    for (int i = 0; i < bytes; i++) {
      out.write((int) (value >> (8 * i)));
    }
    return this;
  }

  GgufBytes text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return i64(bytes.length).raw(bytes);
  }

  /** Metadata: key and type. */
  GgufBytes key(String key, int type) {
    return text(key).i32(type);
  }

  /** What a tensor is, with extents in the file's order. */
  GgufBytes tensor(String name, int type, long offset, long... extents) {
    text(name).i32(extents.length);
    for (long extent : extents) {
      i64(extent);
    }
    return i32(type).i64(offset);
  }

  /** Zeros up to a multiple. */
  GgufBytes padded(int alignment) {
    while (out.size() % alignment != 0) {
      out.write(0);
    }
    return this;
  }

  GgufBytes zeros(int count) {
    return raw(new byte[count]);
  }

  int size() {
    return out.size();
  }

  byte[] bytes() {
    return out.toByteArray();
  }
}
