package dev.seisei.gan.cyclegan;

import dev.seisei.core.model.ModelFamily;
import dev.seisei.core.progress.Progress;
import dev.seisei.gan.Pictures;
import dev.seisei.testkit.FamilyContract;
import dev.seisei.testkit.SmallRuns;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class CycleganContractTest extends FamilyContract<TranslateRequest> {
  @TempDir static Path folder;

  @BeforeAll
  static void train() {
    SmallRuns.train(
        new CycleganFamily(),
        TwoKinds.data(),
        TwoKinds.SMALL,
        folder.resolve("model"),
        5,
        false,
        Progress.SILENT);
  }

  @Override
  protected ModelFamily<?, TranslateRequest> family() {
    return new CycleganFamily();
  }

  @Override
  protected Path trained() {
    return folder.resolve("model");
  }

  /** There is nothing random in a translation: another seed is another picture. */
  @Override
  protected Map<String, ?> request(long seed) {
    return Map.of("image", Pictures.disc(28, 20 + (int) seed).base64());
  }
}
