package dev.seisei.transformer.gpt2;

import dev.seisei.core.model.ModelFamily;
import dev.seisei.testkit.FamilyContract;
import dev.seisei.transformer.decoding.TextRequest;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class Gpt2ContractTest extends FamilyContract<TextRequest> {
  @TempDir static Path folder;

  @BeforeAll
  static void train() {
    Gpt2Runs.train(folder.resolve("gpt2"), Map.of(), 40);
  }

  @Override
  protected ModelFamily<?, TextRequest> family() {
    return new Gpt2Family();
  }

  @Override
  protected Path trained() {
    return folder.resolve("gpt2");
  }

  @Override
  protected Map<String, ?> request(long seed) {
    return Map.of("prompt", "forty-", "max_tokens", 30, "seed", seed);
  }
}
