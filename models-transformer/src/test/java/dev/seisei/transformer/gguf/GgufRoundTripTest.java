package dev.seisei.transformer.gguf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.checkpoint.TensorSource;
import dev.seisei.core.exporting.Exporters;
import dev.seisei.core.gguf.GgufType;
import dev.seisei.core.gguf.GgufWriter;
import dev.seisei.core.model.Families;
import dev.seisei.core.model.Model;
import dev.seisei.core.progress.Progress;
import dev.seisei.core.sample.Text;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.memory.MemoryLimitException;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.text.tokenizer.Tokenizer;
import dev.seisei.text.tokenizer.Tokenizers;
import dev.seisei.transformer.llama.LlamaCases;
import dev.seisei.transformer.llama.LlamaConfig;
import dev.seisei.transformer.llama.TinyVocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GgufRoundTripTest {
  @TempDir Path folder;

  static Stream<LlamaCases.Case> cases() {
    return LlamaCases.all().stream();
  }

  private Checkpoint exported(Checkpoint from, String type) {
    Path file = folder.resolve("out.gguf");
    Exporters.get("gguf").export(from, file, Optional.of(type), Progress.SILENT);
    return Checkpoint.open(file);
  }

  private static float[] read(TensorSource source, String name) {
    Map<String, Tensor> read = source.read(List.of(name));
    float[] numbers = read.values().iterator().next().toFloats();
    read.values().forEach(Tensor::close);
    return numbers;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void configurationAndWeightsComeBack(LlamaCases.Case each) {
    Checkpoint before = each.write(folder, Map.of());
    TinyVocabulary.write(folder, 31);
    Checkpoint after = exported(before, "f32");
    LlamaConfig expected = (LlamaConfig) Families.of(before).config(before);
    LlamaConfig found = (LlamaConfig) Families.of(after).config(after);
    assertArrayEquals(
        expected.ropeScaling().frequencies(expected.headSize(), expected.ropeTheta()),
        found.ropeScaling().frequencies(found.headSize(), found.ropeTheta()),
        1e-6);
    assertEquals(expected.ropeScaling().magnitude(), found.ropeScaling().magnitude(), 1e-6);
    assertEquals(expected.slidingWindow(), found.slidingWindow());
    assertEquals(expected.rmsNormEps(), found.rmsNormEps());
    assertTrue(Families.of(after).functions(after).size() > 1);
    for (String name : after.weightNames()) {
      assertArrayEquals(read(before.stored(), name), read(after.stored(), name), name);
    }
  }

  @Test
  void theTokenizerComesBack() {
    Checkpoint before = LlamaCases.all().get(0).write(folder, Map.of());
    TinyVocabulary.write(folder, 20);
    Tokenizer expected = Tokenizers.open(folder);
    Tokenizer found = exported(before, "f16").part(Tokenizer.class).orElseThrow();
    assertEquals(31, found.size());
    assertEquals(expected.bos(), found.bos());
    assertEquals(expected.eos(), found.eos());
    for (String text : List.of("ab abcd cd", " a", "abab dcba", "zz")) {
      int[] ids = expected.encode(text);
      assertArrayEquals(expected.frame(ids), found.frame(found.encode(text)), text);
    }
  }

  @Test
  void aFileIsAModel() {
    Checkpoint before = LlamaCases.all().get(0).write(folder, Map.of());
    TinyVocabulary.write(folder, 31);
    Checkpoint file = exported(before, "f32");
    Map<String, Object> request = Map.of("prompt", "ab", "max_tokens", 8, "seed", 3);
    try (Model one = Model.open(folder, Device.CPU);
        Model other = Model.open(file.folder(), Device.CPU)) {
      assertEquals(
          ((Text) one.generate(request)).pieces(), ((Text) other.generate(request)).pieces());
    }
  }

  @Test
  void aModelThatDoesNotFitIsRefusedWithBothNumbers() {
    Checkpoint before = LlamaCases.all().get(0).write(folder, Map.of());
    TinyVocabulary.write(folder, 31);
    Checkpoint file = exported(before, "q8_0");
    Device small = Device.cpu(10_000);
    MemoryLimitException e =
        assertThrows(MemoryLimitException.class, () -> Families.of(file).open(file, small));
    assertEquals(10_000, e.limitBytes());
    assertTrue(e.requestedBytes() > 10_000, e.toString());
  }

  private Path write(GgufWriter writer) throws IOException {
    Path file = folder.resolve("bad.gguf");
    Files.deleteIfExists(file);
    writer.write(file);
    return file;
  }

  @Test
  void otherArchitecturesAreNamedWithWhatIsSupported() throws IOException {
    Path file = write(new GgufWriter().put("general.architecture", "mamba"));
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Checkpoint.open(file));
    assertTrue(
        e.toString()
            .contains("\"mamba\" is not supported; supported are llama, qwen2, qwen3, gpt2"),
        e.toString());
  }

  @Test
  void missingTensorsAreNamedTogether() throws IOException {
    GgufWriter writer = new GgufWriter().put("general.architecture", "llama");
    Map.of(
            "context_length", 8,
            "embedding_length", 8,
            "block_count", 1,
            "feed_forward_length", 8,
            "attention.head_count", 2)
        .forEach((key, value) -> writer.putCount("llama." + key, value));
    writer.putFloat("llama.attention.layer_norm_rms_epsilon", 1e-5f);
    writer.tensor("token_embd.weight", GgufType.F32, new long[] {4, 8}, (row, n, into) -> {});
    writer.tensor("blk.0.strange", GgufType.F32, new long[] {4}, (row, n, into) -> {});
    Checkpoint file = Checkpoint.open(write(writer));
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Families.of(file).functions(file));
    for (String part :
        List.of(
            "\"model.norm.weight\"",
            "\"model.layers.0.mlp.up_proj.weight\"",
            "\"blk.0.strange\" is not part of the model")) {
      assertTrue(e.toString().contains(part), e.toString());
    }
  }
}
