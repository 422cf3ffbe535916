package dev.seisei.transformer.xl;

import dev.seisei.core.model.ModelFamily;
import dev.seisei.testkit.FamilyContract;
import dev.seisei.transformer.decoding.TextRequest;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class XlContractTest extends FamilyContract<TextRequest> {
  @TempDir static Path folder;

  @BeforeAll
  static void train() {
    XlRuns.train(folder.resolve("xl"), Map.of(), 40);
  }

  @Override
  protected ModelFamily<?, TextRequest> family() {
    return new XlFamily();
  }

  @Override
  protected Path trained() {
    return folder.resolve("xl");
  }

  @Override
  protected Map<String, ?> request(long seed) {
    return Map.of("prompt", "forty-", "max_tokens", 30, "n", 2, "seed", seed);
  }
}
