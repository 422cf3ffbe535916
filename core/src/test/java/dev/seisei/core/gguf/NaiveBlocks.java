package dev.seisei.core.gguf;

import java.math.BigDecimal;
import java.util.HexFormat;

/**
 * Blocks made into numbers from the formats' descriptions alone, element by element, slowly: bits
 * are taken from strings of bits, halves are decoded in exact arithmetic. Shares no code with what
 * it is compared with.
 */
final class NaiveBlocks {
  private NaiveBlocks() {}

  /** All bits of a block, the lowest of each byte first. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Bits(byte[] block) {
    int take(int byteAt, int bitAt, int count) {
      int value = 0;
      for (int i = 0; i < count; i++) {
        int bit = bitAt + i;
        int unsigned = block[byteAt + bit / 8] & 0xFF;
        value += ((unsigned / (1 << (bit % 8))) % 2) << i;
      }
      return value;
    }

    float half(int at) {
      int sign = take(at, 15, 1);
      int exponent = take(at, 10, 5);
      int fraction = take(at, 0, 10);
      if (exponent == 31) {
        return fraction != 0
            ? Float.NaN
            : sign == 1 ? Float.NEGATIVE_INFINITY : Float.POSITIVE_INFINITY;
      }
      BigDecimal value =
          exponent == 0
              ? new BigDecimal(fraction).multiply(new BigDecimal(Math.scalb(1.0, -24)))
              : new BigDecimal(1024 + fraction)
                  .multiply(new BigDecimal(Math.scalb(1.0, exponent - 25)));
      return sign == 1 ? -value.floatValue() : value.floatValue();
    }
  }

  static float[] decode(GgufType type, byte[] block) {
    float[] out = new float[type.blockElements()];
    for (int i = 0; i < out.length; i++) {
      out[i] = element(type, new Bits(block), i);
    }
    return out;
  }

  private static float element(GgufType type, Bits b, int i) {
    return switch (type) {
      case F32 -> Float.intBitsToFloat(b.take(0, 0, 32));
      case F16 -> b.half(0);
      case BF16 -> Float.intBitsToFloat(b.take(0, 0, 16) << 16);
      case Q4_0 -> (nibble(b, 2, i) - 8) * b.half(0);
      case Q4_1 -> nibble(b, 4, i) * b.half(0) + b.half(2);
      case Q5_0 -> (nibble(b, 6, i) + 16 * b.take(2, i, 1) - 16) * b.half(0);
      case Q5_1 -> (nibble(b, 8, i) + 16 * b.take(4, i, 1)) * b.half(0) + b.half(2);
      case Q8_0 -> b.block()[2 + i] * b.half(0);
      case Q2_K ->
          b.half(80) * b.take(i / 16, 0, 4) * b.take(16, two(i), 2)
              - b.half(82) * b.take(i / 16, 4, 4);
      case Q3_K -> {
        int g = i / 16;
        int s = b.take(96 + g % 8, g < 8 ? 0 : 4, 4) + 16 * b.take(104 + g % 4, g / 4 * 2, 2);
        int q = b.take(32, two(i), 2) + 4 * b.take(i % 32, i / 32, 1);
        yield b.half(108) * (s - 32) * (q - 4);
      }
      case Q4_K -> b.half(0) * six(b, i / 32, 0) * fours(b, 16, i) - b.half(2) * six(b, i / 32, 1);
      case Q5_K ->
          b.half(0) * six(b, i / 32, 0) * (fours(b, 48, i) + 16 * b.take(16 + i % 32, i / 32, 1))
              - b.half(2) * six(b, i / 32, 1);
      case Q6_K -> {
        int h = i / 128;
        int in = i % 128;
        int low = b.take(64 * h + in % 64, in < 64 ? 0 : 4, 4);
        int high = b.take(128 + 32 * h + in % 32, in / 32 * 2, 2);
        yield b.half(208) * b.block()[192 + i / 16] * (low + 16 * high - 32);
      }
      case IQ4_NL ->
          b.half(0)
              * new int[] {-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113}
                  [nibble(b, 2, i)];
      case IQ2_XXS -> {
        int words = 2 + i / 32 * 8;
        int eighth = i % 32 / 8;
        float scale = b.half(0) * (0.5f + b.take(words + 4, 28, 4)) * 0.25f;
        int ones = 0;
        for (int bit = 0; bit < 7; bit++) {
          ones += b.take(words + 4, 7 * eighth + bit, 1);
        }
        int sign = i % 8 == 7 ? ones % 2 : b.take(words + 4, 7 * eighth + i % 8, 1);
        int point = b.take(words + eighth, 0, 8);
        int digit = (GRID[2 * point + i % 8 / 4] >> (2 * (i % 4))) & 3;
        float magnitude = scale * new int[] {8, 25, 43}[digit];
        yield sign == 1 ? -magnitude : magnitude;
      }
    };
  }

  /** Elements 0 to 15 in the lower halves of sixteen bytes, 16 to 31 in the upper. */
  private static int nibble(Bits b, int at, int i) {
    return b.take(at + i % 16, i < 16 ? 0 : 4, 4);
  }

  /** The same with 32 bytes for each 64 elements. */
  private static int fours(Bits b, int at, int i) {
    return b.take(at + i / 64 * 32 + i % 32, i % 64 < 32 ? 0 : 4, 4);
  }

  /** Where the two bits of an element begin: four elements a byte, 32 apart. */
  private static int two(int i) {
    return 8 * (32 * (i / 128) + i % 32) + 2 * (i % 128 / 32);
  }

  /** The scales (0) or minima (1) of Q4_K and Q5_K, in the twelve bytes from the fourth on. */
  private static int six(Bits b, int group, int which) {
    if (group < 4) {
      return b.take(4 + 4 * which + group, 0, 6);
    }
    return b.take(12 + group - 4, 4 * which, 4) + 16 * b.take(4 + 4 * which + group - 4, 6, 2);
  }

  /** The points of IQ2_XXS as gguf-py has them: two bytes a point. */
  private static final byte[] GRID =
      HexFormat.of()
          .parseHex(
              "00000200050008000a00110014002000220028002a0041004400500058006100"
                  + "6400800082008a00a20001010401100115014001840198010002020222028202"
                  + "010404041004210424044004420448046004810484049004a404000502050805"
                  + "200546056905800591050906100640068406a406000805080808140828084108"
                  + "440850085208880804094009020a140a01100410101021104010601084109010"
                  + "951000110811201150115a118011241245120014081420142514491480141815"
                  + "6215001616160118041810184018811800190519a019511a002002200a204420"
                  + "6120802082202921482100220222012404241024402456240025412564259026"
                  + "082820289428442a014004401040184021402440404048405640604081408440"
                  + "9040004120416141804185410142104248425642684200440844204480449944"
                  + "124524450046014804481048404845480049584961498249454a904a00500850"
                  + "1150195020508050885004514251a4519152905492540a550156545600581158"
                  + "195864584059085a046010604060686000615561186260620064056410651265"
                  + "84654268008002800a8041808280048118814081118201840484108415844084"
                  + "608400854685948509864086608602880489118a0490109024904090a1901691"
                  + "8091459200942294449451958198209902a050a085a009a100a218a450a804a9");
}
