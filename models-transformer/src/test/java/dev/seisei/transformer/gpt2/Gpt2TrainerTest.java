package dev.seisei.transformer.gpt2;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.dataset.Datasets;
import dev.seisei.core.model.LanguageModel;
import dev.seisei.core.model.LanguageModel.TextLikelihood;
import dev.seisei.core.model.Model;
import dev.seisei.core.progress.Progress;
import dev.seisei.core.sample.Text;
import dev.seisei.core.settings.SettingException;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.memory.Tensor;
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
import org.junit.jupiter.params.provider.ValueSource;

class Gpt2TrainerTest {
  @TempDir Path temporary;

  private double validation(String name, Map<String, ?> changed, long steps) {
    return requireNonNull(
        Gpt2Runs.train(temporary.resolve(name), changed, steps).get("best_validation"));
  }

  /** Untrained networks are at 3.0 nats a character, one that knows their shares alone at 2.8. */
  @ParameterizedTest
  @CsvSource({
    "precision, f32",
    "precision, bf16",
    "bias, false",
    "tie_word_embeddings, false",
    "dropout, 0.05",
    "average_decay, 0.95",
    "accumulate, 2",
    "context, 16",
  })
  void learnsToCount(String key, String value) {
    double reached = validation("run", Map.of(key, value), 200);
    assertTrue(reached < 0.9, "validation loss " + reached);
  }

  @Test
  void whatItLearnedIsInWhatItWrites() {
    Path folder = temporary.resolve("run");
    Gpt2Runs.train(folder, Map.of(), 300);
    try (Model model = Model.open(folder, Device.CPU)) {
      Text text =
          (Text)
              model.generate(
                  Map.of("prompt", "two hundred and for", "max_tokens", 3, "temperature", 0));
      assertEquals("ty-", text.pieces().get(0));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 20, 33})
  void resumingEqualsNeverHavingStopped(long stop) throws IOException {
    Map<String, Object> settings =
        Map.of("dropout", 0.1, "accumulate", 2, "average_decay", 0.9, "batch_size", 4);
    Path whole = temporary.resolve("whole");
    Path parts = temporary.resolve("parts");
    Gpt2Runs.train(whole, settings, 60);
    for (Progress progress :
        new Progress[] {
          SmallRuns.stopAfter(stop), SmallRuns.stopAfter(stop + 17), Progress.SILENT
        }) {
      Gpt2Runs.train(
          Counting.text(), parts, settings, 60, Checkpoint.isCheckpoint(parts), progress);
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

  @Test
  void activationsThatAreComputedAgainChangeNothingButRounding() {
    Map<String, Object> large = Map.of("batch_size", 64, "n_layer", 4);
    double free = validation("free", large, 20);
    double bound = validation("bound", SmallRuns.with(large, Map.of("memory_budget", 6)), 20);
    assertEquals(free, bound, 1e-3);
    // What cannot be done in so little says what can.
    RuntimeException e =
        assertThrows(
            RuntimeException.class,
            () -> validation("least", SmallRuns.with(large, Map.of("memory_budget", 1)), 1));
    assertTrue(e.toString().contains("memory"), e.toString());
  }

  @Test
  void matricesAndTablesDecayAndTheRestDoesNot() {
    // So strong a decay that what has it is gone after a few steps.
    Map<String, Object> settings =
        Map.of("weight_decay", 50, "learning_rate", 0.01, "min_learning_rate", 0.01, "warm_up", 0);
    Path folder = temporary.resolve("run");
    Gpt2Runs.train(folder, SmallRuns.with(settings, Map.of("clip_norm", 1e-6)), 20);
    Map<String, Tensor> state = Checkpoint.open(folder).state().orElseThrow();
    state.forEach(
        (name, tensor) -> {
          if (name.startsWith("parameter/") && name.endsWith("weight")) {
            double largest = 0;
            for (double value : tensor.toDoubles()) {
              largest = Math.max(largest, Math.abs(value));
            }
            boolean gain = tensor.shape().length == 1;
            assertTrue(gain ? largest > 0.5 : largest < 0.3, name + " " + largest);
          }
        });
  }

  @ParameterizedTest
  @CsvSource({"byte, 256", "bpe:300, 300"})
  void aVocabularyIsKeptWithItsModel(String tokenizer, int size) {
    Path first = temporary.resolve("first");
    Gpt2Runs.train(first, Map.of("tokenizer", tokenizer), 60);
    assertEquals(size, Checkpoint.open(first).config().get("vocab_size"));
    try (Model model = Model.open(first, Device.CPU)) {
      Text text = (Text) model.generate(Map.of("prompt", "forty-春", "max_tokens", 5));
      assertFalse(text.pieces().get(0).isEmpty());
      TextLikelihood found =
          model
              .as(LanguageModel.class)
              .orElseThrow()
              .likelihood(Counting.text().heldOut(), Progress.SILENT);
      double perCharacter = found.nats() / (double) found.characters();
      // Untrained, 5.5 nats a byte.
      assertTrue(perCharacter < 2.4, "nats a character: " + perCharacter);
    }
    // Another training can take it, from its folder or its file.
    String file = tokenizer.equals("byte") ? "vocabulary.json" : "tokenizer.json";
    for (Path from : new Path[] {first, first.resolve(file)}) {
      Path second = temporary.resolve("second" + from.getFileName());
      Gpt2Runs.train(second, Map.of("tokenizer", from.toString()), 1);
      assertEquals(size, Checkpoint.open(second).config().get("vocab_size"));
    }
  }

  @Test
  void documentsEndWithTheTokenThatEndsTexts() {
    Path folder = temporary.resolve("run");
    Gpt2Runs.train(
        Counting.documents(), folder, Map.of("tokenizer", "bpe:300"), 150, false, Progress.SILENT);
    assertEquals(299, Checkpoint.open(folder).config().get("eos_token_id"));
    try (Model model = Model.open(folder, Device.CPU)) {
      Text text =
          (Text) model.generate(Map.of("prompt", "", "max_tokens", 500, "temperature", 0.5));
      // A number in words, and no more.
      assertTrue(text.pieces().get(0).length() < 60, text.pieces().get(0));
    }
  }

  @Test
  void documentsAreLearnedOneAfterAnother() throws IOException {
    Path folder = temporary.resolve("run");
    Map<String, Double> numbers =
        Gpt2Runs.train(Counting.documents(), folder, Map.of(), 100, false, Progress.SILENT);
    assertTrue(requireNonNull(numbers.get("best_validation")) < 1.6, numbers.toString());
  }

  @Test
  void aTrainingCanStartFromAnotherModel() {
    Path first = temporary.resolve("first");
    double reached = requireNonNull(Gpt2Runs.train(first, Map.of(), 150).get("best_validation"));
    Map<String, Object> from = Map.of("start_from", first.toString(), "learning_rate", 1e-3);
    double begun = validation("second", from, 1);
    assertEquals(reached, begun, 0.1);
    SettingException e =
        assertThrows(
            SettingException.class,
            () -> validation("third", SmallRuns.with(from, Map.of("n_layer", 3)), 1));
    assertEquals("start_from", e.field());
  }

  @Test
  void configurationAndNamesAreThoseOfHuggingFace() {
    Path folder = temporary.resolve("run");
    Gpt2Runs.train(folder, Map.of(), 1);
    Checkpoint checkpoint = Checkpoint.open(folder);
    assertEquals("gpt2", checkpoint.modelType());
    assertEquals(2, checkpoint.config().get("n_layer"));
    assertEquals("gelu_new", checkpoint.config().get("activation_function"));
    assertNotEquals(0, checkpoint.config().get("vocab_size"));
    assertTrue(
        checkpoint.weightNames().contains("transformer.h.1.attn.c_attn.weight"),
        checkpoint.weightNames().toString());
    // Two tables, two for the last norm, twelve a block.
    assertEquals(2 + 2 + 2 * 12, checkpoint.weightNames().size());
  }

  @ParameterizedTest
  @CsvSource({
    "batch_size, 0",
    "accumulate, 0",
    "context, 25",
    "context, -1",
    "n_positions, 10000",
    "tokenizer, ''",
    "tokenizer, sentences",
    "tokenizer, bpe:",
    "tokenizer, bpe:256",
    "tokenizer, bpe:many",
    "learning_rate, 0",
    "min_learning_rate, 0.1",
    "warm_up, -1",
    "weight_decay, -1",
    "beta1, 1",
    "beta2, 1",
    "clip_norm, -1",
    "dropout, 1",
    "average_decay, 1",
    "validation, -1",
    "report_every, 0",
    "memory_budget, -1",
    "vocab_size, 5",
    "n_head, 3",
    "n_embd, 0",
    "n_inner, 0",
    "activation_function, tanh",
    "layer_norm_epsilon, -1",
  })
  void badSettingsAreRefusedByName(String key, String value) {
    SettingException e =
        assertThrows(SettingException.class, () -> validation("run", Map.of(key, value), 1));
    assertEquals(key.equals("n_positions") ? "context" : key, e.field());
    assertTrue(e.toString().contains(e.field()), e.toString());
    assertTrue(Files.notExists(temporary.resolve("run")));
  }

  @Test
  void resumingWithOtherSettingsIsRefused() {
    Path folder = temporary.resolve("run");
    Gpt2Runs.train(folder, Map.of(), 2);
    for (String key : new String[] {"dropout", "beta2", "layer_norm_epsilon"}) {
      SettingException e =
          assertThrows(
              SettingException.class,
              () ->
                  Gpt2Runs.train(
                      Counting.text(), folder, Map.of(key, 0.5), 4, true, Progress.SILENT));
      assertEquals(key, e.field());
    }
    SettingException e =
        assertThrows(SettingException.class, () -> Gpt2Runs.train(folder, Map.of(), 2));
    assertEquals("out", e.field());
  }

  @Test
  void dataThatIsNoTextIsRefused() {
    SettingException e =
        assertThrows(
            SettingException.class,
            () ->
                Gpt2Runs.train(
                    Datasets.open("mnist-mini"),
                    temporary.resolve("run"),
                    Map.of(),
                    1,
                    false,
                    Progress.SILENT));
    assertEquals("data", e.field());
    assertTrue(e.toString().contains("must be text"), e.toString());
  }
}
