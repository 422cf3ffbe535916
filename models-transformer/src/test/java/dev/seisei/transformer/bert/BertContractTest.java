package dev.seisei.transformer.bert;

import dev.seisei.core.model.ModelFamily;
import dev.seisei.testkit.FamilyContract;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class BertContractTest extends FamilyContract<BertRequest> {
  private static final String[] WORDS = {"two", "five", "six", "seven"};

  @TempDir static Path folder;

  @BeforeAll
  static void train() {
    BertRuns.train(folder.resolve("bert"), Map.of(), 20);
  }

  @Override
  protected ModelFamily<?, BertRequest> family() {
    return new BertFamily();
  }

  @Override
  protected Path trained() {
    return folder.resolve("bert");
  }

  /** A BERT draws nothing: other seeds are other texts. */
  @Override
  protected Map<String, ?> request(long seed) {
    String text =
        WORDS[(int) (seed % WORDS.length)] + " hundred and " + "forty-".repeat(1 + (int) seed / 4);
    return seed % 2 == 0 ? Map.of("text", text, "task", "embed") : Map.of("text", text + "<mask>");
  }
}
