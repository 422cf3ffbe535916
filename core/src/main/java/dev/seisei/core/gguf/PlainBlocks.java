package dev.seisei.core.gguf;

import dev.seisei.engine.memory.HalfFloat;
import java.nio.ByteBuffer;

/**
 * The types with one scale for 32 elements. A block is the scale d, for the types {@code _1} the
 * minimum m, for five bits a word of the elements' highest bits, and the elements: two of four bits
 * a byte, element i in the lower half of byte i and element i + 16 in the upper.
 *
 * <p>An element q stands for d(q − 8), dq + m, d(q − 16), dq + m, dq: of Q4_0, Q4_1, Q5_0, Q5_1 and
 * Q8_0, whose elements are signed bytes.
 *
 * <p>Source: ggml, {@code ggml-quants.c}.
 */
final class PlainBlocks {
  private static final int SIZE = 32;
  private static final int HALF = SIZE / 2;

  private PlainBlocks() {}

  static void q40(ByteBuffer in, int at, float[] out, int to) {
    float d = half(in, at);
    for (int i = 0; i < HALF; i++) {
      int pair = in.get(at + 2 + i);
      out[to + i] = (low(pair) - 8) * d;
      out[to + HALF + i] = (high(pair) - 8) * d;
    }
  }

  static void q41(ByteBuffer in, int at, float[] out, int to) {
    float d = half(in, at);
    float m = half(in, at + 2);
    for (int i = 0; i < HALF; i++) {
      int pair = in.get(at + 4 + i);
      out[to + i] = low(pair) * d + m;
      out[to + HALF + i] = high(pair) * d + m;
    }
  }

  static void q50(ByteBuffer in, int at, float[] out, int to) {
    float d = half(in, at);
    int fifths = in.getInt(at + 2);
    for (int i = 0; i < HALF; i++) {
      int pair = in.get(at + 6 + i);
      out[to + i] = (low(pair) + fifth(fifths, i) - 16) * d;
      out[to + HALF + i] = (high(pair) + fifth(fifths, HALF + i) - 16) * d;
    }
  }

  static void q51(ByteBuffer in, int at, float[] out, int to) {
    float d = half(in, at);
    float m = half(in, at + 2);
    int fifths = in.getInt(at + 4);
    for (int i = 0; i < HALF; i++) {
      int pair = in.get(at + 8 + i);
      out[to + i] = (low(pair) + fifth(fifths, i)) * d + m;
      out[to + HALF + i] = (high(pair) + fifth(fifths, HALF + i)) * d + m;
    }
  }

  static int low(int pair) {
    return pair & 15;
  }

  static int high(int pair) {
    return (pair >> 4) & 15;
  }

  private static int fifth(int word, int i) {
    return ((word >>> i) & 1) << 4;
  }

  static void q80(ByteBuffer in, int at, float[] out, int to) {
    float d = half(in, at);
    for (int i = 0; i < SIZE; i++) {
      out[to + i] = in.get(at + 2 + i) * d;
    }
  }

  static void toQ40(float[] in, int from, ByteBuffer out) {
    toSigned(in, from, 4, out);
  }

  static void toQ50(float[] in, int from, ByteBuffer out) {
    toSigned(in, from, 5, out);
  }

  static void toQ41(float[] in, int from, ByteBuffer out) {
    toShifted(in, from, 4, out);
  }

  static void toQ51(float[] in, int from, ByteBuffer out) {
    toShifted(in, from, 5, out);
  }

  /** The element furthest from zero becomes the lowest: its sign goes into the scale. */
  private static void toSigned(float[] in, int from, int bits, ByteBuffer out) {
    float most = 0;
    float furthest = 0;
    for (int i = from; i < from + SIZE; i++) {
      float magnitude = Math.abs(in[i]);
      if (most < magnitude) {
        most = magnitude;
        furthest = in[i];
      }
    }
    int zero = 1 << (bits - 1);
    float d = furthest / -zero;
    float inverse = d != 0 ? 1 / d : 0;
    out.putShort(HalfFloat.toHalf(d));
    put(in, from, 0, inverse, zero + 0.5f, bits, out);
  }

  private static void toShifted(float[] in, int from, int bits, ByteBuffer out) {
    float least = Float.MAX_VALUE;
    float most = -Float.MAX_VALUE;
    for (int i = from; i < from + SIZE; i++) {
      // Not by Math.min, which makes NaN of what has NaN.
      least = in[i] < least ? in[i] : least;
      most = in[i] > most ? in[i] : most;
    }
    float d = (most - least) / ((1 << bits) - 1);
    float inverse = d != 0 ? 1 / d : 0;
    out.putShort(HalfFloat.toHalf(d)).putShort(HalfFloat.toHalf(least));
    put(in, from, least, inverse, 0.5f, bits, out);
  }

  /** Elements as {@code (x − shift) · inverse + round}, cut off below the point. */
  private static void put(
      float[] in, int from, float shift, float inverse, float round, int bits, ByteBuffer out) {
    int most = (1 << bits) - 1;
    int high = 0;
    byte[] pairs = new byte[HALF];
    for (int i = 0; i < SIZE; i++) {
      int q = Math.min(most, (byte) ((in[from + i] - shift) * inverse + round));
      high |= ((q >> 4) & 1) << i;
      pairs[i % HALF] |= (byte) ((q & 15) << (i < HALF ? 0 : 4));
    }
    if (bits == 5) {
      out.putInt(high);
    }
    out.put(pairs);
  }

  static void toQ80(float[] in, int from, ByteBuffer out) {
    float most = 0;
    for (int i = from; i < from + SIZE; i++) {
      most = Math.max(most, Math.abs(in[i]));
    }
    float d = most / 127;
    float inverse = d != 0 ? 1 / d : 0;
    out.putShort(HalfFloat.toHalf(d));
    for (int i = from; i < from + SIZE; i++) {
      out.put((byte) roundHalfAway(in[i] * inverse));
    }
  }

  /** C's roundf, for what is far below 2^23. */
  private static int roundHalfAway(float x) {
    int towardsZero = (int) x;
    float rest = x - towardsZero;
    return towardsZero + (rest >= 0.5f ? 1 : rest <= -0.5f ? -1 : 0);
  }

  static float half(ByteBuffer in, int at) {
    return HalfFloat.toFloat(in.getShort(at));
  }
}
