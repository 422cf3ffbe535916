package dev.seisei.gan.dcgan;

import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.seisei.core.model.Model;
import dev.seisei.core.model.ModelFamily;
import dev.seisei.core.sample.Images;
import dev.seisei.engine.memory.Device;
import dev.seisei.gan.latent.GanRequest;
import dev.seisei.testkit.FamilyContract;
import dev.seisei.testkit.SmallRuns;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConditionalContractTest extends FamilyContract<GanRequest> {
  @TempDir static Path folder;

  @BeforeAll
  static void train() {
    SmallRuns.train(
        new DcganFamily(),
        Map.ofEntries(
            Map.entry("batch_size", 16),
            Map.entry("report_every", 3),
            Map.entry("sample_every", 4),
            Map.entry("generator_filters", 8),
            Map.entry("discriminator_filters", 8),
            Map.entry("latent_dim", 8),
            Map.entry("condition", "projection_and_auxiliary"),
            Map.entry("discriminator_norm", "spectral"),
            Map.entry("attention", 14),
            Map.entry("game.r2", 1),
            Map.entry("augment.color", true),
            Map.entry("augment.translation", true),
            Map.entry("augment.cutout", true)),
        folder.resolve("model"),
        6);
  }

  @Override
  protected ModelFamily<?, GanRequest> family() {
    return new DcganFamily();
  }

  @Override
  protected Path trained() {
    return folder.resolve("model");
  }

  @Override
  protected Map<String, ?> request(long seed) {
    return Map.of("n", 5, "seed", seed, "label", 3);
  }

  @Test
  void imagesOfOtherClassesAreOthers() {
    try (Model model = Model.open(trained(), Device.CPU)) {
      float[] three = ((Images) model.generate(Map.of("n", 1, "label", 3))).pixels(0);
      float[] four = ((Images) model.generate(Map.of("n", 1, "label", 4))).pixels(0);
      assertFalse(Arrays.equals(three, four));
    }
  }
}
