package dev.seisei.data.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.core.dataset.DatasetSource.Registered;
import dev.seisei.core.dataset.Datasets;
import dev.seisei.core.dataset.ImageDataset;
import dev.seisei.core.dataset.ImageSet;
import dev.seisei.core.settings.SettingException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MnistMiniTest {
  private final ImageDataset digits = (ImageDataset) Datasets.open("mnist-mini");

  @Test
  void itHoldsTheFirstDigits() {
    assertEquals("2,000 + 500 images of 1×28×28", digits.summary());
    assertEquals(List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"), digits.classes());
    assertArrayEquals(
        new int[] {5, 0, 4, 1, 9, 2, 1, 3, 1, 4},
        IntStream.range(0, 10).map(digits.train()::label).toArray());
    assertArrayEquals(
        new int[] {7, 2, 1, 0, 4, 1, 4, 9, 5, 9},
        IntStream.range(0, 10).map(digits.test()::label).toArray());
  }

  @Test
  void itsImagesAreDigits() {
    ImageSet train = digits.train();
    for (int i = 0; i < train.size(); i++) {
      float[] pixels = train.batch(i);
      double ink = IntStream.range(0, 784).mapToDouble(p -> pixels[p]).sum() / 784;
      assertTrue(ink > 0.02 && ink < 0.4, "image " + i + " has a mean of " + ink);
      for (int p = 0; p < 28; p++) {
        assertEquals(0, pixels[p], "the first row of image " + i + " is empty");
      }
    }
  }

  /** Models name the data they were trained on by this. */
  @Test
  void itsHashStaysWhatItIs() {
    assertEquals("7b8d3c1a9456516710a70a0fcbadacf98684fa96e41369cab29770eacd5ecb1e", digits.hash());
  }

  @Test
  void itAndTheOthersAreRegistered() {
    List<Registered> all = Datasets.registered();
    assertEquals(
        List.of(
            "mnist-mini",
            "mnist",
            "fashion-mnist",
            "cifar10",
            "planted-fraud",
            "moby-dick",
            "ja-corpus",
            "cmudict"),
        all.stream().map(Registered::name).toList());
    assertTrue(all.get(0).present());
    for (Registered each : all.subList(1, 4)) {
      assertTrue(each.source().startsWith("npm:"), each.source());
      assertTrue(each.sha256().matches("[0-9a-f]{64}"), each.sha256());
      assertTrue(each.bytes() > 1_000_000, each.name());
    }
  }

  @Test
  void whatNobodyKnowsIsAnsweredWithWhatIsKnown() {
    SettingException bad = assertThrows(SettingException.class, () -> Datasets.open("mnits"));
    assertTrue(bad.toString().contains("mnist-mini"), bad::toString);
    assertTrue(bad.toString().contains("images:PATH"), bad::toString);
  }
}
