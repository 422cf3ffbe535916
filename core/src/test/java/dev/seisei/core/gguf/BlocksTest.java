package dev.seisei.core.gguf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class BlocksTest {
  /** Blocks worked out on paper: bytes, places, and what stands there. */
  static Stream<Arguments> golden() {
    return Stream.of(
        // −2.5 and 1.
        arguments(GgufType.F32, "000020c0", new int[] {0}, new float[] {-2.5f}),
        arguments(GgufType.F16, "00c1", new int[] {0}, new float[] {-2.5f}),
        arguments(GgufType.BF16, "20c0", new int[] {0}, new float[] {-2.5f}),
        // d = 0.5; byte 0 is 0xF0, byte 1 0x19: 0 and 15, 9 and 1; the others 8 and 8.
        arguments(
            GgufType.Q4_0,
            "0038" + "f019" + "88".repeat(14),
            new int[] {0, 16, 1, 17, 2, 31},
            new float[] {-4, 3.5f, 0.5f, -3.5f, 0, 0}),
        // d = 0.5, m = −1.
        arguments(
            GgufType.Q4_1,
            "003800bc" + "f019" + "00".repeat(14),
            new int[] {0, 16, 1, 17, 2, 31},
            new float[] {-1, 6.5f, 3.5f, -0.5f, -1, -1}),
        // d = 2; fifth bits of elements 0 and 17.
        arguments(
            GgufType.Q5_0,
            "0040" + "01000200" + "f019" + "00".repeat(14),
            new int[] {0, 16, 1, 17, 2},
            new float[] {0, -2, -14, 2, -32}),
        // d = 2, m = 0.25.
        arguments(
            GgufType.Q5_1,
            "00400034" + "01000200" + "f019" + "00".repeat(14),
            new int[] {0, 16, 1, 17, 2},
            new float[] {32.25f, 30.25f, 18.25f, 34.25f, 0.25f}),
        // d = 0.25; 127, −128, −1.
        arguments(
            GgufType.Q8_0,
            "0034" + "7f80ff" + "00".repeat(29),
            new int[] {0, 1, 2, 3},
            new float[] {31.75f, -32, -0.25f, 0}),
        // Group 0 has s = 2 and m = 3, group 1 s = 1 and m = 0; d = 1, dmin = 0.5. Byte 0 of the
        // elements is 0b11100100: element 0 is 0, 32 is 1, 64 is 2, 96 is 3. Byte 16: element 16
        // is 3. Groups 2, 4 and 6 have s = 1.
        arguments(
            GgufType.Q2_K,
            "32010100010001"
                + "00".repeat(9)
                + "e4"
                + "00".repeat(15)
                + "03"
                + "00".repeat(47)
                + "003c0038",
            new int[] {0, 1, 16, 17, 32, 64, 96},
            new float[] {-1.5f, -1.5f, 3, 0, 1, 2, 3}),
        // Element 0: low bits 3, third bit 1, so 7 − 4 = 3; element 1: low bits 1, third 0, −3;
        // group 0's scale is 0b10_0001 = 33, so 1; group 8's is upper half 2 of byte 0 and 0 of
        // the high bits: 2 − 32 = −30; element 128 is 0 − 4 = −4, so 120; d = 1.
        arguments(
            GgufType.Q3_K,
            "01"
                + "00".repeat(31)
                + "0301"
                + "00".repeat(62)
                + "21"
                + "00".repeat(7)
                + "02000000"
                + "003c",
            new int[] {0, 1, 128},
            new float[] {3, -3, 120}),
        // d = 1, dmin = 2. Group 0: s = 1, m = 1. Group 4: s is 0xF of byte 8 and the two bits
        // 0b11 of byte 0, 63; m is 0x2 of byte 8 and the bits 0b01 of byte 4, 18.
        arguments(
            GgufType.Q4_K,
            "003c0040"
                + "c1000000"
                + "41000000"
                + "2f000000"
                + "35"
                + "00".repeat(63)
                + "0a"
                + "00".repeat(63),
            new int[] {0, 1, 128, 129},
            new float[] {3, -2, 594, -36}),
        // The same; fifth bits of element 0 and of element 128 (group 4).
        arguments(
            GgufType.Q5_K,
            "003c0040"
                + "c1000000"
                + "41000000"
                + "2f000000"
                + "11"
                + "00".repeat(31)
                + "35"
                + "00".repeat(63)
                + "0a"
                + "00".repeat(63),
            new int[] {0, 1, 128, 129},
            new float[] {19, -2, 1602, -36}),
        // Element 0: low 5, high 0b10, 37 − 32 = 5; times s = −2. Element 64: low 0xA, high 0b01
        // (bits 4 and 5 of byte 0): 26 − 32 = −6; group 4 has s = 3. d = 0.5.
        arguments(
            GgufType.Q6_K,
            "a5"
                + "00".repeat(127)
                + "12"
                + "00".repeat(63)
                + "fe00000003"
                + "00".repeat(11)
                + "0038",
            new int[] {0, 64, 1},
            new float[] {-5, -9, 32}),
        // d = 1. Places 1 and 255 of the table: 43 and seven eights; 0x2b... point 255 is 43268,
        // 0b1010100100000100: digits 0, 1, 0, 0, 1, 2, 2, 2. Signs of the first eight: element 0,
        // so element 7 too; s = 1, so magnitudes times 1.5 / 4.
        arguments(
            GgufType.IQ2_XXS,
            "003c" + "01ff0000" + "01000010" + "00".repeat(56),
            new int[] {0, 1, 7, 8, 9, 12, 13, 32},
            new float[] {-16.125f, 3, -3, 3, 9.375f, 9.375f, 16.125f, 1}),
        // d = 1.
        arguments(
            GgufType.IQ4_NL,
            "003c" + "f08700" + "00".repeat(13),
            new int[] {0, 16, 1, 17, 2},
            new float[] {-127, 113, -10, 1, -127}));
  }

  @ParameterizedTest
  @MethodSource("golden")
  void blocksWorkedOutOnPaper(GgufType type, String hex, int[] places, float[] expected) {
    byte[] block = HexFormat.of().parseHex(hex);
    assertEquals(type.blockBytes(), block.length);
    float[] actual = decoded(type, block);
    for (int i = 0; i < places.length; i++) {
      assertEquals(expected[i], actual[places[i]], "element " + places[i]);
    }
  }

  @Test
  void everyTypeHasAGoldenBlock() {
    List<Object> types = golden().map(each -> each.get()[0]).toList();
    assertEquals(List.of(GgufType.values()).size(), types.stream().distinct().count());
  }

  @ParameterizedTest
  @EnumSource
  void anyBitsAreWhatTheDescriptionSays(GgufType type) {
    SplittableRandom random = new SplittableRandom(type.id());
    byte[] block = new byte[type.blockBytes()];
    for (int i = 0; i < 200; i++) {
      random.nextBytes(block);
      assertSame(NaiveBlocks.decode(type, block), decoded(type, block), type.toString());
    }
  }

  @ParameterizedTest
  @EnumSource
  void manyBlocksAreAsManyTimesOne(GgufType type) {
    SplittableRandom random = new SplittableRandom(3);
    byte[] blocks = new byte[5 * type.blockBytes()];
    random.nextBytes(blocks);
    ByteBuffer in = little(blocks).position(type.blockBytes());
    float[] out = new float[2 + 4 * type.blockElements()];
    Arrays.fill(out, -7);
    type.dequantise(in, 3 * type.blockElements(), out, 1);
    assertEquals(type.blockBytes(), in.position());
    for (int block = 0; block < 3; block++) {
      byte[] one =
          Arrays.copyOfRange(
              blocks, (block + 1) * type.blockBytes(), (block + 2) * type.blockBytes());
      int at = 1 + block * type.blockElements();
      assertSame(
          NaiveBlocks.decode(type, one),
          Arrays.copyOfRange(out, at, at + type.blockElements()),
          type.toString());
    }
    assertEquals(-7, out[0]);
    assertEquals(-7, out[1 + 3 * type.blockElements()]);
  }

  @ParameterizedTest
  @EnumSource
  void sizesAreOfWholeBlocks(GgufType type) {
    assertEquals(7L * type.blockBytes(), type.bytes(7L * type.blockElements()));
    if (type.blockElements() > 1) {
      IllegalArgumentException refused =
          assertThrows(IllegalArgumentException.class, () -> type.bytes(type.blockElements() + 1L));
      assertTrue(
          String.valueOf(refused.getMessage()).contains("blocks of " + type.blockElements()));
    }
    long most = Long.MAX_VALUE / type.blockElements() * type.blockElements();
    if (type.blockBytes() > type.blockElements()) {
      assertThrows(ArithmeticException.class, () -> type.bytes(most));
    }
  }

  private static void assertSame(float[] expected, float[] actual, String what) {
    assertEquals(expected.length, actual.length);
    for (int i = 0; i < expected.length; i++) {
      // Of NaN there is one; of zeros there are two.
      assertEquals(
          Float.floatToIntBits(expected[i]), Float.floatToIntBits(actual[i]), what + " " + i);
    }
  }

  static float[] decoded(GgufType type, byte[] block) {
    float[] out = new float[block.length / type.blockBytes() * type.blockElements()];
    type.dequantise(little(block), out.length, out, 0);
    return out;
  }

  static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
