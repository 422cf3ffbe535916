package dev.seisei.gan.cyclegan;

import dev.seisei.core.dataset.ImageDataset;
import dev.seisei.core.dataset.ImageSet;
import dev.seisei.data.image.InMemoryImages;
import dev.seisei.testkit.SmallRuns;
import java.util.List;
import java.util.Map;

/** Digits of 14×14 pixels, and other digits with black and white exchanged. */
final class TwoKinds {
  static final Map<String, Object> SMALL =
      Map.of(
          "batch_size", 8,
          "report_every", 3,
          "sample_every", 4,
          "filters", 4,
          "halvings", 1,
          "blocks", 1);

  static final int SIDE = 14;

  private TwoKinds() {}

  static ImageDataset data() {
    ImageSet digits = halved(SmallRuns.digits().train(), 400);
    byte[][] images = new byte[digits.size()][];
    int[] kinds = new int[images.length];
    for (int i = 0; i < images.length; i++) {
      images[i] = digits.bytes(i);
      kinds[i] = i % 2;
      if (kinds[i] == 1) {
        invert(images[i]);
      }
    }
    ImageSet train = new ImageSet(1, SIDE, SIDE, images, kinds);
    return new InMemoryImages(
        "two-kinds", train, train.select(0, 1), List.of("digits", "inverted"));
  }

  /** The first digits at half their size. */
  static ImageSet halved(ImageSet digits, int count) {
    byte[][] images = new byte[count][];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      images[i] = halved(digits.bytes(i));
      labels[i] = digits.label(i);
    }
    return new ImageSet(1, SIDE, SIDE, images, labels);
  }

  /** The mean of every four neighbours. */
  private static byte[] halved(byte[] digit) {
    byte[] half = new byte[SIDE * SIDE];
    for (int i = 0; i < half.length; i++) {
      int corner = (i / SIDE) * 4 * SIDE + (i % SIDE) * 2;
      int sum = 0;
      for (int offset : new int[] {0, 1, 2 * SIDE, 2 * SIDE + 1}) {
        sum += digit[corner + offset] & 0xFF;
      }
      half[i] = (byte) (sum / 4);
    }
    return half;
  }

  private static void invert(byte[] image) {
    for (int i = 0; i < image.length; i++) {
      image[i] = (byte) ~image[i];
    }
  }
}
