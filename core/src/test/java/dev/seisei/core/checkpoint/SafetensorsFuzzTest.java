package dev.seisei.core.checkpoint;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.core.file.Mutations;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.memory.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** As {@code GgufFuzzTest}, for safetensors. */
public class SafetensorsFuzzTest {
  private static final Path FILE = file();

  private static Path file() {
    try {
      Path file = Files.createTempFile("fuzzed", ".safetensors");
      file.toFile().deleteOnExit();
      return file;
    } catch (IOException e) {
      throw new IllegalStateException("no temporary file", e);
    }
  }

  /**
   * What Jazzer calls: the header alone, which is all that there is to understand, without a file.
   *
   * @param bytes how many bytes of data there are, and the header
   */
  public static void fuzzerTestOneInput(byte[] bytes) {
    if (bytes.length > 0) {
      try {
        int dataBytes = bytes[0] & 0xFF;
        SafetensorsHeader header =
            SafetensorsHeader.parse(Arrays.copyOfRange(bytes, 1, bytes.length), dataBytes);
        header.tensors().values().forEach(each -> assertTrue(each.end() <= dataBytes));
      } catch (IllegalArgumentException refused) {
        assertTrue(
            Objects.requireNonNullElse(refused.getMessage(), "").length() < 600,
            refused::getMessage);
      }
    }
  }

  @Test
  void filesThatAreAlmostRight() throws IOException {
    byte[] right =
        SafetensorsTest.written(
            Map.of("a", Tensors.random(1, DType.F32, 2, 3), "b", Tensors.random(2, DType.U8, 9)));
    assertTrue(read(right));
    SplittableRandom random = new SplittableRandom(1);
    int opened = 0;
    for (int i = 0; i < 3000; i++) {
      opened += read(Mutations.of(right, random)) ? 1 : 0;
    }
    assertTrue(opened > 100 && opened < 2900, opened + " of 3000 opened");
  }

  /** Whether it opened. */
  private static boolean read(byte[] bytes) throws IOException {
    Files.write(FILE, bytes);
    try {
      Safetensors opened = Safetensors.open(FILE);
      for (String name : opened.names()) {
        try (Tensor tensor = opened.read(name)) {
          assertTrue(tensor.buffer().bytes() <= bytes.length);
        }
      }
      return true;
    } catch (IllegalArgumentException refused) {
      assertTrue(
          Objects.requireNonNullElse(refused.getMessage(), "").contains(FILE.toString()),
          refused::getMessage);
      return false;
    }
  }
}
