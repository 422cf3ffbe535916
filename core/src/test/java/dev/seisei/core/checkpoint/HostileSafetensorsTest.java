package dev.seisei.core.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.sun.management.ThreadMXBean;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.memory.Device;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostileSafetensorsTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** What the parser's buffers and an exception's stack may take. */
  private static final long SMALL_CHANGE = 1 << 20;

  @TempDir Path folder;

  private static Arguments tensor(String described, int bytes, String message) {
    return arguments("{\"x\":" + described + "}", bytes, message);
  }

  private static String described(String dtype, String shape, String offsets) {
    return "{\"dtype\":" + dtype + ",\"shape\":" + shape + ",\"data_offsets\":" + offsets + "}";
  }

  /** Header, how many bytes of data follow it, and what the message says. */
  static Stream<Arguments> headers() {
    String f32 = "\"F32\"";
    String one = described(f32, "[1]", "[0,4]");
    return Stream.of(
        arguments("", 0, "does not begin with {"),
        arguments(" {}", 0, "does not begin with {"),
        arguments("[]", 0, "does not begin with {"),
        arguments("\uFEFF{}", 0, "does not begin with {"),
        arguments("{", 0, "not valid JSON"),
        arguments("{\"x\"", 0, "not valid JSON"),
        arguments("{} {}", 0, "goes on behind its closing brace"),
        arguments("{}\u0000", 0, "not valid JSON"),
        arguments("{}x", 0, "not valid JSON"),
        arguments("{\"x\":" + one + ",\"x\":" + one + "}", 4, "Duplicate"),
        arguments("{" + "\"x\":{".repeat(100_000), 0, "\"x\""),
        arguments("{}", 1, "the tensors take 0 bytes, but 1 follow"),
        arguments("{\"__metadata__\":1}", 0, "__metadata__ must be an object"),
        arguments("{\"__metadata__\":{\"a\":1}}", 0, "\"a\" must be a string"),
        arguments("{\"__metadata__\":{\"a\":null}}", 0, "\"a\" must be a string"),
        arguments("{\"__metadata__\":{\"a\":{}}}", 0, "\"a\" must be a string"),
        arguments("{\"__metadata__\":{},\"__metadata__\":{}}", 0, "Duplicate"),
        tensor("1", 0, "must be described by an object"),
        tensor("null", 0, "must be described by an object"),
        tensor("[]", 0, "must be described by an object"),
        tensor("{}", 0, "needs dtype, shape and data_offsets"),
        tensor("{\"dtype\":\"F32\",\"shape\":[1]}", 4, "needs dtype, shape and data_offsets"),
        tensor(described("1", "[1]", "[0,4]"), 4, "a dtype that is no string"),
        tensor(described("\"F33\"", "[1]", "[0,4]"), 4, "unknown dtype \"F33\""),
        tensor(described("\"f32\"", "[1]", "[0,4]"), 4, "unknown dtype \"f32\""),
        tensor(described(f32, "1", "[0,4]"), 4, "a shape that is no list"),
        tensor(described(f32, "[-1]", "[0,4]"), 4, "a shape with -1"),
        tensor(described(f32, "[1.0]", "[0,4]"), 4, "a shape with 1.0"),
        tensor(described(f32, "[\"1\"]", "[0,4]"), 4, "a shape with 1"),
        tensor(described(f32, "[[1]]", "[0,4]"), 4, "a shape with ["),
        tensor(described(f32, "[99999999999999999999]", "[0,4]"), 4, "a shape with 9999"),
        tensor(described(f32, "[1" + ",1".repeat(64) + "]", "[0,4]"), 4, "of more than 64 numbers"),
        tensor(described(f32, "[4294967296,4294967296]", "[0,0]"), 0, "larger than any file"),
        tensor(described(f32, "[9223372036854775807]", "[0,4]"), 4, "larger than any file"),
        tensor(described(f32, "[2]", "[0,4]"), 4, "of 8 bytes, but data_offsets [0, 4] span 4"),
        tensor(described(f32, "[0]", "[0,4]"), 4, "of 0 bytes"),
        tensor(described("\"F4\"", "[1]", "[0,1]"), 1, "does not fill whole bytes"),
        tensor(described(f32, "[1]", "4"), 4, "a data_offsets that is no list"),
        tensor(described(f32, "[1]", "[0]"), 4, "data_offsets [0], expected two"),
        tensor(described(f32, "[1]", "[0,4,8]"), 4, "data_offsets of more than 2 numbers"),
        tensor(described(f32, "[1]", "[-4,0]"), 4, "data_offsets with -4"),
        tensor(described(f32, "[1]", "[4,0]"), 4, "ends before it begins"),
        tensor(described(f32, "[1]", "[0,4]"), 3, "the file is cut off"),
        tensor(described(f32, "[1]", "[0,4]"), 5, "longer than it should be"),
        tensor(described(f32, "[1]", "[4,8]"), 8, "expected 0: there is a hole"),
        tensor(described(f32, "[1]", "[9223372036854775803,9223372036854775807]"), 4, "a hole"),
        tensor(
            described("\"U8\"", "[9223372036854775807]", "[0,9223372036854775807]"),
            4,
            "larger than any file"),
        tensor(
            described("\"U8\"", "[1000000000000]", "[0,1000000000000]"), 4, "the file is cut off"),
        tensor("{\"dtype\":\"F32\",\"dtype\":\"F32\"}", 0, "Duplicate"),
        tensor("{\"dtype\":\"F32\",\"strides\":[1]}", 0, "the unknown field \"strides\""),
        arguments(
            "{\"x\":" + one + ",\"y\":" + described(f32, "[1]", "[2,6]") + "}",
            6,
            "tensor \"y\" begins at 2 of the data, expected 4: tensors overlap"),
        arguments("{\"x\":" + one + ",\"y\":" + one + "}", 4, "tensors overlap"),
        arguments("{\"a\nb\u007f\":1}", 0, "not valid JSON"),
        arguments("{\"" + "a".repeat(60_000) + "\":1}", 0, "not valid JSON"));
  }

  @ParameterizedTest
  @MethodSource("headers")
  void headersAreRefusedWithAReason(String header, int bytes, String message) throws IOException {
    assertRefused(IndependentSafetensors.file(header, new byte[bytes]), message);
  }

  @ParameterizedTest
  @ValueSource(
      longs = {
        3,
        100_000_000,
        100_000_001,
        1L << 32,
        Long.MAX_VALUE - 8,
        Long.MAX_VALUE,
        -1,
        Long.MIN_VALUE
      })
  void lengthsBeyondTheFileAreRefusedBeforeAllocating(long length) throws IOException {
    byte[] file =
        ByteBuffer.allocate(10)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(length)
            .put((byte) '{')
            .array();
    assertRefused(file, "its header would have " + Long.toUnsignedString(length) + " bytes");
  }

  @Test
  void everyTruncationIsRefused() throws IOException {
    byte[] whole =
        SafetensorsTest.written(
            Map.of("a", Tensors.random(1, DType.F32, 3), "b", Tensors.random(2, DType.U8, 1)));
    for (int length = 0; length < whole.length; length++) {
      assertRefused(Arrays.copyOf(whole, length), "");
    }
  }

  @Test
  void invalidUtf8IsRefused() throws IOException {
    byte[] header = "{\"?\":1}".getBytes(StandardCharsets.UTF_8);
    header[2] = (byte) 0xFF;
    assertRefused(IndependentSafetensors.file(header, new byte[0]), "not valid JSON");
  }

  @Test
  void aFileCutOffSinceItWasOpenedIsRefused() throws IOException {
    byte[] whole = SafetensorsTest.written(Map.of("a", Tensors.random(1, DType.F32, 1 << 16)));
    Path file = Files.write(folder.resolve("a.safetensors"), whole);
    Safetensors opened = Safetensors.open(file);
    Files.write(file, Arrays.copyOf(whole, 1000));
    long before = Device.CPU.allocatedBytes();
    assertThrows(UncheckedIOException.class, () -> opened.read("a"));
    assertTrue(Device.CPU.allocatedBytes() <= before); // less, if garbage was collected
  }

  @Test
  void aMissingFileAndAFolderAreNamed() {
    Path missing = folder.resolve("none.safetensors");
    UncheckedIOException none =
        assertThrows(UncheckedIOException.class, () -> Safetensors.open(missing));
    assertEquals("cannot read " + missing + ": no such file or folder", none.getMessage());
    assertThrows(UncheckedIOException.class, () -> Safetensors.open(folder));
  }

  private void assertRefused(byte[] bytes, String part) throws IOException {
    Path file = Files.write(folder.resolve("hostile.safetensors"), bytes);
    long tensorsBefore = Device.CPU.allocatedBytes();
    long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> Safetensors.open(file));
    long allocated = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.startsWith(file + " is no safetensors file: "), message);
    assertTrue(message.contains(part), message);
    assertTrue(message.length() < file.toString().length() + 500, message);
    assertTrue(allocated < 10L * bytes.length + SMALL_CHANGE, allocated + " bytes");
    assertTrue(Device.CPU.allocatedBytes() <= tensorsBefore);
  }

  @Test
  void tensorsOfMoreThanTwoGibibytesAreRefusedWhenRead() throws IOException {
    long bytes = (1L << 31) + 4;
    String header =
        "{\"x\":" + described("\"F32\"", "[" + bytes / 4 + "]", "[0," + bytes + "]") + "}";
    Path file = folder.resolve("sparse.safetensors");
    Files.write(file, IndependentSafetensors.file(header, new byte[0]));
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(sparse.length() + bytes);
    }
    Safetensors opened = Safetensors.open(file);
    String message =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> opened.read("x")).getMessage());
    assertTrue(message.contains("more than the 2 GiB of one tensor"), message);
  }
}
