package dev.seisei.gan.infogan;

import dev.seisei.core.model.ModelFamily;
import dev.seisei.gan.latent.GanRequest;
import dev.seisei.testkit.FamilyContract;
import dev.seisei.testkit.SmallRuns;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class InfoganContractTest extends FamilyContract<GanRequest> {
  @TempDir static Path folder;

  @BeforeAll
  static void train() {
    SmallRuns.train(
        new InfoganFamily(),
        Map.ofEntries(
            Map.entry("gan.batch_size", 16),
            Map.entry("gan.report_every", 3),
            Map.entry("gan.sample_every", 4),
            Map.entry("generator_filters", 4),
            Map.entry("discriminator_filters", 4),
            Map.entry("noise_dim", 8)),
        folder.resolve("model"),
        6);
  }

  @Override
  protected ModelFamily<?, GanRequest> family() {
    return new InfoganFamily();
  }

  @Override
  protected Path trained() {
    return folder.resolve("model");
  }

  @Override
  protected Map<String, ?> request(long seed) {
    return Map.of("n", 5, "seed", seed, "label", 3);
  }
}
