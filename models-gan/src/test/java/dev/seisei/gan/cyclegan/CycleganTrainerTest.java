package dev.seisei.gan.cyclegan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.core.dataset.ImageSet;
import dev.seisei.core.model.Model;
import dev.seisei.core.progress.Progress;
import dev.seisei.core.sample.Images;
import dev.seisei.core.settings.SettingException;
import dev.seisei.engine.memory.Device;
import dev.seisei.testkit.SmallRuns;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CycleganTrainerTest {
  @TempDir Path temporary;

  private static void train(
      Path folder, Map<String, ?> changed, long steps, boolean resume, Progress progress) {
    SmallRuns.train(
        new CycleganFamily(),
        TwoKinds.data(),
        SmallRuns.with(TwoKinds.SMALL, changed),
        folder,
        steps,
        resume,
        progress);
  }

  @Test
  void resumingEqualsNeverHavingStopped() throws IOException {
    Path whole = temporary.resolve("whole");
    Path parts = temporary.resolve("parts");
    train(whole, Map.of("identity", 0.5), 9, false, Progress.SILENT);
    train(parts, Map.of("identity", 0.5), 9, true, SmallRuns.stopAfter(4));
    train(parts, Map.of("identity", 0.5), 9, true, Progress.SILENT);
    for (String file :
        new String[] {"model.safetensors", "graphs.json", "curve.csv", "samples/00000008.png"}) {
      assertArrayEquals(
          Files.readAllBytes(whole.resolve(file)), Files.readAllBytes(parts.resolve(file)), file);
    }
  }

  @Test
  void digitsAreInverted() throws IOException {
    Path folder = temporary.resolve("model");
    Map<String, Object> quick =
        Map.of(
            "rates.generator",
            2e-3,
            "rates.discriminator",
            2e-3,
            "rates.average_decay",
            0.9,
            "report_every",
            100,
            "sample_every",
            1000,
            "filters",
            8);
    train(folder, quick, 250, false, Progress.SILENT);
    ImageSet digits = TwoKinds.halved(SmallRuns.digits().test(), 20);
    double wrong = 0;
    double ofWhite = 0;
    try (Model model = Model.open(folder, Device.CPU)) {
      for (int i = 0; i < digits.size(); i++) {
        float[] digit = digits.batch(i);
        float[] made = ((Images) model.generate(Map.of("image", picture(digit)))).pixels(0);
        for (int p = 0; p < digit.length; p++) {
          wrong += Math.abs(made[p] - (1 - digit[p]));
          ofWhite += digit[p];
        }
      }
    }
    // White everywhere is the constant that is least wrong.
    assertTrue(wrong < 0.8 * ofWhite, wrong + ", and white " + ofWhite);
  }

  private static String picture(float[] digit) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new Images(1, 1, TwoKinds.SIDE, TwoKinds.SIDE, digit).write("png", out);
    return Base64.getEncoder().encodeToString(out.toByteArray());
  }

  @Test
  void dataOfMoreKindsThanTwoAreRefused() {
    SettingException e =
        assertThrows(
            SettingException.class,
            () -> new CycleganTrainer().configure(new CycleganConfig(), SmallRuns.digits()));
    assertEquals("data", e.field());
    assertTrue(e.toString().contains("two classes"), e.toString());
  }

  @Test
  void aPictureMustBeGiven() {
    SettingException e =
        assertThrows(
            SettingException.class,
            () -> {
              train(temporary.resolve("tiny"), Map.of(), 1, false, Progress.SILENT);
              try (Model model = Model.open(temporary.resolve("tiny"), Device.CPU)) {
                model.generate(Map.of());
              }
            });
    assertEquals("image", e.field());
  }
}
