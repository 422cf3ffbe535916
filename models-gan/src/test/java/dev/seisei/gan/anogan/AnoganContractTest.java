package dev.seisei.gan.anogan;

import dev.seisei.core.model.ModelFamily;
import dev.seisei.gan.anomaly.AnomalyRequest;
import dev.seisei.testkit.FamilyContract;
import dev.seisei.testkit.SmallRuns;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class AnoganContractTest extends FamilyContract<AnomalyRequest> {
  @TempDir static Path folder;

  @BeforeAll
  static void train() {
    SmallRuns.train(
        new AnoganFamily(),
        Map.ofEntries(
            Map.entry("batch_size", 16),
            Map.entry("report_every", 3),
            Map.entry("sample_every", 4),
            Map.entry("networks.generator_filters", 4),
            Map.entry("networks.discriminator_filters", 4),
            Map.entry("networks.latent_dim", 8),
            Map.entry("search_steps", 20),
            Map.entry("normal_class", 1)),
        folder.resolve("model"),
        6);
  }

  @Override
  protected ModelFamily<?, AnomalyRequest> family() {
    return new AnoganFamily();
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
