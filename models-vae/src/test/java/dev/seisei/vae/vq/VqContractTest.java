package dev.seisei.vae.vq;

import dev.seisei.core.model.ModelFamily;
import dev.seisei.testkit.FamilyContract;
import dev.seisei.testkit.SmallRuns;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class VqContractTest extends FamilyContract<VqRequest> {
  @TempDir static Path folder;

  @BeforeAll
  static void train() {
    SmallRuns.train(new VqFamily(), VqTrainerTest.SMALL, folder.resolve("model"), 40);
  }

  @Override
  protected ModelFamily<?, VqRequest> family() {
    return new VqFamily();
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
