package dev.seisei.data.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.core.dataset.ImageShape;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RandomCropsTest {
  private static final ImageShape SHAPE = new ImageShape(2, 5, 6);
  private static final int N = 60;

  private static float[] images() {
    float[] images = new float[N * SHAPE.features()];
    for (int i = 0; i < images.length; i++) {
      images[i] = 1 + i % SHAPE.features();
    }
    return images;
  }

  private static float[] changed(int shift, boolean flip, long seed, long step) {
    float[] images = images();
    new RandomCrops(SHAPE, shift, flip).apply(images, images.length, seed, step, 0);
    return images;
  }

  @Test
  void withoutShiftAndFlipNothingChanges() {
    assertArrayEquals(images(), changed(0, false, 1, 0));
  }

  @Test
  void everyImageIsMovedOrMirroredAsAWhole() {
    float[] after = changed(1, true, 1, 0);
    Set<String> ways = new HashSet<>();
    for (int n = 0; n < N; n++) {
      ways.add(way(after, n));
    }
    assertEquals(18, ways.size(), ways.toString());
  }

  /** How an image was moved. */
  private static String way(float[] after, int n) {
    float[] one = Arrays.copyOfRange(after, n * SHAPE.features(), (n + 1) * SHAPE.features());
    for (int down = -1; down <= 1; down++) {
      for (int right = -1; right <= 1; right++) {
        for (boolean mirror : new boolean[] {false, true}) {
          if (Arrays.equals(expected(down, right, mirror), one)) {
            return down + "/" + right + "/" + mirror;
          }
        }
      }
    }
    throw new AssertionError("image " + n + " is no moved one: " + Arrays.toString(one));
  }

  private static float[] expected(int down, int right, boolean mirror) {
    float[] image = new float[SHAPE.features()];
    int at = 0;
    for (int c = 0; c < SHAPE.channels(); c++) {
      for (int y = 0; y < SHAPE.height(); y++) {
        for (int x = 0; x < SHAPE.width(); x++, at++) {
          int fromY = y - down;
          int shifted = x - right;
          int fromX = mirror ? SHAPE.width() - 1 - shifted : shifted;
          if (fromY >= 0 && fromY < SHAPE.height() && fromX >= 0 && fromX < SHAPE.width()) {
            image[at] = 1 + (c * SHAPE.height() + fromY) * SHAPE.width() + fromX;
          }
        }
      }
    }
    return image;
  }

  @Test
  void whatHappensIsAFunctionOfSeedStepAndPosition() {
    assertArrayEquals(changed(1, true, 1, 7), changed(1, true, 1, 7));
    assertTrue(!Arrays.equals(changed(1, true, 1, 7), changed(1, true, 1, 8)));
    float[] half = Arrays.copyOf(images(), images().length / 2);
    new RandomCrops(SHAPE, 1, true).apply(half, half.length, 1, 7, half.length);
    float[] whole = changed(1, true, 1, 7);
    assertArrayEquals(Arrays.copyOfRange(whole, half.length, whole.length), half);
  }
}
