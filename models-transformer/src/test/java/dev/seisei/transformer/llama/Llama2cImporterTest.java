package dev.seisei.transformer.llama;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.checkpoint.CheckpointWriter;
import dev.seisei.core.importing.Importers;
import dev.seisei.core.model.Model;
import dev.seisei.core.progress.Progress;
import dev.seisei.core.sample.Text;
import dev.seisei.core.settings.SettingException;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.memory.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Llama2cImporterTest {
  private static final int WIDTH = 8;
  private static final int HIDDEN = 12;
  private static final int VOCABULARY = 20;
  private static final int POSITIONS = 16;

  @TempDir Path folder;

  /** One block, two heads of queries and one of keys: numbers that count up, divided by 1000. */
  @BeforeEach
  void write() throws IOException {
    int maps = 2 * WIDTH * WIDTH + 2 * WIDTH * 4 + 3 * WIDTH * HIDDEN;
    int floats = VOCABULARY * WIDTH + 3 * WIDTH + maps + POSITIONS * 4;
    ByteBuffer out = ByteBuffer.allocate(28 + 4 * floats).order(ByteOrder.LITTLE_ENDIAN);
    for (int number : new int[] {WIDTH, HIDDEN, 1, 2, 1, VOCABULARY, POSITIONS}) {
      out.putInt(number);
    }
    for (int i = 0; i < floats; i++) {
      out.putFloat(i / 1000f);
    }
    Files.write(folder.resolve("model.bin"), out.array());
    Files.write(folder.resolve("tok.bin"), TinyVocabulary.llama2c(VOCABULARY));
  }

  private void convert(String tokenizer) {
    Importers.get("llama2c")
        .convert(
            folder.resolve("model.bin"),
            Optional.of(folder.resolve(tokenizer)),
            CheckpointWriter.to(folder.resolve("out")),
            Progress.SILENT);
  }

  @Test
  void rowsComeIntoHalvesAndTextIsWritten() {
    convert("tok.bin");
    Checkpoint checkpoint = Checkpoint.open(folder.resolve("out"));
    assertFalse(checkpoint.graphs().isEmpty());
    LlamaConfig config = LlamaFiles.config(checkpoint);
    assertEquals(VOCABULARY, config.vocabSize());
    assertEquals(1, config.numKeyValueHeads());
    assertEquals(1e-5, config.rmsNormEps());
    String name = "model.layers.0.self_attn.q_proj.weight";
    Map<String, Tensor> read = checkpoint.stored().read(List.of(name));
    float[] rows = read.values().iterator().next().toFloats();
    read.values().forEach(Tensor::close);
    int first = VOCABULARY * WIDTH + WIDTH;
    int[] order = {0, 2, 1, 3, 4, 6, 5, 7};
    float[] expected = new float[WIDTH * WIDTH];
    for (int row = 0; row < WIDTH; row++) {
      for (int column = 0; column < WIDTH; column++) {
        expected[row * WIDTH + column] = (first + order[row] * WIDTH + column) / 1000f;
      }
    }
    assertArrayEquals(expected, rows);
    try (Model model = Model.open(folder.resolve("out"), Device.CPU)) {
      Map<String, Object> request = Map.of("prompt", "ab", "max_tokens", 5, "seed", 1);
      assertFalse(((Text) model.generate(request)).pieces().get(0).isEmpty());
    }
  }

  @Test
  void tokenizersOfOthersAreRefusedAndNothingIsLeft() throws IOException {
    Files.write(folder.resolve("large.bin"), TinyVocabulary.llama2c(VOCABULARY + 1));
    Files.write(folder.resolve("small.bin"), TinyVocabulary.llama2c(VOCABULARY - 1));
    IllegalArgumentException large =
        assertThrows(IllegalArgumentException.class, () -> convert("large.bin"));
    assertTrue(large.toString().contains("another one"), large.toString());
    assertThrows(IllegalArgumentException.class, () -> convert("small.bin"));
    SettingException none =
        assertThrows(
            SettingException.class,
            () ->
                Importers.get("llama2c")
                    .convert(
                        folder.resolve("model.bin"),
                        Optional.empty(),
                        CheckpointWriter.to(folder.resolve("out")),
                        Progress.SILENT));
    assertEquals("tokenizer", none.field());
    assertFalse(Files.exists(folder.resolve("out")));
  }
}
