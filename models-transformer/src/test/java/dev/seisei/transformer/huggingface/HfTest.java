package dev.seisei.transformer.huggingface;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.checkpoint.CheckpointWriter;
import dev.seisei.core.exporting.Exporters;
import dev.seisei.core.importing.Importers;
import dev.seisei.core.model.Families;
import dev.seisei.core.progress.Progress;
import dev.seisei.transformer.llama.LlamaCases;
import dev.seisei.transformer.llama.TinyVocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HfTest {
  @TempDir Path temporary;
  private Path from;
  private Path out;

  @BeforeEach
  void make() throws IOException {
    from = Files.createDirectory(temporary.resolve("from"));
    out = temporary.resolve("out");
  }

  static Stream<LlamaCases.Case> cases() {
    return LlamaCases.all().stream();
  }

  private void convert() {
    Importers.get("hf").convert(from, Optional.empty(), CheckpointWriter.to(out), Progress.SILENT);
  }

  @Test
  void functionsAreSavedBesideLinkedWeights() throws IOException {
    LlamaCases.all().get(7).write(from, Map.of());
    TinyVocabulary.write(from, 31);
    Files.writeString(from.resolve("pytorch_model.bin"), "not taken");
    convert();
    Checkpoint checkpoint = Checkpoint.open(out);
    assertEquals("qwen3", checkpoint.modelType());
    assertFalse(checkpoint.graphs().isEmpty());
    assertFalse(Files.exists(out.resolve("pytorch_model.bin")));
    assertEquals(Files.mismatch(from.resolve("config.json"), out.resolve("config.json")), -1);
    Families.of(checkpoint).open(checkpoint, dev.seisei.engine.memory.Device.CPU).close();
  }

  @Test
  void whatIsMissingIsSaidAndNothingIsLeft() throws IOException {
    LlamaCases.all().get(0).write(from, Map.of());
    IllegalArgumentException none = assertThrows(IllegalArgumentException.class, this::convert);
    assertTrue(none.toString().contains("tokenizer.json"), none.toString());
    TinyVocabulary.write(from, 31);
    LlamaCases.all().get(0).write(from, Map.of("num_hidden_layers", 2, "intermediate_size", 40));
    String config = Files.readString(from.resolve("config.json"));
    Files.writeString(
        from.resolve("config.json"),
        config.replace("\"num_hidden_layers\":2", "\"num_hidden_layers\":3"));
    IllegalArgumentException missing = assertThrows(IllegalArgumentException.class, this::convert);
    assertTrue(
        missing.toString().contains("\"model.layers.2.input_layernorm.weight\"")
            && missing.toString().contains("\"model.layers.2.mlp.up_proj.weight\""),
        missing.toString());
    assertFalse(Files.exists(out));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void exportedConfigurationsMeanTheSame(LlamaCases.Case each) {
    Checkpoint before = each.write(from, Map.of());
    TinyVocabulary.write(from, 31);
    Exporters.get("hf").export(before, out, Optional.empty(), Progress.SILENT);
    Checkpoint after = Checkpoint.open(out);
    assertEquals(each.config().get("model_type").asText(), after.modelType());
    assertFalse(Checkpoint.isNative(out));
    assertEquals(
        Families.of(before).functions(before).keySet(),
        Families.of(after).functions(after).keySet());
    assertEquals(before.weightNames(), after.weightNames());
  }
}
