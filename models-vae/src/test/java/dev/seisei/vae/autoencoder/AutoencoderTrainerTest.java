package dev.seisei.vae.autoencoder;

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
import org.junit.jupiter.params.provider.ValueSource;

class AutoencoderTrainerTest {
  /** A network that trains in seconds. */
  static final Map<String, Object> SMALL =
      Map.ofEntries(
          Map.entry("latent_dim", 8),
          Map.entry("encoder.width", 64),
          Map.entry("encoder.depth", 1),
          Map.entry("decoder.width", 64),
          Map.entry("decoder.depth", 1),
          Map.entry("batch_size", 100),
          Map.entry("validation", 150),
          Map.entry("report_every", 20),
          Map.entry("average_decay", 0.9),
          Map.entry("warm_up", 10),
          Map.entry("learning_rate", 1e-2));

  @TempDir Path temporary;

  private static Map<String, Double> train(Path folder, Map<String, ?> changed, long steps) {
    return SmallRuns.train(new AutoencoderFamily(), SmallRuns.with(SMALL, changed), folder, steps);
  }

  private static Map<String, Double> resume(Path folder, Map<String, ?> changed, Progress until) {
    return SmallRuns.train(
        new AutoencoderFamily(), SmallRuns.with(SMALL, changed), folder, 70, true, until);
  }

  @ParameterizedTest
  @CsvSource({"fully_connected, 64, 0.01", "convolutional, 8, 0.005"})
  void learnsRealDigits(String kind, int width, double learningRate) {
    Map<String, Double> numbers =
        train(
            temporary.resolve("run"),
            Map.of(
                "encoder.kind", kind,
                "decoder.kind", kind,
                "encoder.width", width,
                "decoder.width", width,
                "learning_rate", learningRate,
                "batch_size", 50),
            200);
    // The mean image, for all that is seen, is at 49.
    double reached = requireNonNull(numbers.get("best_validation"));
    assertTrue(reached < 35, "validation loss " + reached);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 20, 33})
  void resumingEqualsNeverHavingStopped(long stop) throws IOException {
    Path whole = temporary.resolve("whole");
    Path parts = temporary.resolve("parts");
    train(whole, Map.of(), 70);
    resume(parts, Map.of(), SmallRuns.stopAfter(stop));
    assertEquals((double) stop, requireNonNull((Number) stored(parts, "step")).doubleValue());
    resume(parts, Map.of(), SmallRuns.stopAfter(stop + 17));
    resume(parts, Map.of(), Progress.SILENT);
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

  private static Object stored(Path folder, String key) {
    return requireNonNull(Checkpoint.open(folder).training().get(key), key);
  }

  @ParameterizedTest
  @CsvSource({"code_penalty, 0.02", "latent_dim, 9", "validation, 200"})
  void resumingWithOtherSettingsIsRefused(String key, String value) {
    Path folder = temporary.resolve("run");
    train(folder, Map.of(), 3);
    SettingException e =
        assertThrows(
            SettingException.class, () -> resume(folder, Map.of(key, value), Progress.SILENT));
    assertEquals(key, e.field());
  }

  @ParameterizedTest
  @CsvSource({
    "batch_size, 0",
    "batch_size, 1900",
    "validation, -1",
    "learning_rate, NaN",
    "warm_up, -1",
    "average_decay, 1",
    "code_penalty, -1",
    "code_penalty, Infinity",
    "epochs, 0",
    "report_every, 0",
    "latent_dim, 0",
    "latent_dim, 2.5",
    "encoder.width, 0",
    "decoder.depth, 1000000",
    "decoder.kind, recurrent",
    "channels, 3",
    "height, 32",
    "width, 27",
  })
  void badSettingsAreRefusedByName(String key, String value) {
    SettingException e =
        assertThrows(
            SettingException.class, () -> train(temporary.resolve("run"), Map.of(key, value), 1));
    assertEquals(key, e.field());
    assertTrue(e.toString().contains(key), e.toString());
  }

  @Test
  void dataThatIsNoImagesIsRefused() {
    SettingException e =
        assertThrows(
            SettingException.class,
            () -> new AutoencoderTrainer().configure(new AutoencoderConfig(), SmallRuns.text()));
    assertEquals("data", e.field());
    assertTrue(e.toString().contains("text:book"), e.toString());
  }
}
