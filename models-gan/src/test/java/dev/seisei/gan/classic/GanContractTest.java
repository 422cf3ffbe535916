package dev.seisei.gan.classic;

import dev.seisei.core.model.ModelFamily;
import dev.seisei.gan.latent.GanRequest;
import dev.seisei.testkit.FamilyContract;
import dev.seisei.testkit.SmallRuns;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class GanContractTest extends FamilyContract<GanRequest> {
  @TempDir static Path folder;

  @BeforeAll
  static void train() {
    SmallRuns.train(
        new GanFamily(),
        Map.ofEntries(
            Map.entry("batch_size", 16),
            Map.entry("report_every", 3),
            Map.entry("sample_every", 4),
            Map.entry("features", 32),
            Map.entry("latent_dim", 8)),
        folder.resolve("model"),
        6);
  }

  @Override
  protected ModelFamily<?, GanRequest> family() {
    return new GanFamily();
  }

  @Override
  protected Path trained() {
    return folder.resolve("model");
  }

  @Override
  protected Map<String, ?> request(long seed) {
    return Map.of("n", 5, "seed", seed);
  }
}
