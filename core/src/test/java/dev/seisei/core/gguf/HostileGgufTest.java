package dev.seisei.core.gguf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files made to do harm. Each is refused by one message, before anything large is allocated. */
class HostileGgufTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int SMALL_CHANGE = 300_000;

  private static final long TWO_62 = 1L << 62;
  private static final long TWO_63 = Long.MIN_VALUE;

  @TempDir Path folder;

  private static GgufBytes one(long... extents) {
    return typed(0, 0, extents);
  }

  private static GgufBytes typed(int type, long offset, long... extents) {
    return GgufBytes.head(1, 0).tensor("x", type, offset, extents).padded(32).zeros(64);
  }

  static Stream<Arguments> files() {
    return Stream.of(
        arguments(
            new GgufBytes(), "the magic at byte 0 takes 4 bytes, but the file ends at byte 0"),
        arguments(new GgufBytes().raw("GGUX").zeros(99), "the magic at byte 0 is not \"GGUF\""),
        arguments(new GgufBytes().raw("GGUF").i32(1).zeros(99), "the version at byte 4 is 1"),
        arguments(new GgufBytes().raw("GGUF").i32(4).zeros(99), "the version at byte 4 is 4"),
        arguments(new GgufBytes().raw("GGUF").raw(new byte[] {0, 0, 0, 3}).zeros(99), "big-endian"),
        arguments(
            GgufBytes.head(TWO_63, 0), "the count of tensors at byte 8 is 9223372036854775808"),
        arguments(GgufBytes.head(-1, 0), "the count of tensors at byte 8 is 18446744073709551615"),
        arguments(GgufBytes.head(1, 0), "the count of tensors at byte 8 is 1, which takes more"),
        arguments(GgufBytes.head(0, TWO_63), "the count of metadata at byte 16"),
        arguments(GgufBytes.head(0, 1), "the count of metadata at byte 16 is 1"),
        // Lengths of texts.
        arguments(
            GgufBytes.head(0, 1).i64(-1).zeros(50),
            "the length of the key of metadata 0 at byte 24 is 18446744073709551615"),
        arguments(GgufBytes.head(0, 1).i64(51).zeros(50), "the key of metadata 0 at byte 24 is 51"),
        arguments(GgufBytes.head(0, 1).i64(65_536).zeros(70_000), "more than the 65535 allowed"),
        arguments(
            GgufBytes.head(0, 1).key("k", 8).i64(Long.MAX_VALUE).zeros(9),
            "the length of \"k\" at byte 37"),
        arguments(
            GgufBytes.head(0, 1).key("k", 8).i64(2).raw(new byte[] {(byte) 0xC3, 0x28}),
            "\"k\" at byte 45 is not valid UTF-8"),
        // Types of metadata.
        arguments(GgufBytes.head(0, 1).key("k", 13).zeros(9), "the type of \"k\" at byte 33 is 13"),
        arguments(GgufBytes.head(0, 1).key("k", -1).zeros(9), "is 4294967295"),
        arguments(GgufBytes.head(0, 1).key("k", 7).raw((byte) 2), "is a truth of 2"),
        arguments(
            GgufBytes.head(0, 2).key("k", 0).raw((byte) 1).key("k", 0).raw((byte) 1),
            "key \"k\" at byte 38 is there twice"),
        // Arrays: types and counts.
        arguments(
            GgufBytes.head(0, 1).key("k", 9).i32(9).i64(1).i32(0).i64(0),
            "\"k\" at byte 37 is an array of arrays"),
        arguments(GgufBytes.head(0, 1).key("k", 9).i32(99).i64(1), "the element type of \"k\""),
        arguments(
            GgufBytes.head(0, 1).key("k", 9).i32(10).i64(TWO_62).zeros(64),
            "the length of \"k\" at byte 41 is 4611686018427387904"),
        arguments(
            GgufBytes.head(0, 1).key("k", 9).i32(12).i64((1L << 61) + 1).zeros(64),
            "the length of \"k\" at byte 41 is 2305843009213693953"),
        arguments(GgufBytes.head(0, 1).key("k", 9).i32(8).i64(9).zeros(64), "the length of \"k\""),
        arguments(
            GgufBytes.head(0, 1).key("k", 9).i32(0).i64((1 << 24) + 1).zeros((1 << 24) + 1),
            "more than the 16777216 allowed"),
        // Alignment.
        arguments(alignment(4, 0), "\"general.alignment\" at byte 24 must be a UINT32, a power"),
        arguments(alignment(4, 1), "a power of two from 8"),
        arguments(alignment(4, 48), "a power of two from 8"),
        arguments(alignment(4, 1L << 31), "a power of two from 8"),
        arguments(alignment(5, 32), "must be a UINT32"),
        // Tensors.
        arguments(
            GgufBytes.head(1, 0).tensor("x", 0, 0, 1, 1, 1, 1, 1).zeros(99),
            "the count of dimensions of tensor \"x\" at byte 33 is 5, expected at most 4"),
        arguments(
            GgufBytes.head(1, 0).text("x").i32(-1).zeros(99), "is 4294967295, expected at most 4"),
        arguments(one(0), "dimension 0 of tensor \"x\" at byte 37 is 0"),
        arguments(one(1, TWO_63), "dimension 1 of tensor \"x\" at byte 45 is 9223372036854775808"),
        arguments(one(-1), "is 18446744073709551615"),
        arguments(one(1L << 32, 1L << 32), "larger than any file"),
        arguments(one(1L << 31, 1L << 31, 2, 1), "larger than any file"),
        arguments(one(TWO_62, 4), "larger than any file"),
        arguments(one(TWO_62), "larger than any file"),
        arguments(one(17), "is 0 for 68 bytes, but 64 bytes of data follow the head"),
        arguments(typed(0, 64, 1), "is 64 for 4 bytes, but 64"),
        arguments(typed(0, 5, 1), "is 5, expected a multiple of the alignment 32"),
        arguments(typed(0, -32, 1), "is 18446744073709551584, expected a multiple"),
        arguments(typed(0, Long.MAX_VALUE - 31, 16), "for 64 bytes, but 64 bytes of data follow"),
        arguments(typed(2, 0, 16), "blocks of 32 elements, which do not fill rows of 16"),
        arguments(typed(12, 0, 32, 8), "blocks of 256 elements, which do not fill rows of 32"),
        arguments(typed(19, 0, 256), "is IQ1_S (19), which is not supported; supported are [F32,"),
        arguments(typed(4, 0, 32), "is 4, which is not supported"),
        arguments(typed(-1, 0, 32), "is 4294967295, which is not supported"),
        arguments(
            GgufBytes.head(2, 0).tensor("x", 0, 0, 9).tensor("y", 0, 32, 1).padded(32).zeros(64),
            "the offset of tensor \"y\" at byte 82 is 32, within tensor \"x\", which ends at 36"),
        arguments(
            GgufBytes.head(2, 0).tensor("x", 0, 0, 1).tensor("y", 0, 0, 1).padded(32).zeros(64),
            "within tensor"),
        arguments(
            GgufBytes.head(2, 0).tensor("x", 0, 0, 1).tensor("x", 0, 32, 1).padded(32).zeros(64),
            "tensor \"x\" at byte 57 is there twice"),
        arguments(GgufBytes.head(1, 0).tensor("a\nb", 99, 0, 1).zeros(99), "tensor \"a\uFFFDb\""));
  }

  private static GgufBytes alignment(int type, long value) {
    return GgufBytes.head(0, 1).key("general.alignment", type).i32(value).zeros(64);
  }

  @ParameterizedTest
  @MethodSource("files")
  void filesAreRefusedWithAReason(GgufBytes bytes, String part) throws IOException {
    assertRefused(bytes.bytes(), part);
  }

  /** CVE-2024-21802: more dimensions than there is room for. */
  @Test
  void dimensionsBeyondFour() throws IOException {
    GgufBytes file = GgufBytes.head(1, 0).text("x").i32(64);
    for (int i = 0; i < 64; i++) {
      file.i64(1);
    }
    assertRefused(file.i32(0).i64(0).zeros(64).bytes(), "is 64, expected at most 4");
  }

  /** CVE-2024-23605: a count of metadata whose size in memory wraps around to a small one. */
  @Test
  void metadataWhoseSizeWrapsAround() throws IOException {
    long wrapsAt48Bytes = Long.divideUnsigned(-1L, 48) + 1;
    assertRefused(
        GgufBytes.head(0, wrapsAt48Bytes).key("k", 0).zeros(200).bytes(),
        "the count of metadata at byte 16 is " + wrapsAt48Bytes);
  }

  /** CVE-2025-53630: sizes of tensors that wrap around when they are added up with padding. */
  @Test
  void tensorsWhoseSizesWrapAroundTogether() throws IOException {
    long half = 1L << 61;
    assertRefused(
        GgufBytes.head(3, 0)
            .tensor("x", 0, 0, half - 8)
            .tensor("y", 0, 4 * (half - 8), half - 8)
            .tensor("z", 0, 0, 16)
            .padded(32)
            .zeros(64)
            .bytes(),
        "the file is cut off");
    long quarter = (1L << 60) - 8;
    assertRefused(
        GgufBytes.head(2, 0)
            .tensor("x", 0, 0, quarter)
            .tensor("y", 0, 4 * quarter, quarter)
            .padded(32)
            .zeros(64)
            .bytes(),
        "the file is cut off");
  }

  /** CVE-2026-27940: the same around the sum of data and the tensors' own descriptions. */
  @Test
  void countsAndSizesThatWrapAroundTogether() throws IOException {
    assertRefused(
        GgufBytes.head(Long.MAX_VALUE / 24, 0).tensor("x", 24, 0, Long.MAX_VALUE).bytes(),
        "the count of tensors at byte 8");
    // 2^63 - 32 bytes: padding leads to 2^63, an object's description beyond it.
    assertRefused(
        GgufBytes.head(1, 0)
            .tensor("x", 1, 0, (Long.MAX_VALUE - 31) / 2)
            .padded(32)
            .zeros(64)
            .bytes(),
        "but 64 bytes of data follow the head");
  }

  /** CVE-2026-7482: a tensor that goes on behind the file's end, which quantising would read. */
  @Test
  void tensorsBeyondTheEnd() throws IOException {
    byte[] whole =
        GgufBytes.head(2, 0)
            .tensor("x", 1, 0, 32)
            .tensor("y", 1, 64, 32)
            .padded(32)
            .zeros(128)
            .bytes();
    assertEquals(2, Gguf.open(Files.write(folder.resolve("right.gguf"), whole)).tensors().size());
    assertRefused(Arrays.copyOf(whole, whole.length - 1), "the file is cut off");
    assertRefused(Arrays.copyOf(whole, whole.length - 100), "the file is cut off");
  }

  @Test
  void everyFileCutOffIsRefused() throws IOException {
    byte[] whole =
        GgufBytes.head(1, 3)
            .key("a", 8)
            .text("text")
            .key("b", 9)
            .i32(8)
            .i64(2)
            .text("x")
            .text("y")
            .key("c", 12)
            .i64(0)
            .tensor("x", 0, 0, 2, 2)
            .padded(32)
            .zeros(16)
            .bytes();
    assertEquals(1, Gguf.open(Files.write(folder.resolve("right.gguf"), whole)).tensors().size());
    for (int length = 0; length < whole.length; length++) {
      assertRefused(Arrays.copyOf(whole, length), "");
    }
  }

  /** Without tensors nothing need follow the head, not even what would align it. */
  @Test
  void aFileOfMetadataMayEndWithThem() throws IOException {
    byte[] bytes = GgufBytes.head(0, 1).key("a", 0).raw((byte) 1).bytes();
    assertEquals(
        1, Gguf.open(Files.write(folder.resolve("a.gguf"), bytes)).metadata().keys().size());
  }

  private void assertRefused(byte[] bytes, String part) throws IOException {
    Path file = Files.write(folder.resolve("hostile.gguf"), bytes);
    long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> Gguf.open(file));
    long allocated = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.startsWith(file.toString()), message);
    assertTrue(message.matches("(?s).* at byte \\d+ .*"), message);
    assertTrue(message.contains(part), message);
    assertTrue(message.length() < file.toString().length() + 500, message);
    assertTrue(allocated < 10L * bytes.length + SMALL_CHANGE, allocated + " bytes");
  }
}
