package dev.seisei.data.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.seisei.core.dataset.ImageSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class InMemoryImagesTest {
  private static final ImageSet NONE = new ImageSet(1, 1, 2, new byte[0][], new int[0]);

  private static ImageSet set(byte[][] images, int @Nullable ... labels) {
    return new ImageSet(1, 1, 2, images, labels);
  }

  private static InMemoryImages images(ImageSet train, ImageSet test) {
    return new InMemoryImages("few", train, test, List.of("zero", "one"));
  }

  private static String refused(ImageSet train, ImageSet test) {
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> images(train, test)).getMessage());
  }

  @Test
  void theHashIsOfImagesLabelsAndOrder() {
    byte[][] two = {{1, 2}, {3, 4}};
    String hash = images(set(two, 0, 1), NONE).hash();
    assertEquals(64, hash.length());
    assertEquals(hash, images(set(new byte[][] {{1, 2}, {3, 4}}, 0, 1), NONE).hash());
    assertNotEquals(hash, images(set(new byte[][] {{1, 2}, {3, 5}}, 0, 1), NONE).hash());
    assertNotEquals(hash, images(set(new byte[][] {{3, 4}, {1, 2}}, 1, 0), NONE).hash());
    assertNotEquals(hash, images(set(two, 0, 0), NONE).hash());
    assertNotEquals(hash, images(NONE, set(two, 0, 1)).hash());
  }

  @Test
  void labelsMustHaveNames() {
    assertEquals(
        "few: training image 1 has label 2, expected one in [0, 1]",
        refused(set(new byte[2][2], 0, 2), NONE));
    assertEquals(
        "few: test image 0 has label -1, expected one in [0, 1]",
        refused(NONE, set(new byte[1][2], -1)));
    assertEquals(
        "few: test images have no labels, and there are 2 classes",
        refused(NONE, set(new byte[1][2], (int[]) null)));
  }

  @Test
  void partsMustHaveOneSize() {
    assertEquals(
        "few: training images are 1×1×2, test images 1×2×1",
        refused(NONE, new ImageSet(1, 2, 1, new byte[0][], new int[0])));
  }
}
