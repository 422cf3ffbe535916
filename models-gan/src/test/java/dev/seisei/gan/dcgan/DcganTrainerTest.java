package dev.seisei.gan.dcgan;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.dataset.ImageDataset;
import dev.seisei.core.model.ImageSampler;
import dev.seisei.core.model.Model;
import dev.seisei.core.progress.Progress;
import dev.seisei.core.settings.SettingException;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.testkit.SmallRuns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DcganTrainerTest {
  private static final Map<String, Object> SMALL =
      Map.of(
          "batch_size", 16,
          "report_every", 3,
          "sample_every", 5,
          "generator_filters", 4,
          "discriminator_filters", 4,
          "latent_dim", 8,
          "depth", 0);

  @TempDir Path temporary;

  private static Map<String, Double> train(
      Path folder, Map<String, ?> changed, long steps, boolean resume, Progress progress) {
    return SmallRuns.train(
        new DcganFamily(), SmallRuns.with(SMALL, changed), folder, steps, resume, progress);
  }

  @ParameterizedTest
  @CsvSource({
    "game.objective, non_saturating",
    "game.objective, relativistic",
    "discriminator_norm, spectral",
    "discriminator_norm, batch",
    "augment.translation, true",
    "game.discriminator_steps, 2"
  })
  void resumingEqualsNeverHavingStopped(String setting, String value) throws IOException {
    Path whole = temporary.resolve("whole");
    Path parts = temporary.resolve("parts");
    Map<String, Object> changed = Map.of(setting, value, "condition", "projection");
    train(whole, changed, 11, false, Progress.SILENT);
    train(parts, changed, 11, true, SmallRuns.stopAfter(1));
    train(parts, changed, 11, true, SmallRuns.stopAfter(7));
    train(parts, changed, 11, true, Progress.SILENT);
    for (String file : new String[] {"model.safetensors", "graphs.json", "curve.csv"}) {
      assertArrayEquals(
          Files.readAllBytes(whole.resolve(file)), Files.readAllBytes(parts.resolve(file)), file);
    }
    for (String file : new String[] {"samples/00000010.png", "samples/00000011.png"}) {
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
    "minimax, 0",
    "non_saturating, 0",
    "least_squares, 0",
    "hinge, 0",
    "relativistic, 0",
    "wasserstein, 10"
  })
  void imagesComeCloserToTheDigits(String objective, double penalty) {
    Path folder = temporary.resolve("model");
    Map<String, Object> changed =
        Map.of(
            "game.objective",
            objective,
            "game.gradient_penalty",
            penalty,
            "game.r1",
            penalty > 0 ? 0 : 1,
            "rates.generator",
            2e-3,
            "rates.discriminator",
            2e-3,
            "rates.average_decay",
            0.9,
            "sample_every",
            1000,
            "generator_filters",
            8,
            "discriminator_filters",
            8);
    train(folder, changed, 1, false, Progress.SILENT);
    double before = distance(folder);
    train(folder, changed, 300, true, Progress.SILENT);
    double after = distance(folder);
    assertTrue(after < 0.5 * before, "distances " + before + " and " + after);
  }

  /** The mean difference of each pixel's mean and deviation between samples and digits. */
  private static double distance(Path folder) {
    ImageDataset digits = SmallRuns.digits();
    int features = digits.train().features();
    float[] real = digits.train().batch(IntStream.range(0, 500).toArray());
    try (Model model = Model.open(folder, Device.CPU)) {
      float[] made = model.as(ImageSampler.class).orElseThrow().sample(new int[500], 3, 0);
      double distance = 0;
      for (int f = 0; f < features; f++) {
        double[] ofReal = moments(real, f, features);
        double[] ofMade = moments(made, f, features);
        distance += Math.abs(ofReal[0] - ofMade[0]) + Math.abs(ofReal[1] - ofMade[1]);
      }
      return distance / features;
    }
  }

  private static double[] moments(float[] images, int feature, int features) {
    double sum = 0;
    double squares = 0;
    int count = images.length / features;
    for (int i = 0; i < count; i++) {
      double value = images[i * features + feature];
      sum += value;
      squares += value * value;
    }
    double mean = sum / count;
    return new double[] {mean, Math.sqrt(Math.max(0, squares / count - mean * mean))};
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "batch_size| 1| batch_size must be in [2, 65536], for batch norm compares images, got 1",
        "batch_size| 3000| batch_size must be at most 2000, the images left beside 0 for"
            + " validation, got 3000",
        "channels| 3| channels is 1 in the data, got 3; leave it out",
        "attention| 9| attention must be 0 or the height of a layer's maps (28 halved up to 2"
            + " times), got 9",
        "game.generator_penalty| 2.0| game.generator_penalty must be 0, for this generator has none,"
            + " got 2.0",
        "game.r1| -1| game.r1 must be in [0.0, 1000000.0], got -1.0",
        "game.objective| nonsense| game.objective must be one of [minimax, non_saturating,"
            + " least_squares, hinge, wasserstein, relativistic], got \"nonsense\"",
      })
  void badSettingsAreNamed(String field, String value, String message) {
    SettingException e =
        assertThrows(
            SettingException.class,
            () ->
                train(temporary.resolve("none"), Map.of(field, value), 1, false, Progress.SILENT));
    assertEquals(message, e.getMessage());
    assertEquals(field, e.field());
  }

  @ParameterizedTest
  @CsvSource({
    "batch, hinge, 10, discriminator_norm",
    "none, wasserstein, 0, game.objective",
    "batch, wasserstein, 0, game.objective"
  })
  void slopesThatMeanNothingAreRefused(
      String norm, String objective, double penalty, String field) {
    Map<String, Object> changed =
        Map.of(
            "discriminator_norm",
            norm,
            "game.objective",
            objective,
            "game.gradient_penalty",
            penalty,
            "game.r1",
            0,
            "game.r2",
            0);
    SettingException e =
        assertThrows(
            SettingException.class,
            () -> train(temporary.resolve("none"), changed, 1, false, Progress.SILENT));
    assertEquals(field, e.field());
    train(
        temporary.resolve("some"),
        SmallRuns.with(changed, Map.of("discriminator_norm", "spectral")),
        1,
        false,
        Progress.SILENT);
  }

  @Test
  void whatIsNoImagesIsRefused() {
    SettingException e =
        assertThrows(
            SettingException.class,
            () -> new DcganTrainer().configure(new DcganConfig(), SmallRuns.text()));
    assertEquals("data", e.field());
  }
}
