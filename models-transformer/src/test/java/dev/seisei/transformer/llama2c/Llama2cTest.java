package dev.seisei.transformer.llama2c;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.seisei.core.file.MappedFile;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.transformer.Mutations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

public class Llama2cTest {
  private static final Path NAME = Path.of("fuzzed.bin");

  @TempDir Path folder;

  /** Two layers, 8 wide, 6 hidden, 4 heads of 2, 2 of keys, 5 tokens, 3 positions. */
  private static int[] numbers(boolean tied) {
    return new int[] {8, 6, 2, 4, 2, tied ? 5 : -5, 3};
  }

  /** Weight i of the file is i. */
  private static byte[] file(int[] header, int floats) {
    ByteBuffer bytes = ByteBuffer.allocate(28 + 4 * floats).order(ByteOrder.LITTLE_ENDIAN);
    Arrays.stream(header).forEach(bytes::putInt);
    for (int i = 0; i < floats; i++) {
      bytes.putFloat(i);
    }
    return bytes.array();
  }

  /** Counted by hand: 40 + 16 + 128 + 64 + 64 + 128 + 16 + 96 + 96 + 96 + 8 + 6, and 40. */
  private static byte[] right(boolean tied) {
    return file(numbers(tied), tied ? 758 : 798);
  }

  private Llama2c open(byte[] bytes) throws IOException {
    return Llama2c.open(Files.write(folder.resolve("a.bin"), bytes));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void weightsLieWhereTheFormatSays(boolean tied) throws IOException {
    Llama2c read = open(right(tied));
    assertEquals(new Llama2cHeader(8, 6, 2, 4, 2, 5, 3, tied), read.header());
    assertEquals(2, read.header().headSize());
    assertWeight(read, "model.embed_tokens.weight", 0, 5, 8);
    assertWeight(read, "model.layers.0.input_layernorm.weight", 40, 8);
    assertWeight(read, "model.layers.1.input_layernorm.weight", 48, 8);
    assertWeight(read, "model.layers.0.self_attn.q_proj.weight", 56, 8, 8);
    assertWeight(read, "model.layers.1.self_attn.q_proj.weight", 120, 8, 8);
    assertWeight(read, "model.layers.0.self_attn.k_proj.weight", 184, 4, 8);
    assertWeight(read, "model.layers.1.self_attn.k_proj.weight", 216, 4, 8);
    assertWeight(read, "model.layers.0.self_attn.v_proj.weight", 248, 4, 8);
    assertWeight(read, "model.layers.1.self_attn.o_proj.weight", 376, 8, 8);
    assertWeight(read, "model.layers.1.post_attention_layernorm.weight", 448, 8);
    assertWeight(read, "model.layers.0.mlp.gate_proj.weight", 456, 6, 8);
    assertWeight(read, "model.layers.1.mlp.down_proj.weight", 600, 8, 6);
    assertWeight(read, "model.layers.1.mlp.up_proj.weight", 696, 6, 8);
    assertWeight(read, "model.norm.weight", 744, 8);
    assertEquals(tied ? 20 : 21, read.names().size());
    if (tied) {
      assertFalse(read.names().contains("lm_head.weight"));
    } else {
      assertWeight(read, "lm_head.weight", 758, 5, 8);
    }
    assertThrows(IllegalArgumentException.class, () -> read.tensor("lm_tail.weight"));
  }

  private static void assertWeight(Llama2c read, String name, int first, long... shape) {
    Tensor weight = read.tensor(name);
    assertArrayEquals(shape, weight.shape());
    float[] expected = new float[(int) weight.elements()];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = first + i;
    }
    assertArrayEquals(expected, weight.toFloats(), name);
  }

  private static int[] with(int place, int value) {
    int[] header = numbers(true);
    header[place] = value;
    return header;
  }

  static Stream<Arguments> wrongHeaders() {
    int most = Integer.MAX_VALUE;
    return Stream.of(
        arguments(with(0, 0), "dim at byte 0 is 0"),
        arguments(with(0, -8), "dim at byte 0 is -8"),
        arguments(with(0, 0x616b3432), "is \"ak42\" with version 6: only files of version 0"),
        arguments(with(1, 0), "hidden_dim at byte 4"),
        arguments(with(2, -1), "n_layers at byte 8 is -1"),
        arguments(with(3, 3), "n_heads at byte 12 is 3, which does not cut dim 8"),
        arguments(with(3, 8), "n_heads at byte 12 is 8, which does not cut dim 8 evenly"),
        arguments(with(4, 3), "n_kv_heads at byte 16 is 3"),
        arguments(with(5, 0), "vocab_size at byte 20 is 0"),
        arguments(with(5, Integer.MIN_VALUE), "vocab_size at byte 20 is -2147483648"),
        arguments(with(6, 0), "seq_len at byte 24 is 0"),
        arguments(with(2, most), "goes on behind the end"),
        arguments(with(6, most), "goes on behind the end"),
        arguments(with(5, most), "a weight of [2147483647, 8] at byte 28 goes on behind"),
        arguments(
            new int[] {most - 1, most, most, 1, 1, most, most},
            "a weight of [2147483647, 2147483646]"),
        arguments(with(1, 7), "goes on behind the end"),
        arguments(with(5, 4), "longer than it should be"));
  }

  @ParameterizedTest
  @MethodSource("wrongHeaders")
  void headersAreRefusedWithAReason(int[] header, String part) throws IOException {
    assertRefused(file(header, 758), part);
  }

  @Test
  void filesCutOffOrTooLongAreRefused() throws IOException {
    byte[] right = right(true);
    for (int length = 0; length < right.length; length += length < 32 ? 1 : 97) {
      assertRefused(Arrays.copyOf(right, length), "");
    }
    assertRefused(Arrays.copyOf(right, right.length + 4), "longer than it should be");
  }

  private void assertRefused(byte[] bytes, String part) {
    String message =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> open(bytes)).getMessage());
    assertTrue(message.startsWith(folder.resolve("a.bin") + " is no readable"), message);
    assertTrue(message.contains(part), message);
    assertTrue(message.matches(".* at byte \\d+ .*"), message);
  }

  @Test
  void aMissingFileIsNamed() {
    assertThrows(UncheckedIOException.class, () -> Llama2c.open(folder.resolve("none")));
  }

  /** What Jazzer calls. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    read(bytes);
  }

  @Test
  void filesThatAreAlmostRight() {
    byte[] right = right(true);
    SplittableRandom random = new SplittableRandom(1);
    int opened = 0;
    for (int i = 0; i < 2000; i++) {
      opened += read(Mutations.of(right, random)) ? 1 : 0;
    }
    assertTrue(opened > 200 && opened < 1950, opened + " of 2000 opened");
  }

  private static boolean read(byte[] bytes) {
    ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    try {
      Llama2c opened = Llama2c.parse(MappedFile.of(NAME, direct));
      for (String name : opened.names()) {
        Tensor weight = opened.tensor(name);
        assertTrue(weight.buffer().bytes() <= bytes.length);
        weight.getDouble(weight.elements() - 1);
      }
      return true;
    } catch (IllegalArgumentException refused) {
      assertTrue(
          Objects.requireNonNullElse(refused.getMessage(), "").startsWith(NAME.toString()),
          refused::getMessage);
      return false;
    }
  }
}
