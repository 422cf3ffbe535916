package dev.seisei.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.core.dataset.Datasets;
import dev.seisei.core.dataset.ImageDataset;
import dev.seisei.core.dataset.ImageSet;
import dev.seisei.core.features.ImageFeatures;
import dev.seisei.core.model.Model;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TurnedDigitsTest {
  @TempDir Path folder;

  private static final ImageDataset DIGITS = (ImageDataset) Datasets.open("mnist-mini");

  @Test
  void bothKindsAreClassesOfOneFolder() throws IOException {
    TurnedDigits.main(new String[] {"write", folder.toString(), "mnist-mini", "20"});
    ImageDataset data = (ImageDataset) Datasets.open("images:" + folder);
    assertEquals(List.of("a-upright", "b-turned"), data.classes());
    assertEquals(40, data.train().size() + data.test().size());
    assertTrue(brightness(data.train(), 0) < 0.3);
    assertTrue(brightness(data.train(), 1) > 0.7);
  }

  private static double brightness(ImageSet images, int kind) {
    double sum = 0;
    int count = 0;
    for (int i = 0; i < images.size(); i++) {
      if (images.label(i) == kind) {
        for (float pixel : images.batch(i)) {
          sum += pixel;
          count++;
        }
      }
    }
    return sum / count;
  }

  @Test
  void theCountTellsATranslationThatKeepsClassesFromOneThatDoesNot() throws IOException {
    try (Model network = Model.open("../zoo/features-mnist")) {
      ImageFeatures features = network.as(ImageFeatures.class).orElseThrow();
      ImageSet test = DIGITS.test();
      TurnedDigits.Shares exact = TurnedDigits.count(TurnedDigits::turned, features, test, 100);
      assertTrue(exact.kept() > 0.95 && exact.turned() == 1, exact.toString());
      float[] one = TurnedDigits.turned(test.batch(0));
      assertTrue(TurnedDigits.count(digit -> one, features, test, 100).kept() < 0.3);
      assertEquals(0, TurnedDigits.count(TurnedDigits::inverted, features, test, 100).turned());
    }
  }
}
