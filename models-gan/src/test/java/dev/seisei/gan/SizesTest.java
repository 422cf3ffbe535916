package dev.seisei.gan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.core.dataset.ImageDataset;
import dev.seisei.core.dataset.ImageSet;
import dev.seisei.core.model.Model;
import dev.seisei.core.model.ModelFamily;
import dev.seisei.core.progress.Progress;
import dev.seisei.core.sample.Images;
import dev.seisei.core.settings.SettingException;
import dev.seisei.data.image.InMemoryImages;
import dev.seisei.engine.memory.Device;
import dev.seisei.gan.dcgan.DcganFamily;
import dev.seisei.gan.stylegan.StyleganFamily;
import dev.seisei.testkit.SmallRuns;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Extents and channels that image families take, beside MNIST's. */
class SizesTest {
  private static final Map<String, Object> SMALL =
      Map.of("batch_size", 4, "report_every", 1, "sample_every", 1000, "latent_dim", 8);

  @TempDir Path folder;

  /** Images of two classes, without a meaning. */
  private static ImageDataset data(int channels, int height, int width) {
    Random random = new Random(1);
    byte[][] images = new byte[12][channels * height * width];
    int[] labels = new int[images.length];
    for (int i = 0; i < images.length; i++) {
      random.nextBytes(images[i]);
      labels[i] = i % 2;
    }
    ImageSet all = new ImageSet(channels, height, width, images, labels);
    return new InMemoryImages("noise", all, all.select(0, 1), List.of("even", "odd"));
  }

  private Images trained(ModelFamily<?, ?> family, ImageDataset data, Map<String, ?> settings) {
    Path at = folder.resolve("model");
    SmallRuns.train(family, data, SmallRuns.with(SMALL, settings), at, 2, false, Progress.SILENT);
    try (Model model = Model.open(at, Device.CPU)) {
      return (Images) model.generate(Map.of("n", 3, "seed", 1));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, 32, 32, none, 16",
    "3, 32, 32, projection_and_auxiliary, 8",
    "3, 64, 64, projection, 0",
    "3, 24, 40, none, 0"
  })
  void dcgan(int channels, int height, int width, String condition, int attention) {
    Images made =
        trained(
            new DcganFamily(),
            data(channels, height, width),
            Map.of(
                "generator_filters",
                4,
                "discriminator_filters",
                4,
                "condition",
                condition,
                "attention",
                attention));
    assertExtents(made, channels, height, width);
  }

  @ParameterizedTest
  @CsvSource({"1, 32, 32, false", "3, 32, 32, true", "3, 64, 64, false"})
  void stylegan2(int channels, int height, int width, boolean conditional) {
    Images made =
        trained(
            new StyleganFamily(),
            data(channels, height, width),
            Map.of("filters", 4, "most_filters", 8, "style_dim", 8, "conditional", conditional));
    assertExtents(made, channels, height, width);
  }

  private static void assertExtents(Images made, int channels, int height, int width) {
    assertEquals(3, made.size());
    assertEquals(channels, made.channels());
    assertEquals(height, made.height());
    assertEquals(width, made.width());
    for (float pixel : made.pixels(2)) {
      assertTrue(Float.isFinite(pixel), "pixel " + pixel);
    }
  }

  @Test
  void greyPicturesForAColourModelAreRefused() {
    SettingException e =
        assertThrows(
            SettingException.class,
            () -> trained(new DcganFamily(), data(1, 32, 32), Map.of("channels", 3)));
    assertEquals("channels", e.field());
    assertEquals("channels is 1 in the data, got 3; leave it out", e.getMessage());
  }

  @Test
  void extentsThatCannotBeHalvedAreRefused() {
    SettingException e =
        assertThrows(
            SettingException.class, () -> trained(new DcganFamily(), data(1, 27, 27), Map.of()));
    assertTrue(e.toString().contains("27"), e.toString());
  }
}
