package dev.seisei.gan.stylegan;

import dev.seisei.core.model.ModelFamily;
import dev.seisei.gan.latent.GanRequest;
import dev.seisei.testkit.FamilyContract;
import dev.seisei.testkit.SmallRuns;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class StyleganContractTest extends FamilyContract<GanRequest> {
  @TempDir static Path folder;

  @BeforeAll
  static void train() {
    SmallRuns.train(
        new StyleganFamily(),
        Map.ofEntries(
            Map.entry("batch_size", 16),
            Map.entry("report_every", 3),
            Map.entry("sample_every", 4),
            Map.entry("filters", 4),
            Map.entry("most_filters", 8),
            Map.entry("latent_dim", 8),
            Map.entry("style_dim", 8),
            Map.entry("style_mixing", 0.9),
            Map.entry("game.generator_penalty", 2),
            Map.entry("game.generator_penalty_every", 2),
            Map.entry("conditional", true)),
        folder.resolve("model"),
        6);
  }

  @Override
  protected ModelFamily<?, GanRequest> family() {
    return new StyleganFamily();
  }

  @Override
  protected Path trained() {
    return folder.resolve("model");
  }

  @Override
  protected Map<String, ?> request(long seed) {
    return Map.of("n", 5, "seed", seed, "truncation", 0.7);
  }
}
