package dev.seisei.transformer.xl;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.dataset.TextDataset;
import dev.seisei.core.model.GenerationListener;
import dev.seisei.core.model.LanguageModel.TextLikelihood;
import dev.seisei.core.model.Model;
import dev.seisei.core.progress.Progress;
import dev.seisei.core.sample.Text;
import dev.seisei.core.settings.SettingException;
import dev.seisei.core.settings.Settings;
import dev.seisei.data.text.InMemoryText;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.testkit.SmallRuns;
import dev.seisei.transformer.decoder.Counting;
import dev.seisei.transformer.decoding.TextRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class XlTrainerTest {
  @TempDir Path temporary;

  private double validation(String name, Map<String, ?> changed, long steps) {
    return requireNonNull(
        XlRuns.train(temporary.resolve(name), changed, steps).get("best_validation"));
  }

  /** Untrained networks are at 3.0 nats a character, one that knows their shares alone at 2.8. */
  @ParameterizedTest
  @CsvSource({
    "pre_lnorm, true",
    "untie_r, false",
    "clamp_len, 8",
    "dropout, 0.05",
    "accumulate, 2",
    "average_decay, 0.95",
    "mem_len, 20",
    "tie_word_embeddings, false",
  })
  void learnsToCount(String key, String value) {
    double reached = validation("run", Map.of(key, value), 200);
    assertTrue(reached < 0.9, "validation loss " + reached);
  }

  /** Random letters that come twice, farther apart than a segment is long. */
  private static TextDataset twice() {
    StringBuilder text = new StringBuilder();
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(5);
    for (int block = 0; block < 4000; block++) {
      StringBuilder letters = new StringBuilder();
      for (int i = 0; i < 5; i++) {
        letters.append("ab".charAt(random.nextInt(2)));
      }
      text.append(letters).append(letters);
    }
    return new InMemoryText("twice", List.of(text.toString()));
  }

  /** Every letter costs log 2 where the one five before it is not remembered. */
  @Test
  void whatIsRememberedIsKnown() {
    double without = twice("without", 0);
    double with = twice("with", 8);
    assertEquals(Math.log(2), without, 0.02);
    assertTrue(with < without - 0.06, with + " and " + without);
  }

  private double twice(String name, int memory) {
    Map<String, Object> settings =
        Map.of("tgt_len", 4, "mem_len", memory, "batch_size", 32, "pre_lnorm", true);
    return requireNonNull(
        SmallRuns.train(
                new XlFamily(),
                twice(),
                SmallRuns.with(XlRuns.SMALL, settings),
                temporary.resolve(name),
                600,
                false,
                Progress.SILENT)
            .get("best_validation"));
  }

  @Test
  void textGoesOnAndOnAndItsPiecesAreTheWhole() {
    Path folder = temporary.resolve("run");
    XlRuns.train(folder, Map.of(), 300);
    try (Model model = Model.open(folder, Device.CPU)) {
      Text text =
          (Text)
              model.generate(
                  Map.of("prompt", "two hundred and for", "max_tokens", 3, "temperature", 0));
      assertEquals("ty-", text.pieces().get(0));
      Text stopped =
          (Text)
              model.generate(
                  Map.of("prompt", "two hundred and for", "temperature", 0, "stop", "-"));
      assertEquals("ty", stopped.pieces().get(0));
    }
    StringBuilder pieces = new StringBuilder();
    GenerationListener listener =
        new GenerationListener() {
          @Override
          public void piece(int index, String text) {
            pieces.append(text);
          }
        };
    try (XlGenerator generator = XlGenerator.open(Checkpoint.open(folder), Device.CPU)) {
      // Far longer than what it remembers.
      TextRequest request = Settings.bind(TextRequest.class, Map.of("max_tokens", 150));
      Text text = (Text) generator.generate(request, listener);
      assertEquals(150, text.pieces().get(0).length());
      assertEquals(text.pieces().get(0), pieces.toString());
      List<String> heldOut = Counting.text().heldOut();
      TextLikelihood found = generator.likelihood(heldOut, Progress.SILENT);
      assertEquals(heldOut.get(0).length(), found.characters());
      assertTrue(found.nats() / (double) found.characters() < 1, found.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 20, 33})
  void resumingEqualsNeverHavingStopped(long stop) throws IOException {
    Map<String, Object> settings = Map.of("dropout", 0.1, "accumulate", 2, "batch_size", 4);
    Path whole = temporary.resolve("whole");
    Path parts = temporary.resolve("parts");
    XlRuns.train(whole, settings, 60);
    for (Progress progress :
        new Progress[] {
          SmallRuns.stopAfter(stop), SmallRuns.stopAfter(stop + 17), Progress.SILENT
        }) {
      XlRuns.train(parts, settings, 60, Checkpoint.isCheckpoint(parts), progress);
    }
    for (String file : new String[] {"model.safetensors", "graphs.json", "curve.csv"}) {
      assertArrayEquals(
          Files.readAllBytes(whole.resolve(file)), Files.readAllBytes(parts.resolve(file)), file);
    }
    Map<String, Tensor> expected = Checkpoint.open(whole).state().orElseThrow();
    Map<String, Tensor> actual = Checkpoint.open(parts).state().orElseThrow();
    assertEquals(expected.keySet(), actual.keySet());
    assertTrue(expected.containsKey("state/memory.0"), expected.keySet().toString());
    expected.forEach(
        (name, tensor) ->
            assertArrayEquals(
                tensor.toDoubles(), requireNonNull(actual.get(name)).toDoubles(), name));
  }

  @ParameterizedTest
  @CsvSource({
    "vocab_size, 5",
    "d_model, 33",
    "n_head, 3",
    "d_head, 0",
    "d_inner, 0",
    "n_layer, 0",
    "tgt_len, 0",
    "mem_len, -1",
    "clamp_len, -1",
    "layer_norm_epsilon, -1",
    "context, 7",
    "batch_size, 100000",
    "tokenizer, sentences",
    "tokenizer, bpe:12",
  })
  void badSettingsAreRefusedByName(String key, String value) {
    SettingException e =
        assertThrows(SettingException.class, () -> validation("run", Map.of(key, value), 1));
    assertEquals(key, e.field());
    assertTrue(e.toString().contains(e.field()), e.toString());
    assertTrue(Files.notExists(temporary.resolve("run")));
  }
}
