package dev.seisei.gan.infogan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.core.model.ImageSampler;
import dev.seisei.core.model.Model;
import dev.seisei.engine.memory.Device;
import dev.seisei.testkit.SmallRuns;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InfoganTest {
  private static final int CATEGORIES = 4;
  private static final int EACH = 64;

  @TempDir Path folder;

  /** Half of the images of each category name it by the nearest mean of the other halves. */
  @Test
  void imagesTellTheirCategory() {
    Map<String, Object> settings =
        Map.ofEntries(
            Map.entry("gan.batch_size", 32),
            Map.entry("gan.report_every", 50),
            Map.entry("gan.sample_every", 1000),
            Map.entry("gan.rates.generator", 2e-3),
            Map.entry("gan.rates.discriminator", 2e-3),
            Map.entry("gan.rates.average_decay", 0.9),
            Map.entry("generator_filters", 8),
            Map.entry("discriminator_filters", 8),
            Map.entry("categories", CATEGORIES),
            Map.entry("noise_dim", 8));
    SmallRuns.train(new InfoganFamily(), settings, folder.resolve("model"), 150);
    try (Model model = Model.open(folder.resolve("model"), Device.CPU)) {
      ImageSampler sampler = model.as(ImageSampler.class).orElseThrow();
      assertTrue(sampler.discovered());
      assertEquals(CATEGORIES, sampler.classes());
      double[][] means = new double[CATEGORIES][];
      for (int c = 0; c < CATEGORIES; c++) {
        means[c] = mean(sampler.sample(labels(c), 1, 0));
      }
      int right = 0;
      for (int c = 0; c < CATEGORIES; c++) {
        float[] images = sampler.sample(labels(c), 2, 0);
        for (int i = 0; i < EACH; i++) {
          right += nearest(images, i, means) == c ? 1 : 0;
        }
      }
      assertTrue(right > 0.6 * CATEGORIES * EACH, right + " of " + CATEGORIES * EACH);
    }
  }

  private static int[] labels(int category) {
    int[] labels = new int[EACH];
    Arrays.fill(labels, category);
    return labels;
  }

  private static double[] mean(float[] images) {
    double[] mean = new double[images.length / EACH];
    for (int i = 0; i < images.length; i++) {
      mean[i % mean.length] += images[i] / (double) EACH;
    }
    return mean;
  }

  private static int nearest(float[] images, int row, double[][] means) {
    int best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int c = 0; c < means.length; c++) {
      double distance = 0;
      for (int p = 0; p < means[c].length; p++) {
        double off = images[row * means[c].length + p] - means[c][p];
        distance += off * off;
      }
      if (distance < least) {
        least = distance;
        best = c;
      }
    }
    return best;
  }
}
