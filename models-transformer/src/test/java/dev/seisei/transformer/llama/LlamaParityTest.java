package dev.seisei.transformer.llama;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.engine.memory.Device;
import dev.seisei.transformer.decoder.SequenceLogits;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Beside PyTorch: what {@code tools/parity/llama.py} wrote, from files as others write them. */
class LlamaParityTest {
  @TempDir Path folder;

  static Stream<LlamaCases.Case> cases() {
    return LlamaCases.all().stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void logitsAreThoseOfPyTorch(LlamaCases.Case each) {
    Checkpoint checkpoint = each.write(folder, Map.of());
    LlamaConfig config = LlamaFiles.config(checkpoint);
    int[] ids = each.tokens();
    try (SequenceLogits logits =
        SequenceLogits.of(
            new LlamaGraph(),
            config,
            ids.length,
            (initial, graph) ->
                checkpoint.parameters(
                    List.of(graph), name -> LlamaFiles.isNoWeight(config, name), Device.CPU))) {
      float[] found = logits.run(ids);
      each.logits()
          .forEach(
              (row, expected) -> {
                for (int i = 0; i < expected.size(); i++) {
                  assertEquals(
                      expected.get(i),
                      found[row * expected.size() + i],
                      1e-4,
                      "logit " + i + " of token " + row);
                }
              });
    }
  }
}
