package dev.seisei.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ShuffleTest {
  @Property(tries = 200)
  void anOrderIsAPermutation(
      @ForAll @IntRange(min = 0, max = 3000) int n, @ForAll long seed, @ForAll long epoch) {
    int[] sorted = Shuffle.order(n, seed, epoch);
    Arrays.sort(sorted);
    assertArrayEquals(IntStream.range(0, n).toArray(), sorted);
  }

  @Test
  void anOrderIsAFunctionOfSeedAndEpoch() {
    int[] order = Shuffle.order(1000, 7, 3);
    assertArrayEquals(order, Shuffle.order(1000, 7, 3));
    assertFalse(Arrays.equals(order, Shuffle.order(1000, 7, 4)));
    assertFalse(Arrays.equals(order, Shuffle.order(1000, 8, 3)));
  }

  /** Trainings that were begun go on with these orders: they never change. */
  @Test
  void ordersStayWhatTheyAre() {
    assertArrayEquals(new int[] {5, 1, 8, 3, 0, 4, 7, 9, 2, 6}, Shuffle.order(10, 0, 0));
    assertArrayEquals(new int[] {4, 1, 5, 9, 3, 8, 2, 7, 0, 6}, Shuffle.order(10, 1, 2));
    assertArrayEquals(
        new int[] {4, 17, 30, 31, 34, 49, 52, 85, 97, 98}, Shuffle.holdOut(100, 10, 0).heldOut());
  }

  @Test
  void everyElementComesToEveryPlaceEquallyOften() {
    int n = 8;
    int tries = 8000;
    int[][] counts = new int[n][n];
    for (int epoch = 0; epoch < tries; epoch++) {
      int[] order = Shuffle.order(n, 42, epoch);
      for (int i = 0; i < n; i++) {
        counts[i][order[i]]++;
      }
    }
    // Binomial: mean 1000, deviation 30. Five deviations.
    for (int[] row : counts) {
      for (int count : row) {
        assertEquals(1000, count, 150);
      }
    }
  }

  @Property(tries = 100)
  void whatIsHeldOutAndWhatIsKeptAreAll(
      @ForAll @IntRange(min = 0, max = 500) int n,
      @ForAll @IntRange(min = 0, max = 500) int share,
      @ForAll long seed) {
    int count = Math.min(n, share);
    Shuffle.HoldOut parts = Shuffle.holdOut(n, count, seed);
    assertEquals(count, parts.heldOut().length);
    int[] all =
        IntStream.concat(Arrays.stream(parts.kept()), Arrays.stream(parts.heldOut()))
            .sorted()
            .toArray();
    assertArrayEquals(IntStream.range(0, n).toArray(), all);
    assertArrayEquals(Arrays.stream(parts.kept()).sorted().toArray(), parts.kept());
    assertArrayEquals(Arrays.stream(parts.heldOut()).sorted().toArray(), parts.heldOut());
  }

  @Test
  void whatIsHeldOutDependsOnTheSeed() {
    int[] one = Shuffle.holdOut(1000, 100, 1).heldOut();
    assertArrayEquals(one, Shuffle.holdOut(1000, 100, 1).heldOut());
    assertFalse(Arrays.equals(one, Shuffle.holdOut(1000, 100, 2).heldOut()));
  }

  @Test
  void badCountsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> Shuffle.order(-1, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> Shuffle.holdOut(3, -1, 0));
    IllegalArgumentException bad =
        assertThrows(IllegalArgumentException.class, () -> Shuffle.holdOut(3, 4, 0));
    assertTrue(bad.toString().contains("must be in [0, 3], got 4"), bad::toString);
  }
}
