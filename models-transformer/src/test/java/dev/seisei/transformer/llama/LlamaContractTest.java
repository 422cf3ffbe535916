package dev.seisei.transformer.llama;

import dev.seisei.core.model.ModelFamily;
import dev.seisei.core.progress.Progress;
import dev.seisei.testkit.FamilyContract;
import dev.seisei.testkit.SmallRuns;
import dev.seisei.transformer.decoder.Counting;
import dev.seisei.transformer.decoding.TextRequest;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class LlamaContractTest extends FamilyContract<TextRequest> {
  /** A network that trains in seconds. */
  private static final Map<String, Object> SMALL =
      Map.ofEntries(
          Map.entry("max_position_embeddings", 24),
          Map.entry("hidden_size", 32),
          Map.entry("intermediate_size", 48),
          Map.entry("num_hidden_layers", 2),
          Map.entry("num_attention_heads", 4),
          Map.entry("num_key_value_heads", 2),
          Map.entry("batch_size", 16),
          Map.entry("learning_rate", 1e-2),
          Map.entry("min_learning_rate", 1e-3),
          Map.entry("warm_up", 10),
          Map.entry("validation", 40),
          Map.entry("report_every", 20));

  @TempDir static Path folder;

  @BeforeAll
  static void train() {
    SmallRuns.train(
        new LlamaFamily(),
        Counting.text(),
        SMALL,
        folder.resolve("llama"),
        40,
        false,
        Progress.SILENT);
  }

  @Override
  protected ModelFamily<?, TextRequest> family() {
    return new LlamaFamily();
  }

  @Override
  protected Path trained() {
    return folder.resolve("llama");
  }

  @Override
  protected Map<String, ?> request(long seed) {
    return Map.of("prompt", "forty-", "max_tokens", 30, "seed", seed);
  }
}
