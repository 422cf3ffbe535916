package dev.seisei.transformer.seq2seq;

import dev.seisei.core.model.ModelFamily;
import dev.seisei.testkit.FamilyContract;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class Seq2SeqContractTest extends FamilyContract<Seq2SeqRequest> {
  @TempDir static Path folder;

  @BeforeAll
  static void train() {
    Words.train(folder.resolve("words"), Map.of(), 30);
  }

  @Override
  protected ModelFamily<?, Seq2SeqRequest> family() {
    return new Seq2SeqFamily();
  }

  @Override
  protected Path trained() {
    return folder.resolve("words");
  }

  @Override
  protected Map<String, ?> request(long seed) {
    return Map.of("source", "abcde", "beams", 1, "temperature", 2, "seed", seed);
  }
}
