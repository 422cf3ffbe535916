package dev.seisei.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.core.dataset.Datasets;
import dev.seisei.core.dataset.ImageDataset;
import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BinarizationTest {
  private static float[] all(int count, float value) {
    float[] values = new float[count];
    Arrays.fill(values, value);
    return values;
  }

  private static double mean(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).average().orElseThrow();
  }

  @Property(tries = 50)
  void theMeanOfTheDrawsIsTheValue(
      @ForAll @FloatRange(min = 0, max = 1) float value, @ForAll long seed, @ForAll long step) {
    int count = 40_000;
    float[] values = all(count, value);
    Binarization.dynamic(values, count, seed, step);
    for (float each : values) {
      assertTrue(each == 0 || each == 1);
    }
    // Six deviations.
    assertEquals(value, mean(values), 6 * Math.sqrt(value * (1 - value) / count) + 1e-9);
  }

  @Test
  void digitsKeepTheirMeanPixelByPixel() {
    ImageDataset digits = (ImageDataset) Datasets.open("mnist-mini");
    float[] image = digits.train().batch(0);
    int draws = 4000;
    double[] sums = new double[image.length];
    for (int step = 0; step < draws; step++) {
      float[] drawn = image.clone();
      Binarization.dynamic(drawn, drawn.length, 1, step);
      for (int i = 0; i < sums.length; i++) {
        sums[i] += drawn[i];
      }
    }
    for (int i = 0; i < sums.length; i++) {
      double deviation = Math.sqrt(image[i] * (1 - image[i]) / draws);
      assertEquals(image[i], sums[i] / draws, 6 * deviation + 1e-9, "pixel " + i);
    }
  }

  @Test
  void aDrawIsAFunctionOfSeedStepAndPosition() {
    float[] one = all(3000, 0.5f);
    float[] again = all(3000, 0.5f);
    float[] otherStep = all(3000, 0.5f);
    float[] otherSeed = all(3000, 0.5f);
    Binarization.dynamic(one, 3000, 5, 9);
    Binarization.dynamic(again, 3000, 5, 9);
    Binarization.dynamic(otherStep, 3000, 5, 10);
    Binarization.dynamic(otherSeed, 3000, 6, 9);
    assertArrayEquals(one, again);
    assertFalse(Arrays.equals(one, otherStep));
    assertFalse(Arrays.equals(one, otherSeed));
  }

  /** Trainings that were begun go on with these draws: they never change. */
  @Test
  void drawsStayWhatTheyAre() {
    float[] values = all(16, 0.5f);
    Binarization.dynamic(values, 16, 1, 2);
    assertArrayEquals(new float[] {0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 1, 1, 0, 1}, values);
  }

  @Property(tries = 100)
  void piecesOfAnySizeComeOutAsTheWhole(
      @ForAll @IntRange(min = 1, max = 5000) int count,
      @ForAll @IntRange(min = 1, max = 3000) int piece) {
    float[] whole = all(count, 0.3f);
    Binarization.dynamic(whole, count, 11, 4);
    for (int from = 0; from < count; from += piece) {
      int n = Math.min(piece, count - from);
      float[] part = all(n, 0.3f);
      Binarization.dynamic(part, n, 11, 4, from);
      assertArrayEquals(Arrays.copyOfRange(whole, from, from + n), part);
    }
  }

  @Test
  void onlyTheFirstValuesAreTouched() {
    float[] values = all(10, 0.5f);
    Binarization.dynamic(values, 4, 1, 1);
    Binarization.threshold(values, 4, 0.5f);
    for (int i = 4; i < 10; i++) {
      assertEquals(0.5f, values[i]);
    }
  }

  @Test
  void aThresholdDivides() {
    float[] values = {0, 0.49f, 0.5f, 0.51f, 1};
    Binarization.threshold(values, 5, 0.5f);
    assertArrayEquals(new float[] {0, 0, 0, 1, 1}, values);
  }

  @Test
  void badCountsAreRefused() {
    assertThrows(
        IndexOutOfBoundsException.class, () -> Binarization.dynamic(new float[3], 4, 0, 0));
    assertThrows(
        IndexOutOfBoundsException.class, () -> Binarization.threshold(new float[3], -1, 0));
  }
}
