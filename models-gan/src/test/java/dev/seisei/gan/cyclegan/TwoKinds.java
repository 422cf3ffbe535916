package dev.seisei.gan.cyclegan;

import dev.seisei.core.dataset.ImageDataset;
import dev.seisei.core.dataset.ImageSet;
import dev.seisei.data.image.InMemoryImages;
import dev.seisei.testkit.SmallRuns;
import java.util.List;
import java.util.Map;

/** Digits, and other digits with black and white exchanged. */
final class TwoKinds {
  static final Map<String, Object> SMALL =
      Map.of("batch_size", 8, "report_every", 3, "sample_every", 4, "filters", 4, "blocks", 1);

  private TwoKinds() {}

  static ImageDataset data() {
    ImageSet digits = SmallRuns.digits().train();
    byte[][] images = new byte[400][];
    int[] kinds = new int[images.length];
    for (int i = 0; i < images.length; i++) {
      images[i] = digits.bytes(i);
      kinds[i] = i % 2;
      if (kinds[i] == 1) {
        invert(images[i]);
      }
    }
    ImageSet train = new ImageSet(1, 28, 28, images, kinds);
    return new InMemoryImages(
        "two-kinds", train, train.select(0, 1), List.of("digits", "inverted"));
  }

  private static void invert(byte[] image) {
    for (int i = 0; i < image.length; i++) {
      image[i] = (byte) ~image[i];
    }
  }
}
