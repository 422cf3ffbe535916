package dev.seisei.gan.efficientgan;

import dev.seisei.core.model.ModelFamily;
import dev.seisei.gan.anomaly.AnomalyRequest;
import dev.seisei.testkit.FamilyContract;
import dev.seisei.testkit.SmallRuns;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class EfficientganContractTest extends FamilyContract<AnomalyRequest> {
  @TempDir static Path folder;

  @BeforeAll
  static void train() {
    SmallRuns.train(
        new EfficientganFamily(),
        Map.ofEntries(
            Map.entry("gan.batch_size", 16),
            Map.entry("gan.report_every", 3),
            Map.entry("gan.sample_every", 4),
            Map.entry("filters", 4),
            Map.entry("features", 16),
            Map.entry("latent_dim", 8),
            Map.entry("normal_class", 1)),
        folder.resolve("model"),
        6);
  }

  @Override
  protected ModelFamily<?, AnomalyRequest> family() {
    return new EfficientganFamily();
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
