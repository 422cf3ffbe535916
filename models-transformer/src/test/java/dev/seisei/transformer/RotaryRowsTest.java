package dev.seisei.transformer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RotaryRowsTest {
  private static final int HEADS = 3;
  private static final int SIZE = 8;
  private static final int WIDTH = 5;

  @Test
  void rowsOfAHeadGoWhereTheirPairsAre() {
    float[] rows = {0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15};
    assertArrayEquals(
        new float[] {0, 2, 4, 1, 3, 5, 10, 12, 14, 11, 13, 15},
        RotaryRows.INTERLEAVED.to(RotaryRows.HALVES, rows, 6, 1));
    assertArrayEquals(
        new float[] {0, 3, 1, 4, 2, 5, 10, 13, 11, 14, 12, 15},
        RotaryRows.HALVES.to(RotaryRows.INTERLEAVED, rows, 6, 1));
    // Rows of two numbers.
    assertArrayEquals(
        new float[] {0, 1, 4, 5, 2, 3, 6, 7},
        RotaryRows.INTERLEAVED.to(RotaryRows.HALVES, new float[] {0, 1, 2, 3, 4, 5, 6, 7}, 4, 2));
  }

  /** What a query and a key have to do with each other is the same in both orders. */
  @Test
  void turnedProjectionsAgree() {
    SplittableRandom random = new SplittableRandom(1);
    float[] q = numbers(random, HEADS * SIZE * WIDTH);
    float[] k = numbers(random, HEADS * SIZE * WIDTH);
    float[] x = numbers(random, WIDTH);
    float[] y = numbers(random, WIDTH);
    RotaryRows from = RotaryRows.INTERLEAVED;
    double[] expected = scores(turned(product(q, x), 3, from), turned(product(k, y), 7, from));
    float[] qHalves = from.to(RotaryRows.HALVES, q, SIZE, WIDTH);
    float[] kHalves = from.to(RotaryRows.HALVES, k, SIZE, WIDTH);
    double[] actual =
        scores(
            turned(product(qHalves, x), 3, RotaryRows.HALVES),
            turned(product(kHalves, y), 7, RotaryRows.HALVES));
    assertArrayEquals(expected, actual, 1e-6);
    // And it does matter.
    double[] wrong =
        scores(
            turned(product(q, x), 3, RotaryRows.HALVES),
            turned(product(k, y), 7, RotaryRows.HALVES));
    assertTrue(Math.abs(expected[0] - wrong[0]) > 1e-3);
    assertArrayEquals(q, RotaryRows.HALVES.to(from, qHalves, SIZE, WIDTH));
    assertNotSame(q, from.to(from, q, SIZE, WIDTH));
    assertArrayEquals(q, from.to(from, q, SIZE, WIDTH));
  }

  private static float[] numbers(SplittableRandom random, int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    return numbers;
  }

  private static double[] product(float[] rows, float[] x) {
    double[] result = new double[HEADS * SIZE];
    for (int row = 0; row < result.length; row++) {
      for (int i = 0; i < WIDTH; i++) {
        result[row] += rows[row * WIDTH + i] * x[i];
      }
    }
    return result;
  }

  private static double[] turned(double[] heads, int position, RotaryRows order) {
    double[] result = new double[heads.length];
    for (int pair = 0; pair < SIZE / 2; pair++) {
      double angle = position * Math.pow(10_000, -2.0 * pair / SIZE);
      boolean halves = order == RotaryRows.HALVES;
      int a = halves ? pair : 2 * pair;
      int b = halves ? pair + SIZE / 2 : 2 * pair + 1;
      for (int head = 0; head < HEADS; head++) {
        double first = heads[head * SIZE + a];
        double second = heads[head * SIZE + b];
        result[head * SIZE + a] = first * Math.cos(angle) - second * Math.sin(angle);
        result[head * SIZE + b] = first * Math.sin(angle) + second * Math.cos(angle);
      }
    }
    return result;
  }

  private static double[] scores(double[] q, double[] k) {
    double[] scores = new double[HEADS];
    for (int i = 0; i < q.length; i++) {
      scores[i / SIZE] += q[i] * k[i];
    }
    return scores;
  }

  @Test
  void whatGgufHas() {
    assertEquals(RotaryRows.INTERLEAVED, RotaryRows.ofGguf("llama"));
    assertEquals(RotaryRows.HALVES, RotaryRows.ofGguf("qwen2"));
    assertThrows(IllegalArgumentException.class, () -> RotaryRows.ofGguf("mamba"));
  }

  @Test
  void partsOfHeadsAreRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> RotaryRows.HALVES.to(RotaryRows.INTERLEAVED, new float[12], 8, 1));
    assertThrows(
        IllegalArgumentException.class,
        () -> RotaryRows.HALVES.to(RotaryRows.INTERLEAVED, new float[9], 3, 1));
  }
}
