package dev.seisei.transformer.seq2seq;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.dataset.PairDataset.Pair;
import dev.seisei.core.model.Model;
import dev.seisei.core.model.Translator;
import dev.seisei.core.progress.Progress;
import dev.seisei.core.sample.Text;
import dev.seisei.core.settings.SettingException;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.testkit.SmallRuns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Seq2SeqTrainerTest {
  @TempDir Path temporary;

  private double validation(String name, Map<String, ?> changed, long steps) {
    return requireNonNull(
        Words.train(temporary.resolve(name), changed, steps).get("best_validation"));
  }

  /** Letters at random are at log 6, 1.8 nats; knowing where words end takes 0.3 of them. */
  @ParameterizedTest
  @CsvSource({
    "positions, sinusoidal",
    "positions, learned",
    "positions, shaw",
    "positions, t5",
    "positions, rotary",
    "pre_norm, false",
    "norm, rms",
    "feed_forward_proj, gated_gelu",
    "tie_word_embeddings, false",
    "accumulate, 2",
    "average_decay, 0.95",
    "label_smoothing, 0.1",
  })
  void learnsToReadFromBehind(String key, String value) {
    double reached = validation("run", Map.of(key, value), 300);
    assertTrue(reached < 0.8, "validation loss " + reached);
  }

  @Test
  void writesHeldOutWordsFromBehind() {
    Path folder = temporary.resolve("run");
    Words.train(folder, Map.of("batch_size", 64), 800);
    List<Pair> heldOut = Words.backwards().heldOut();
    try (Model model = Model.open(folder, Device.CPU)) {
      List<String> found =
          model
              .as(Translator.class)
              .orElseThrow()
              .translate(heldOut.stream().map(Pair::source).toList(), Progress.SILENT);
      int right = 0;
      for (int i = 0; i < heldOut.size(); i++) {
        right += heldOut.get(i).target().equals(found.get(i)) ? 1 : 0;
      }
      assertTrue(right >= 0.9 * heldOut.size(), right + " of " + heldOut.size());
      // One beam without chance is greedy, and short where that is asked for.
      Text greedy = (Text) model.generate(Map.of("source", "abcd", "beams", 1, "temperature", 0));
      assertEquals("dcba", greedy.pieces().get(0));
      Text cut = (Text) model.generate(Map.of("source", "abcd", "max_tokens", 2));
      assertEquals(2, cut.pieces().get(0).length());
      SettingException e =
          assertThrows(
              SettingException.class, () -> model.generate(Map.of("source", "abcdefabcdef")));
      assertEquals("source", e.field());
      e = assertThrows(SettingException.class, () -> model.generate(Map.of("source", "xyz")));
      assertEquals("source", e.field());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 20})
  void resumingEqualsNeverHavingStopped(long stop) throws IOException {
    Map<String, Object> settings =
        Map.of("dropout", 0.1, "accumulate", 2, "batch_size", 4, "label_smoothing", 0.1);
    Path whole = temporary.resolve("whole");
    Path parts = temporary.resolve("parts");
    Words.train(whole, settings, 60);
    for (Progress progress :
        new Progress[] {
          SmallRuns.stopAfter(stop), SmallRuns.stopAfter(stop + 17), Progress.SILENT
        }) {
      Words.train(parts, settings, 60, Checkpoint.isCheckpoint(parts), progress);
    }
    for (String file : new String[] {"model.safetensors", "graphs.json", "curve.csv"}) {
      assertArrayEquals(
          Files.readAllBytes(whole.resolve(file)), Files.readAllBytes(parts.resolve(file)), file);
    }
    Map<String, Tensor> expected = Checkpoint.open(whole).state().orElseThrow();
    Map<String, Tensor> actual = Checkpoint.open(parts).state().orElseThrow();
    assertEquals(expected.keySet(), actual.keySet());
    expected.forEach(
        (name, tensor) ->
            assertArrayEquals(
                tensor.toDoubles(), requireNonNull(actual.get(name)).toDoubles(), name));
  }

  @ParameterizedTest
  @CsvSource({
    "vocab_size, 5",
    "max_source_length, 2",
    "d_model, 31",
    "num_heads, 3",
    "d_kv, 0",
    "d_ff, 0",
    "num_layers, 0",
    "num_decoder_layers, 0",
    "positions, nowhere",
    "relative_attention_num_buckets, 1",
    "norm, batch",
    "feed_forward_proj, tanh",
    "label_smoothing, 1",
    "dropout, 1",
    "batch_size, 0",
    "tokenizer, sentences",
    "learning_rate, 0",
  })
  void badSettingsAreRefusedByName(String key, String value) {
    SettingException e =
        assertThrows(SettingException.class, () -> validation("run", Map.of(key, value), 1));
    // A width that no number of heads divides is named by the heads.
    assertEquals(key.equals("d_model") ? "num_heads" : key, e.field());
    assertTrue(Files.notExists(temporary.resolve("run")));
  }

  @Test
  void dataThatIsNoPairsIsRefused() {
    SettingException e =
        assertThrows(
            SettingException.class,
            () ->
                SmallRuns.train(
                    new Seq2SeqFamily(),
                    SmallRuns.text(),
                    Words.SMALL,
                    temporary.resolve("run"),
                    1,
                    false,
                    Progress.SILENT));
    assertEquals("data", e.field());
    assertTrue(e.toString().contains("must be pairs"), e.toString());
  }
}
