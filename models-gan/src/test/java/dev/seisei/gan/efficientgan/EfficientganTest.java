package dev.seisei.gan.efficientgan;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.model.AnomalyDetector;
import dev.seisei.core.model.Model;
import dev.seisei.core.progress.Progress;
import dev.seisei.core.sample.Images;
import dev.seisei.core.sample.Table;
import dev.seisei.core.settings.SettingException;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.param.ParameterStore;
import dev.seisei.gan.Pictures;
import dev.seisei.testkit.SmallRuns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EfficientganTest {
  private static final Map<String, Object> SMALL =
      Map.ofEntries(
          Map.entry("gan.batch_size", 32),
          Map.entry("gan.report_every", 50),
          Map.entry("gan.sample_every", 1000),
          Map.entry("gan.rates.generator", 2e-3),
          Map.entry("gan.rates.discriminator", 2e-3),
          Map.entry("gan.rates.average_decay", 0.95),
          Map.entry("filters", 8),
          Map.entry("features", 32),
          Map.entry("latent_dim", 8),
          // The discriminator's features are worth something only after a longer training.
          Map.entry("feature_share", 0),
          // Zeros have more ink than others: what is bright is not what is anomalous.
          Map.entry("normal_class", 0));

  @TempDir static Path folder;

  @BeforeAll
  static void train() {
    SmallRuns.train(new EfficientganFamily(), SMALL, folder.resolve("model"), 500);
  }

  private static Model open() {
    return Model.open(folder.resolve("model"), Device.CPU);
  }

  @Test
  void otherDigitsThanTheNormalOnesScoreHigher() {
    try (Model model = open()) {
      AnomalyDetector detector = model.as(AnomalyDetector.class).orElseThrow();
      assertTrue(detector.accepts(SmallRuns.digits()));
      AnomalyDetector.Scores scores = detector.score(SmallRuns.digits(), Progress.SILENT);
      int pairs = 0;
      int right = 0;
      for (int i = 0; i < scores.values().length; i++) {
        assertEquals(SmallRuns.digits().test().label(i) != 0, scores.anomalous()[i]);
        for (int j = 0; scores.anomalous()[i] && j < scores.values().length; j++) {
          if (!scores.anomalous()[j]) {
            pairs++;
            right += scores.values()[i] > scores.values()[j] ? 1 : 0;
          }
        }
      }
      assertTrue(right > 0.75 * pairs, right + " of " + pairs);
    }
  }

  /** Scores read it. */
  @Test
  void theDiscriminatorIsSavedAsItWasTrained() {
    Checkpoint checkpoint = Checkpoint.open(folder.resolve("model"));
    Map<String, Tensor> trained = checkpoint.state().orElseThrow();
    int compared = 0;
    try (ParameterStore saved = checkpoint.parameters(checkpoint.graphs().values(), Device.CPU)) {
      for (String name : saved.names()) {
        if (name.startsWith("discriminator.")) {
          assertArrayEquals(
              requireNonNull(trained.get("parameter/" + name), trained.keySet()::toString)
                  .toDoubles(),
              saved.get(name).toDoubles(),
              name);
          compared++;
        }
      }
    }
    assertTrue(compared > 4, compared + " parameters");
  }

  @Test
  void aPictureIsShownBesideItsReconstructionAndWhereTheyDiffer() {
    try (Model model = open()) {
      String image = Pictures.disc(28, 28).base64();
      Images shown = (Images) model.generate(Map.of("mode", "inspect", "image", image));
      assertEquals(3, shown.size());
      float[] difference = new float[28 * 28];
      for (int i = 0; i < difference.length; i++) {
        difference[i] = Math.abs(shown.pixels(0)[i] - shown.pixels(1)[i]);
      }
      assertArrayEquals(difference, shown.pixels(2));
      Table score = (Table) model.generate(Map.of("mode", "score", "image", image));
      assertTrue((Double) score.row(0).get(0) > 0);
    }
  }

  @Test
  void resumingEqualsNeverHavingStopped() throws IOException {
    Path whole = folder.resolve("whole");
    Path parts = folder.resolve("parts");
    EfficientganFamily family = new EfficientganFamily();
    SmallRuns.train(family, SMALL, whole, 7, false, Progress.SILENT);
    SmallRuns.train(family, SMALL, parts, 7, true, SmallRuns.stopAfter(3));
    SmallRuns.train(family, SMALL, parts, 7, true, Progress.SILENT);
    for (String file : new String[] {"model.safetensors", "curve.csv", "samples/00000007.png"}) {
      assertArrayEquals(
          Files.readAllBytes(whole.resolve(file)), Files.readAllBytes(parts.resolve(file)), file);
    }
  }

  @Test
  void aClassThatIsNotThereIsNamed() {
    SettingException e =
        assertThrows(
            SettingException.class,
            () ->
                SmallRuns.train(
                    new EfficientganFamily(),
                    SmallRuns.with(SMALL, Map.of("normal_class", 10)),
                    folder.resolve("none"),
                    1));
    assertEquals("normal_class", e.field());
    assertTrue(e.toString().contains("10"), e.toString());
  }
}
