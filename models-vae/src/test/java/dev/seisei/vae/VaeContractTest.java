package dev.seisei.vae;

import dev.seisei.core.model.ModelFamily;
import dev.seisei.testkit.FamilyContract;
import dev.seisei.vae.latent.LatentRequest;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class VaeContractTest extends FamilyContract<LatentRequest> {
  @TempDir static Path folder;

  @BeforeAll
  static void train() {
    Runs.train(folder.resolve("vae"), Map.of(), 60);
  }

  @Override
  protected ModelFamily<?, LatentRequest> family() {
    return new VaeFamily();
  }

  @Override
  protected Path trained() {
    return folder.resolve("vae");
  }

  @Override
  protected Map<String, ?> request(long seed) {
    return Map.of("n", 5, "seed", seed);
  }
}
