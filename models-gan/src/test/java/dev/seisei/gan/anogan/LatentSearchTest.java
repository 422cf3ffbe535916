package dev.seisei.gan.anogan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.core.dataset.ImageSet;
import dev.seisei.core.model.AnomalyDetector;
import dev.seisei.core.model.Model;
import dev.seisei.core.progress.Progress;
import dev.seisei.core.sample.Images;
import dev.seisei.core.sample.Table;
import dev.seisei.engine.memory.Device;
import dev.seisei.testkit.SmallRuns;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LatentSearchTest {
  @TempDir Path folder;

  private Model model(int steps) {
    Path at = folder.resolve("steps" + steps);
    SmallRuns.train(
        new AnoganFamily(),
        Map.ofEntries(
            Map.entry("batch_size", 16),
            Map.entry("report_every", 50),
            Map.entry("rates.generator", 5e-3),
            Map.entry("rates.discriminator", 2e-3),
            Map.entry("rates.average_decay", 0.9),
            Map.entry("sample_every", 1000),
            Map.entry("networks.generator_filters", 4),
            Map.entry("networks.discriminator_filters", 4),
            Map.entry("networks.latent_dim", 8),
            Map.entry("search_steps", steps)),
        at,
        60);
    return Model.open(at, Device.CPU);
  }

  private static double score(Model model, int digit) throws IOException {
    float[] pixels = SmallRuns.digits().test().batch(digit);
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    new Images(1, 1, 28, 28, pixels).write("png", png);
    String image = Base64.getEncoder().encodeToString(png.toByteArray());
    Table score = (Table) model.generate(Map.of("mode", "score", "image", image));
    return (Double) score.row(0).get(0);
  }

  @Test
  void itComesNearerStepByStep() throws IOException {
    try (Model few = model(1);
        Model many = model(60)) {
      for (int digit = 0; digit < 4; digit++) {
        double before = score(few, digit);
        double after = score(many, digit);
        assertTrue(after < before, before + " and " + after);
      }
    }
  }

  @Test
  void aScoreIsThatOfTheImageAlone() throws IOException {
    ImageSet test = SmallRuns.digits().test();
    try (Model model = model(5)) {
      AnomalyDetector detector = model.as(AnomalyDetector.class).orElseThrow();
      double[] all = detector.score(SmallRuns.digits(), Progress.SILENT).values();
      assertEquals(test.size(), all.length);
      assertTrue(Arrays.stream(all).distinct().count() > all.length / 2);
      for (int digit : new int[] {0, 7, test.size() - 1}) {
        assertEquals(all[digit], score(model, digit), 1e-5 * all[digit]);
      }
    }
  }
}
