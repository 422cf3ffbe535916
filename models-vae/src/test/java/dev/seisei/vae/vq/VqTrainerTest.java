package dev.seisei.vae.vq;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.progress.Progress;
import dev.seisei.core.settings.SettingException;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.testkit.SmallRuns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VqTrainerTest {
  /** Networks that train in seconds; half of the steps are the prior's. */
  static final Map<String, Object> SMALL =
      Map.ofEntries(
          Map.entry("codes", 32),
          Map.entry("code_dim", 8),
          Map.entry("features", 4),
          Map.entry("depth", 1),
          Map.entry("prior.width", 32),
          Map.entry("prior.depth", 1),
          Map.entry("prior.heads", 2),
          Map.entry("epochs", 1),
          Map.entry("prior_epochs", 1),
          Map.entry("batch_size", 20),
          Map.entry("validation", 150),
          Map.entry("report_every", 10),
          Map.entry("restart_every", 5),
          Map.entry("average_decay", 0.9),
          Map.entry("warm_up", 10),
          Map.entry("learning_rate", 3e-3));

  @TempDir Path temporary;

  private static Map<String, Double> train(Path folder, Map<String, ?> changed, long steps) {
    return SmallRuns.train(new VqFamily(), SmallRuns.with(SMALL, changed), folder, steps);
  }

  private static Map<String, Double> resume(
      Path folder, Map<String, ?> changed, long steps, Progress until) {
    return SmallRuns.train(
        new VqFamily(), SmallRuns.with(SMALL, changed), folder, steps, true, until);
  }

  @ParameterizedTest
  @CsvSource({
    "1", // As a training that is stopped at once.
    "7", "30", // Where the stages meet.
    "31", "44"
  })
  void resumingEqualsNeverHavingStopped(long stop) throws IOException {
    Path whole = temporary.resolve("whole");
    Path parts = temporary.resolve("parts");
    train(whole, Map.of(), 60);
    resume(parts, Map.of(), 60, SmallRuns.stopAfter(stop));
    Map<String, Object> record = Checkpoint.open(parts).training();
    assertEquals((double) stop, ((Number) requireNonNull(record.get("step"))).doubleValue());
    resume(parts, Map.of(), 60, SmallRuns.stopAfter(stop + 12));
    resume(parts, Map.of(), 60, Progress.SILENT);
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
    Map<String, Object> begun = Checkpoint.open(whole).training();
    Map<String, Object> resumed = Checkpoint.open(parts).training();
    for (String name :
        new String[] {"best_validation", "autoencoder_best_validation", "autoencoder_best_step"}) {
      assertEquals(requireNonNull(begun.get(name), name), resumed.get(name), name);
    }
  }

  @Test
  void thePriorLeavesTheAutoencoderAsItIs() {
    Path first = temporary.resolve("first");
    Path both = temporary.resolve("both");
    resume(first, Map.of(), 40, SmallRuns.stopAfter(20));
    resume(both, Map.of(), 40, Progress.SILENT);
    Checkpoint before = Checkpoint.open(first);
    Checkpoint after = Checkpoint.open(both);
    try (var begun =
            before.parameters(before.graphs().values(), dev.seisei.engine.memory.Device.CPU);
        var ended =
            after.parameters(after.graphs().values(), dev.seisei.engine.memory.Device.CPU)) {
      for (String name : begun.names()) {
        boolean same =
            java.util.Arrays.equals(begun.get(name).toFloats(), ended.get(name).toFloats());
        assertEquals(!name.startsWith("prior."), same, name);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    // Steps, epochs of each stage, steps of the first stage.
    "2, 1, 1, 1",
    "2, 9, 1, 1",
    "3, 1, 1, 2",
    "10, 3, 2, 6",
    "10, 1, 99, 1"
  })
  void aLengthIsDividedInProportionToTheEpochs(
      long steps, int epochs, int priorEpochs, double first) {
    Map<String, Double> numbers =
        train(
            temporary.resolve("run"), Map.of("epochs", epochs, "prior_epochs", priorEpochs), steps);
    assertEquals(first, numbers.get("autoencoder_steps"));
    assertEquals((double) steps, numbers.get("step"));
    assertEquals(2, numbers.get("stage"));
  }

  @Test
  void oneStepIsTooFewForTwoStages() {
    SettingException e =
        assertThrows(SettingException.class, () -> train(temporary.resolve("run"), Map.of(), 1));
    assertEquals("steps", e.field());
  }

  @Test
  void aStageThatHasEndedIsNotMadeLonger() {
    Path folder = temporary.resolve("run");
    resume(folder, Map.of(), 20, SmallRuns.stopAfter(15));
    Map<String, Double> numbers = resume(folder, Map.of(), 40, Progress.SILENT);
    assertEquals(10, numbers.get("autoencoder_steps"));
    assertEquals(40, numbers.get("step"));
  }

  @ParameterizedTest
  @CsvSource({
    "batch_size, 0",
    "batch_size, 1900",
    "validation, -1",
    "learning_rate, -1",
    "average_decay, 1",
    "beta, -1",
    "restart_every, 0",
    "epochs, 0",
    "prior_epochs, 0",
    "codes, 1",
    "codes, 100000",
    "code_dim, 0",
    "features, 0",
    "depth, 65",
    "prior.width, 0",
    "prior.heads, 3",
    "prior.depth, 0",
    "channels, 3",
    "height, 32",
    "width, 30",
    "width, 4",
  })
  void badSettingsAreRefusedByName(String key, String value) {
    SettingException e =
        assertThrows(
            SettingException.class, () -> train(temporary.resolve("run"), Map.of(key, value), 2));
    assertEquals(key, e.field());
    assertTrue(e.toString().contains(key), e.toString());
  }

  @Test
  void dataThatIsNoImagesIsRefused() {
    SettingException e =
        assertThrows(
            SettingException.class,
            () -> new VqTrainer().configure(new VqConfig(), SmallRuns.text()));
    assertEquals("data", e.field());
  }
}
