package dev.seisei.evaluate;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.core.checkpoint.CheckpointWriter;
import dev.seisei.core.dataset.ImageDataset;
import dev.seisei.core.dataset.ImageSet;
import dev.seisei.core.measure.Measure;
import dev.seisei.core.measure.Measures;
import dev.seisei.core.model.Model;
import dev.seisei.core.progress.Progress;
import dev.seisei.core.settings.SettingException;
import dev.seisei.core.settings.Settings;
import dev.seisei.engine.memory.Device;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MeasuresTest {
  private static final int EXAMPLES = 120;

  @TempDir Path folder;

  private Model model(double shift, int classes) {
    Path at = folder.resolve("linear");
    CheckpointWriter.to(at).config("linear", new LinearFamily.Config(shift, classes)).commit();
    return Model.open(at, Device.CPU);
  }

  /** Pixels of all grey levels. */
  private static ImageDataset pixels(int count, int height) {
    byte[][] images = new byte[count][height];
    for (int i = 0; i < count; i++) {
      images[i][0] = (byte) (2 * i);
    }
    return new ImageDataset() {
      @Override
      public ImageSet train() {
        return test();
      }

      @Override
      public ImageSet test() {
        return new ImageSet(1, height, 1, images, new int[count]);
      }

      @Override
      public List<String> classes() {
        return List.of("pixel");
      }

      @Override
      public String name() {
        return "pixels";
      }

      @Override
      public String hash() {
        return "0";
      }

      @Override
      public String summary() {
        return count + " pixels";
      }
    };
  }

  private static <S extends Record> Map<String, Double> measure(
      Measure<S> measure, Model model, ImageDataset data, Map<String, ?> settings) {
    return measure.measure(
        model, data, Settings.bind(measure.settingsType(), settings), Progress.SILENT);
  }

  private static double number(Map<String, Double> numbers, String key) {
    return requireNonNull(numbers.get(key), key);
  }

  /** The mean of −log N(x; 0, 2) over the pixels. */
  private static double trueNll() {
    double sum = 0;
    for (int i = 0; i < EXAMPLES; i++) {
      double x = 2 * i / 255.0;
      sum += 0.5 * Math.log(4 * Math.PI) + x * x / 4;
    }
    return sum / EXAMPLES;
  }

  @Test
  void withARightEncoderBoundAndLikelihoodAreExact() {
    try (Model model = model(0, 0)) {
      Map<String, Double> numbers =
          measure(new Likelihood(), model, pixels(EXAMPLES, 1), Map.of("nll_samples", 3));
      // All weights are p(x) then; pixels are floats.
      assertEquals(trueNll(), number(numbers, "nll"), 1e-6);
      assertEquals(trueNll(), number(numbers, "negative_elbo"), 1e-6);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.3, -0.7})
  void withAWrongEncoderTheBoundIsOffByTheDivergenceAndTheLikelihoodIsNot(double shift) {
    try (Model model = model(shift, 0)) {
      Map<String, Double> numbers =
          measure(new Likelihood(), model, pixels(EXAMPLES, 1), Map.of("nll_samples", 5000));
      assertEquals(trueNll(), number(numbers, "nll"), 5e-3);
      // KL(N(m + s, ½) || N(m, ½)) = s².
      assertEquals(trueNll() + shift * shift, number(numbers, "negative_elbo"), 5e-3);
      assertTrue(number(numbers, "nll_standard_error") > 0);
      assertEquals(EXAMPLES, number(numbers, "examples"));
    }
  }

  @Test
  void theFirstExamplesMeasureAloneAsTheyDoAmongAll() {
    try (Model model = model(0.5, 0)) {
      Map<String, Object> settings = Map.of("nll_samples", 10, "examples", 70);
      Map<String, Double> first = measure(new Likelihood(), model, pixels(70, 1), settings);
      assertEquals(first, measure(new Likelihood(), model, pixels(EXAMPLES, 1), settings));
    }
  }

  @Test
  void reconstructionErrorIsThatOfThePixels() {
    try (Model model = model(0, 0)) {
      Map<String, Double> numbers =
          measure(new ReconstructionError(), model, pixels(EXAMPLES, 1), Map.of());
      double expected = 0;
      for (int i = 0; i < EXAMPLES; i++) {
        expected += Math.pow(i / 255.0, 2) / EXAMPLES;
      }
      assertEquals(expected, number(numbers, "reconstruction_mse"), 1e-6);
      assertEquals(-10 * Math.log10(expected), number(numbers, "reconstruction_psnr"), 1e-4);
    }
  }

  @Test
  void bothMeasuresAreFoundForALatentVariableModel() {
    try (Model model = model(0, 0)) {
      List<String> ids = new ArrayList<>();
      Measures.applyingTo(model, pixels(EXAMPLES, 1)).forEach(each -> ids.add(each.id()));
      assertEquals(List.of("likelihood", "reconstruction"), ids);
    }
  }

  @Test
  void aMeasurementCanBeStopped() {
    Progress stopped =
        new Progress() {
          @Override
          public boolean cancelled() {
            return true;
          }
        };
    try (Model model = model(0, 0)) {
      assertThrows(
          CancellationException.class,
          () ->
              new Likelihood()
                  .measure(model, pixels(EXAMPLES, 1), new LikelihoodSettings(), stopped));
    }
  }

  @ParameterizedTest
  @CsvSource({"120, 2, 0, data", "0, 1, 0, data", "120, 1, 10, data"})
  void dataThatDoNotFitTheModelAreRefused(int count, int height, int classes, String field) {
    try (Model model = model(0, classes)) {
      for (Measure<?> measure : List.of(new Likelihood(), new ReconstructionError())) {
        SettingException e =
            assertThrows(
                SettingException.class,
                () -> measure(measure, model, pixels(count, height), Map.of()));
        assertEquals(field, e.field());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"nll_samples, 0", "nll_samples, -5", "examples, -1", "examples, 121"})
  void badSettingsAreRefusedByName(String key, String value) {
    try (Model model = model(0, 0)) {
      SettingException e =
          assertThrows(
              SettingException.class,
              () -> measure(new Likelihood(), model, pixels(EXAMPLES, 1), Map.of(key, value)));
      assertEquals(key, e.field());
    }
  }
}
