package dev.seisei.transformer.bert;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.model.Model;
import dev.seisei.core.model.ModelFamily;
import dev.seisei.core.progress.Progress;
import dev.seisei.core.sample.Table;
import dev.seisei.core.settings.SettingException;
import dev.seisei.engine.memory.Device;
import dev.seisei.testkit.SmallRuns;
import dev.seisei.transformer.decoder.Counting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BertTrainerTest {
  @TempDir Path temporary;

  private double validation(ModelFamily<?, ?> family, Map<String, ?> changed, long steps) {
    return requireNonNull(
        BertRuns.train(
                family,
                Counting.text(),
                temporary.resolve("run"),
                changed,
                steps,
                false,
                Progress.SILENT)
            .get("best_validation"));
  }

  /** Untrained networks are at 6 nats a token, one that knows their shares alone at 3.18. */
  @Test
  void learnsToFillIn() {
    double reached = validation(new BertFamily(), Map.of(), 300);
    assertTrue(reached < 2.1, "validation loss " + reached);
    try (Model model = Model.open(temporary.resolve("run"), Device.CPU)) {
      Table table =
          (Table) model.generate(Map.of("text", " six<mask> and twenty, six hundred and"));
      assertEquals(" hundred", table.row(0).get(2));
    }
  }

  /** At least which tokens are frequent, of which they know nothing at first. */
  @ParameterizedTest
  @CsvSource({
    "precision, bf16",
    "tie_word_embeddings, false",
    "dropout, 0.1",
    "accumulate, 2",
    "average_decay, 0.9",
    "masked, 0.15"
  })
  void learnsWithOtherSettings(String key, String value) {
    double reached = validation(new RobertaFamily(), Map.of(key, value), 60);
    assertTrue(reached < 3.7, "validation loss " + reached);
  }

  @Test
  void resumingEqualsNeverHavingStopped() throws IOException {
    Map<String, Object> settings = Map.of("dropout", 0.1, "accumulate", 2, "batch_size", 4);
    Path whole = temporary.resolve("whole");
    Path parts = temporary.resolve("parts");
    BertRuns.train(whole, settings, 40);
    for (Progress progress : new Progress[] {SmallRuns.stopAfter(13), Progress.SILENT}) {
      BertRuns.train(
          new BertFamily(),
          Counting.text(),
          parts,
          settings,
          40,
          Checkpoint.isCheckpoint(parts),
          progress);
    }
    for (String file : new String[] {"model.safetensors", "graphs.json", "curve.csv"}) {
      assertArrayEquals(
          Files.readAllBytes(whole.resolve(file)), Files.readAllBytes(parts.resolve(file)), file);
    }
  }

  @Test
  void aTrainingCanStartFromAnotherModelWhateverItsNames() throws IOException {
    Path from = temporary.resolve("from");
    TinyBert.write(from, true);
    Map<String, Object> settings =
        SmallRuns.with(
            TinyBert.config(),
            Map.of("start_from", from.toString(), "batch_size", 4, "initializer_range", 0.02));
    BertRuns.train(temporary.resolve("run"), settings, 1);
    assertTrue(
        Checkpoint.open(temporary.resolve("run"))
            .weightNames()
            .contains("cls.predictions.transform.dense.weight"));
    SettingException e =
        assertThrows(
            SettingException.class,
            () ->
                BertRuns.train(
                    temporary.resolve("other"),
                    SmallRuns.with(settings, Map.of("num_hidden_layers", 1)),
                    1));
    assertEquals("start_from", e.field());
  }

  @ParameterizedTest
  @CsvSource({
    "masked, 0",
    "masked, 1",
    "context, 27",
    "context, 2",
    "tokenizer, char",
    "tokenizer, bpe:x",
    "tokenizer, bpe:257",
    "tokenizer, nowhere",
    "vocab_size, 5",
    "num_attention_heads, 3",
    "batch_size, 0",
  })
  void badSettingsAreRefusedByName(String key, String value) {
    SettingException e =
        assertThrows(
            SettingException.class, () -> validation(new BertFamily(), Map.of(key, value), 1));
    assertTrue(e.field().equals(key) || value.equals("bpe:257"), e.field());
    assertTrue(Files.notExists(temporary.resolve("run")));
  }

  @Test
  void configurationAndNamesAreThoseOfHuggingFace() {
    validation(new RobertaFamily(), Map.of(), 1);
    Checkpoint checkpoint = Checkpoint.open(temporary.resolve("run"));
    assertEquals("roberta", checkpoint.modelType());
    assertEquals("gelu", checkpoint.config().get("hidden_act"));
    assertTrue(
        checkpoint.weightNames().contains("roberta.encoder.layer.1.attention.self.query.weight"));
    assertTrue(checkpoint.weightNames().contains("lm_head.layer_norm.bias"));
    // Three tables and a norm, sixteen a block, five of the head.
    assertEquals(3 + 2 + 2 * 16 + 5, checkpoint.weightNames().size());
  }
}
