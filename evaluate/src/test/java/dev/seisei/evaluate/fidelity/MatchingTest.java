package dev.seisei.evaluate.fidelity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MatchingTest {
  @Test
  void whatIsBestForEachAloneMayNotBeBestForAll() {
    assertArrayEquals(new int[] {1, 0}, Matching.of(new long[][] {{9, 8}, {9, 1}}));
  }

  @Test
  void noOtherMatchingGainsMore() {
    Random random = new Random(7);
    for (int trial = 0; trial < 300; trial++) {
      long[][] gains = new long[1 + random.nextInt(6)][1 + random.nextInt(6)];
      for (long[] row : gains) {
        Arrays.setAll(row, column -> random.nextInt(20));
      }
      int[] columns = Matching.of(gains);
      long sum = 0;
      for (int row = 0; row < gains.length; row++) {
        sum += columns[row] < 0 ? 0 : gains[row][columns[row]];
      }
      assertEquals(best(gains, 0, new boolean[gains[0].length]), sum, Arrays.deepToString(gains));
      long matched = Arrays.stream(columns).filter(column -> column >= 0).count();
      assertEquals(Math.min(gains.length, gains[0].length), matched);
      assertTrue(
          Arrays.stream(columns).filter(column -> column >= 0).distinct().count() == matched);
    }
  }

  /** By trying all. */
  private static long best(long[][] gains, int row, boolean[] taken) {
    if (row == gains.length) {
      return 0;
    }
    long best = best(gains, row + 1, taken);
    for (int column = 0; column < taken.length; column++) {
      if (!taken[column]) {
        taken[column] = true;
        best = Math.max(best, gains[row][column] + best(gains, row + 1, taken));
        taken[column] = false;
      }
    }
    return best;
  }
}
