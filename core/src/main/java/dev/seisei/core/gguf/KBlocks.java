package dev.seisei.core.gguf;

import static dev.seisei.core.gguf.PlainBlocks.half;
import static dev.seisei.core.gguf.PlainBlocks.high;
import static dev.seisei.core.gguf.PlainBlocks.low;

import java.nio.ByteBuffer;

/**
 * The types with scales of scales: 256 elements in groups of 16 or 32, each group with a small
 * scale s, and of Q2_K, Q4_K and Q5_K a small minimum m, which the block's d and dmin scale.
 *
 * <ul>
 *   <li>Q2_K: 16 bytes of s (lower half) and m of groups of 16; 64 bytes of elements; d; dmin.
 *       Value: d·s·q − dmin·m.
 *   <li>Q3_K: 32 bytes of the elements' third bits; 64 of the lower two; 12 bytes of scales of
 *       groups of 16, six bits each; d. Value: d·(s − 32)·(q − 4).
 *   <li>Q4_K: d; dmin; 12 bytes of s and m of groups of 32, six bits each; 128 bytes of elements.
 *       Value: d·s·q − dmin·m.
 *   <li>Q5_K: the same with 32 bytes of the elements' fifth bits before the others.
 *   <li>Q6_K: 128 bytes of the elements' lower four bits; 64 of the upper two; 16 signed bytes of
 *       scales of groups of 16; d. Value: d·s·(q − 32).
 * </ul>
 *
 * <p>The order of operations is that of ggml's plain C code, so that results equal its bit for bit.
 *
 * <p>Source: ggml, {@code ggml-quants.c}; llama.cpp, pull request 1684.
 */
final class KBlocks {
  private static final int SIZE = 256;

  private KBlocks() {}

  /** Element i of each half of 128 is in bits 2(i / 32) of the half's byte i mod 32. */
  private static int twoBits(ByteBuffer in, int at, int i) {
    return (in.get(at + i / 128 * 32 + i % 32) >> (2 * (i / 32 % 4))) & 3;
  }

  static void q2(ByteBuffer in, int at, float[] out, int to) {
    float d = half(in, at + 80);
    float dmin = half(in, at + 82);
    for (int group = 0; group < 16; group++) {
      int both = in.get(at + group);
      float scale = d * low(both);
      float minimum = dmin * high(both);
      for (int i = group * 16; i < group * 16 + 16; i++) {
        out[to + i] = scale * twoBits(in, at + 16, i) - minimum;
      }
    }
  }

  static void q3(ByteBuffer in, int at, float[] out, int to) {
    float d = half(in, at + 108);
    for (int group = 0; group < 16; group++) {
      float scale = d * (q3Scale(in, at + 96, group) - 32);
      for (int i = group * 16; i < group * 16 + 16; i++) {
        int third = (in.get(at + i % 32) >> (i / 32)) & 1;
        out[to + i] = scale * (twoBits(in, at + 32, i) + 4 * third - 4);
      }
    }
  }

  /** The lower four bits are in the halves of bytes 0 to 7, the upper two in bytes 8 to 11. */
  private static int q3Scale(ByteBuffer in, int at, int group) {
    int low = (in.get(at + group % 8) >> (4 * (group / 8))) & 15;
    int high = (in.get(at + 8 + group % 4) >> (2 * (group / 4))) & 3;
    return low | (high << 4);
  }

  static void q4(ByteBuffer in, int at, float[] out, int to) {
    float d = half(in, at);
    float dmin = half(in, at + 2);
    for (int group = 0; group < 8; group++) {
      float scale = d * scale(in, at + 4, group);
      float minimum = dmin * minimum(in, at + 4, group);
      for (int i = group * 32; i < group * 32 + 32; i++) {
        out[to + i] = scale * fourBits(in, at + 16, i) - minimum;
      }
    }
  }

  static void q5(ByteBuffer in, int at, float[] out, int to) {
    float d = half(in, at);
    float dmin = half(in, at + 2);
    for (int group = 0; group < 8; group++) {
      float scale = d * scale(in, at + 4, group);
      float minimum = dmin * minimum(in, at + 4, group);
      for (int i = group * 32; i < group * 32 + 32; i++) {
        int fifth = (in.get(at + 16 + i % 32) >> group) & 1;
        out[to + i] = scale * (fourBits(in, at + 48, i) + 16 * fifth) - minimum;
      }
    }
  }

  /** Of each 64 elements the first 32 are in the lower halves of 32 bytes. */
  private static int fourBits(ByteBuffer in, int at, int i) {
    return (in.get(at + i / 64 * 32 + i % 32) >> (4 * (i / 32 % 2))) & 15;
  }

  /**
   * Of groups 0 to 3 in the lower six bits of bytes 0 to 3; of the others the lower four bits in
   * bytes 8 to 11 and the upper two in what the first four left.
   */
  private static int scale(ByteBuffer in, int at, int group) {
    return group < 4
        ? in.get(at + group) & 63
        : low(in.get(at + group + 4)) | upper(in.get(at + group - 4));
  }

  /** The upper two bits of a byte, as the upper two of six. */
  private static int upper(int bits) {
    return ((bits >> 6) & 3) << 4;
  }

  /** As {@link #scale}, from bytes 4 to 7 and the upper halves of bytes 8 to 11. */
  private static int minimum(ByteBuffer in, int at, int group) {
    return group < 4
        ? in.get(at + group + 4) & 63
        : high(in.get(at + group + 4)) | upper(in.get(at + group));
  }

  /**
   * Of each 128 elements the lower bits are in 64 bytes, of the first 64 in their lower halves, and
   * the upper ones in 32 bytes as in the types of two bits.
   */
  static void q6(ByteBuffer in, int at, float[] out, int to) {
    float d = half(in, at + 208);
    for (int i = 0; i < SIZE; i++) {
      int low = (in.get(at + i / 128 * 64 + i % 64) >> (4 * (i / 64 % 2))) & 15;
      int q = (low | (twoBits(in, at + 128, i) << 4)) - 32;
      out[to + i] = d * in.get(at + 192 + i / 16) * q;
    }
  }
}
