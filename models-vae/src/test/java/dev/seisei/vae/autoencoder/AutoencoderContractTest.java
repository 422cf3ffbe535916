package dev.seisei.vae.autoencoder;

import dev.seisei.core.model.ModelFamily;
import dev.seisei.testkit.FamilyContract;
import dev.seisei.testkit.SmallRuns;
import dev.seisei.vae.latent.LatentRequest;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class AutoencoderContractTest extends FamilyContract<LatentRequest> {
  @TempDir static Path folder;

  @BeforeAll
  static void train() {
    SmallRuns.train(
        new AutoencoderFamily(), AutoencoderTrainerTest.SMALL, folder.resolve("model"), 60);
  }

  @Override
  protected ModelFamily<?, LatentRequest> family() {
    return new AutoencoderFamily();
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
