package dev.seisei.core.gguf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.core.gguf.GgufValue.Bool;
import dev.seisei.core.gguf.GgufValue.Bools;
import dev.seisei.core.gguf.GgufValue.Floating;
import dev.seisei.core.gguf.GgufValue.Floatings;
import dev.seisei.core.gguf.GgufValue.Integral;
import dev.seisei.core.gguf.GgufValue.Integrals;
import dev.seisei.core.gguf.GgufValue.Text;
import dev.seisei.core.gguf.GgufValue.Texts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GgufTest {
  @TempDir Path folder;

  private Path file() {
    return folder.resolve("a.gguf");
  }

  private Gguf open(byte[] bytes) throws IOException {
    return Gguf.open(Files.write(file(), bytes));
  }

  /** A file put together by hand: two tensors of four and three numbers. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void aFileMadeByHandIsRead(int version) throws IOException {
    GgufBytes head =
        new GgufBytes()
            .raw("GGUF")
            .i32(version)
            .i64(2)
            .i64(2)
            .key("general.name", 8)
            .text("生成")
            .key("general.alignment", 4)
            .i32(64)
            .tensor("b", 0, 64, 3)
            .tensor("a", 0, 0, 2, 3)
            .padded(64);
    for (int i = 0; i < 6; i++) {
      head.i32(Float.floatToIntBits(i));
    }
    head.padded(64);
    for (int i = 0; i < 3; i++) {
      head.i32(Float.floatToIntBits(10 + i));
    }
    Gguf read = open(head.bytes());
    assertEquals(version, read.version());
    assertEquals(Optional.of("生成"), read.metadata().text("general.name"));
    assertEquals(List.of("b", "a"), List.copyOf(read.tensors().keySet()));
    GgufTensor a = read.tensor("a");
    assertArrayEquals(new long[] {3, 2}, a.shape());
    assertEquals(24, a.bytes());
    float[] numbers = new float[5];
    a.dequantise(1, 2, numbers, 1);
    assertArrayEquals(new float[] {0, 2, 3, 4, 5}, numbers);
    read.tensor("b").dequantise(0, 1, numbers, 2);
    assertArrayEquals(new float[] {0, 2, 10, 11, 12}, numbers);
  }

  @Test
  void metadataOfEveryTypeAreReadBack() throws IOException {
    GgufWriter writer = new GgufWriter(128);
    List<GgufValue> values =
        List.of(
            new Integral(GgufValueType.UINT8, 255),
            new Integral(GgufValueType.INT8, -128),
            new Integral(GgufValueType.UINT16, 65535),
            new Integral(GgufValueType.INT16, -32768),
            new Integral(GgufValueType.UINT32, 0xFFFF_FFFFL),
            new Integral(GgufValueType.INT32, Integer.MIN_VALUE),
            new Integral(GgufValueType.UINT64, -1),
            new Integral(GgufValueType.INT64, Long.MIN_VALUE),
            new Floating(GgufValueType.FLOAT32, 0.1f),
            new Floating(GgufValueType.FLOAT64, 0.1),
            new Bool(true),
            new Text("a\nb 𝄞"),
            new Texts(List.of("", "x", "ぬ")));
    for (int i = 0; i < values.size(); i++) {
      writer.put("key" + i, values.get(i));
    }
    writer.write(file());
    GgufMetadata read = Gguf.open(file()).metadata();
    for (int i = 0; i < values.size(); i++) {
      assertEquals(Optional.of(values.get(i)), read.find("key" + i));
    }
    assertEquals("18446744073709551615", read.find("key6").orElseThrow().toString());
    assertEquals(128, read.integer("general.alignment").orElseThrow());
    assertEquals(255, read.integer("key0").orElseThrow());
    assertEquals(0.1f, read.number("key8").orElseThrow());
    assertEquals(Optional.of(true), read.bool("key10"));
    assertEquals(List.of("", "x", "ぬ"), read.texts("key12").orElseThrow());
    assertTrue(read.integer("none").isEmpty());
    assertTrue(String.valueOf(read.missing("none").getMessage()).contains("\"none\""));
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"FLOAT32", "FLOAT64", "BOOL", "STRING", "ARRAY"})
  void arraysOfWholeNumbersAreReadBack(GgufValueType type) throws IOException {
    long[] values = {0, 1, 100};
    new GgufWriter().put("a", new Integrals(type, values)).write(file());
    GgufMetadata read = Gguf.open(file()).metadata();
    assertArrayEquals(values, read.integers("a").orElseThrow());
    assertEquals(type, ((Integrals) read.find("a").orElseThrow()).elements());
  }

  @Test
  void otherArraysAreReadBack() throws IOException {
    new GgufWriter()
        .put("f", new Floatings(GgufValueType.FLOAT32, new double[] {0.5, -1}))
        .put("d", new Floatings(GgufValueType.FLOAT64, new double[] {0.1}))
        .put("b", new Bools(new boolean[] {true, false}))
        .put("i", new Integrals(GgufValueType.INT8, new long[] {-1}))
        .write(file());
    GgufMetadata read = Gguf.open(file()).metadata();
    assertArrayEquals(new double[] {0.5, -1}, read.numbers("f").orElseThrow());
    assertArrayEquals(new double[] {0.1}, read.numbers("d").orElseThrow());
    assertArrayEquals(new boolean[] {true, false}, ((Bools) read.find("b").orElseThrow()).values());
    assertArrayEquals(new long[] {-1}, read.integers("i").orElseThrow());
  }

  @Test
  void askingForAnotherTypeNamesFileKeyAndPlace() throws IOException {
    new GgufWriter().putCount("count", 7).write(file());
    GgufMetadata read = Gguf.open(file()).metadata();
    String message =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> read.text("count")).getMessage());
    assertEquals(file() + ": metadata \"count\" at byte 24 must be a text, got UINT32 7", message);
    assertThrows(IllegalArgumentException.class, () -> read.number("count"));
    assertThrows(IllegalArgumentException.class, () -> read.texts("count"));
  }

  /** What the writer writes is what the format's description says, byte by byte. */
  @Test
  void aWrittenFileIsTheExpectedBytes() throws IOException {
    new GgufWriter()
        .put("n", "x")
        .tensor("t", GgufType.F16, new long[] {2, 3}, (row, count, into) -> fill(row, 3, into))
        .tensor("u", GgufType.F32, new long[] {1}, (row, count, into) -> into[0] = 2)
        .write(file());
    byte[] expected =
        GgufBytes.head(2, 1)
            .key("n", 8)
            .text("x")
            .tensor("t", 1, 0, 3, 2)
            .tensor("u", 0, 32, 1)
            .padded(32)
            .little(0x0000, 2)
            .little(0x3C00, 2)
            .little(0x4000, 2)
            .little(0x4200, 2)
            .little(0x4400, 2)
            .little(0x4500, 2)
            .padded(32)
            .i32(Float.floatToIntBits(2))
            .padded(32)
            .bytes();
    assertArrayEquals(expected, Files.readAllBytes(file()));
  }

  private static void fill(long row, int columns, float[] into) {
    for (int i = 0; i < into.length; i++) {
      into[i] = row * columns + i;
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F16", "BF16", "Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q8_0"})
  void tensorsAreReadBackAsQuantised(GgufType type) throws IOException {
    // Rows are asked for in several pieces.
    long[] shape = {3, 200, 1024};
    float[] all = new float[3 * 200 * 1024];
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < all.length; i++) {
      all[i] = (float) random.nextGaussian();
    }
    new GgufWriter()
        .tensor(
            "x",
            type,
            shape,
            (row, count, into) -> System.arraycopy(all, (int) row * 1024, into, 0, count * 1024))
        .write(file());
    ByteBuffer expected = BlocksTest.little(new byte[(int) type.bytes(all.length)]);
    type.quantise(all, 0, all.length, expected);
    GgufTensor read = Gguf.open(file()).tensor("x");
    assertArrayEquals(shape, read.shape());
    assertEquals(600, read.rows());
    assertEquals(expected.flip(), read.data(0, 600));
    float[] row = new float[1024];
    read.dequantise(599, 1, row, 0);
    float[] same = new float[1024];
    type.dequantise(expected.position(expected.limit() - (int) type.bytes(1024)), 1024, same, 0);
    assertArrayEquals(same, row);
    // And copied without being understood.
    Path copy = folder.resolve("copy.gguf");
    new GgufWriter().stored("x", type, shape, read::data).write(copy);
    assertEquals(-1, Files.mismatch(file(), copy));
  }

  @Test
  void rowsThatAreNotThereAreRefused() throws IOException {
    new GgufWriter()
        .tensor("x", GgufType.F32, new long[] {2, 3}, (row, count, into) -> {})
        .write(file());
    GgufTensor x = Gguf.open(file()).tensor("x");
    assertThrows(IndexOutOfBoundsException.class, () -> x.data(1, 2));
    assertThrows(IndexOutOfBoundsException.class, () -> x.data(-1, 1));
    assertThrows(IndexOutOfBoundsException.class, () -> x.data(2, Long.MAX_VALUE));
    assertThrows(IndexOutOfBoundsException.class, () -> x.dequantise(0, 2, new float[5], 0));
    assertThrows(IllegalArgumentException.class, () -> Gguf.open(file()).tensor("y"));
  }

  @Test
  void whatCannotBeWrittenIsRefused() {
    GgufWriter writer = new GgufWriter().put("a", "b");
    GgufWriter.Rows rows = (row, count, into) -> {};
    writer.tensor("t", GgufType.F32, new long[] {1}, rows);
    refused("there already", () -> writer.put("a", "c"));
    refused("there already", () -> writer.tensor("t", GgufType.F32, new long[] {1}, rows));
    refused("1 to 63 bytes", () -> writer.tensor("", GgufType.F32, new long[] {1}, rows));
    refused(
        "1 to 63 bytes", () -> writer.tensor("x".repeat(64), GgufType.F32, new long[] {1}, rows));
    refused("1 to 4 extents", () -> writer.tensor("u", GgufType.F32, new long[0], rows));
    refused("1 to 4 extents", () -> writer.tensor("u", GgufType.F32, new long[] {0}, rows));
    refused("blocks of 32", () -> writer.tensor("u", GgufType.Q4_0, new long[] {2, 16}, rows));
    refused("not written", () -> writer.tensor("u", GgufType.Q4_K, new long[] {256}, rows));
    refused("constructor", () -> writer.putCount("general.alignment", 32));
    refused("no valid text", () -> writer.put("x", "\ud800").write(file()));
    refused("power of two", () -> new GgufWriter(48));
    refused("UINT8 must be from 0 to 255", () -> new Integral(GgufValueType.UINT8, 256));
    refused(
        "take 8 bytes, got 4",
        () ->
            new GgufWriter()
                .stored("v", GgufType.F32, new long[] {2}, (row, count) -> ByteBuffer.allocate(4))
                .write(file()));
    assertTrue(Files.notExists(file()));
  }

  private static void refused(String part, org.junit.jupiter.api.function.Executable what) {
    String message =
        String.valueOf(assertThrows(IllegalArgumentException.class, what).getMessage());
    assertTrue(message.contains(part), message);
  }

  @Test
  void aMissingFileIsNamed() {
    UncheckedIOException none = assertThrows(UncheckedIOException.class, () -> Gguf.open(file()));
    assertEquals("cannot read " + file() + ": no such file or folder", none.getMessage());
  }

  /** A file that loses its end while it is open is an error and no crash of the process. */
  @Test
  void aFileCutOffWhileItIsOpenIsReported() throws IOException {
    new GgufWriter()
        .tensor("x", GgufType.F32, new long[] {1 << 20}, (row, count, into) -> {})
        .write(file());
    GgufTensor x = Gguf.open(file()).tensor("x");
    try (var channel =
        java.nio.channels.FileChannel.open(file(), java.nio.file.StandardOpenOption.WRITE)) {
      channel.truncate(8192);
    }
    float[] numbers = new float[1 << 20];
    UncheckedIOException cutOff =
        assertThrows(UncheckedIOException.class, () -> x.dequantise(0, 1, numbers, 0));
    assertTrue(
        String.valueOf(cutOff.getMessage()).endsWith("the file was cut off while it was read"));
  }
}
