package dev.seisei.core.gguf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;

class QuantiseTest {
  /** Thirty-two numbers: those given, and zeros. */
  private static float[] numbers(float... first) {
    return Arrays.copyOf(first, 32);
  }

  /** Blocks worked out on paper from the reference's formulas. */
  static Stream<Arguments> golden() {
    return Stream.of(
        arguments(GgufType.F16, new float[] {1.0f / 3}, "5535"),
        // A tie goes to the even one: 1 + 2^-11 lies between 1 and 1 + 2^-10.
        arguments(GgufType.F16, new float[] {0x1.002p0f}, "003c"),
        arguments(GgufType.F16, new float[] {65520}, "007c"),
        arguments(GgufType.BF16, new float[] {1.0f / 3}, "ab3e"),
        arguments(GgufType.BF16, new float[] {Float.NaN}, "c07f"),
        // The furthest is −8, so d = 1 and it becomes 0; 7 becomes 15; 0.5 is 8.5 + 0.5, 9.
        arguments(
            GgufType.Q4_0, numbers(-8, 7, 0.5f, 0.49f), "003c" + "808f8988" + "88".repeat(12)),
        // The furthest is 8, so d = −1 and it becomes 0; −8 would be 16, so 15.
        arguments(GgufType.Q4_0, numbers(8, -8), "00bc" + "808f" + "88".repeat(14)),
        arguments(GgufType.Q4_0, numbers(), "0080" + "88".repeat(16)),
        // From −1 to 14: d = 1; zeros are 1.
        arguments(GgufType.Q4_1, numbers(-1, 14), "003c00bc" + "101f" + "11".repeat(14)),
        arguments(GgufType.Q5_0, numbers(-16, 15), "003c" + "feffffff" + "000f" + "00".repeat(14)),
        arguments(
            GgufType.Q5_1, numbers(-1, 30), "003c00bc" + "02000000" + "101f" + "11".repeat(14)),
        // d = 1; halves go away from zero.
        arguments(
            GgufType.Q8_0,
            numbers(127, -127, 0.5f, -0.5f, 1.49f),
            "003c7f8101ff01" + "00".repeat(27)),
        arguments(GgufType.Q8_0, numbers(), "0000" + "00".repeat(32)));
  }

  @ParameterizedTest
  @MethodSource("golden")
  void blocksWorkedOutOnPaper(GgufType type, float[] numbers, String hex) {
    assertEquals(hex, HexFormat.of().formatHex(quantised(type, numbers)));
  }

  private static byte[] quantised(GgufType type, float[] numbers) {
    byte[] bytes = new byte[(int) type.bytes(numbers.length)];
    ByteBuffer out = BlocksTest.little(bytes);
    type.quantise(numbers, 0, numbers.length, out);
    assertEquals(bytes.length, out.position());
    return bytes;
  }

  /** What is read is never further from what was written than half a step and a scale's error. */
  @ParameterizedTest
  @EnumSource(names = {"F16", "BF16", "Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q8_0"})
  void whatIsReadBackIsClose(GgufType type) {
    SplittableRandom random = new SplittableRandom(5);
    for (int round = 0; round < 100; round++) {
      double size = Math.pow(10, random.nextInt(-3, 3));
      float[] numbers = new float[320];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = (float) (size * random.nextGaussian());
      }
      float[] back = BlocksTest.decoded(type, quantised(type, numbers));
      for (int i = 0; i < numbers.length; i++) {
        float most = 0;
        float least = 0;
        for (int j = i / 32 * 32; j < i / 32 * 32 + 32; j++) {
          most = Math.max(most, numbers[j]);
          least = Math.min(least, numbers[j]);
        }
        double furthest = Math.max(most, -least);
        double allowed =
            switch (type) {
              case F16 -> Math.abs(numbers[i]) * 0x1p-11 + 0x1p-25;
              case BF16 -> Math.abs(numbers[i]) * 0x1p-8;
              // The side away from the furthest ends one step early.
              case Q4_0 -> furthest / 8 + furthest * 0x1p-10;
              case Q5_0 -> furthest / 16 + furthest * 0x1p-10;
              case Q4_1 -> (most - least) / 30 + furthest * 0x1p-9;
              case Q5_1 -> (most - least) / 62 + furthest * 0x1p-9;
              default -> furthest / 254 + furthest * 0x1p-10;
            };
        // A scale below 2^-14 is a half with fewer bits.
        allowed += type == GgufType.BF16 ? 0 : 128 * 0x1p-25;
        assertEquals(numbers[i], back[i], allowed, type + " " + i);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F16", "BF16", "Q8_0"})
  void whatWasReadIsWrittenAgainAsItWas(GgufType type) {
    SplittableRandom random = new SplittableRandom(9);
    float[] numbers = new float[3200];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    float[] once = BlocksTest.decoded(type, quantised(type, numbers));
    assertArrayEquals(once, BlocksTest.decoded(type, quantised(type, once)), 1e-6f);
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.INCLUDE,
      names = {"Q2_K", "Q3_K", "Q4_K", "Q5_K", "Q6_K", "IQ2_XXS", "IQ4_NL"})
  void othersCanOnlyBeRead(GgufType type) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> quantised(type, new float[256]));
    assertTrue(String.valueOf(refused.getMessage()).contains(type + " can be read and not"));
    assertEquals(false, type.canQuantise());
  }

  @Test
  void partsOfBlocksAreRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> GgufType.Q4_0.quantise(new float[40], 0, 40, ByteBuffer.allocate(99)));
  }
}
