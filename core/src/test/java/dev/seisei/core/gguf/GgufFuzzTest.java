package dev.seisei.core.gguf;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.core.file.MappedFile;
import dev.seisei.core.file.Mutations;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Whatever the bytes, a file opens or is refused by an error that names it, and what opened can be
 * read to its end. As a test: a few thousand files that are almost right; by Jazzer: for as long as
 * you like, see CONTRIBUTING.md.
 */
public class GgufFuzzTest {
  private static final Path FILE = Path.of("fuzzed.gguf");

  /** What Jazzer calls. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    read(bytes);
  }

  @Test
  void filesThatAreAlmostRight() {
    byte[] right = right();
    assertTrue(read(right));
    SplittableRandom random = new SplittableRandom(1);
    int opened = 0;
    for (int i = 0; i < 3000; i++) {
      opened += read(Mutations.of(right, random)) ? 1 : 0;
    }
    // Else the changes would never get past the first check, or never matter.
    assertTrue(opened > 300 && opened < 2700, opened + " of 3000 opened");
  }

  private static byte[] right() {
    return GgufBytes.head(3, 5)
        .key("general.alignment", 4)
        .i32(32)
        .key("general.architecture", 8)
        .text("llama")
        .key("tokens", 9)
        .i32(8)
        .i64(3)
        .text("<s>")
        .text("")
        .text("の")
        .key("scores", 9)
        .i32(6)
        .i64(2)
        .zeros(8)
        .key("truth", 7)
        .raw((byte) 1)
        .tensor("norm", 0, 0, 2, 2)
        .tensor("weight", 2, 32, 32, 2)
        .tensor("half", 1, 96, 3)
        .padded(32)
        .zeros(102)
        .bytes();
  }

  /** Whether it opened. */
  private static boolean read(byte[] bytes) {
    Gguf opened;
    try {
      opened = Gguf.parse(MappedFile.of(FILE, ByteBuffer.wrap(bytes)));
    } catch (IllegalArgumentException refused) {
      assertTrue(
          Objects.requireNonNullElse(refused.getMessage(), "").startsWith(FILE.toString()),
          refused::getMessage);
      return false;
    }
    for (GgufTensor tensor : opened.tensors().values()) {
      assertTrue(tensor.bytes() <= bytes.length);
      float[] row = new float[(int) tensor.columns()];
      tensor.dequantise(tensor.rows() - 1, 1, row, 0);
    }
    return true;
  }
}
