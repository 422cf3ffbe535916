package dev.seisei.data;

import dev.seisei.engine.random.RandomNumbers;
import java.util.Arrays;

/**
 * Random orders and random parts of a dataset, each a function of its arguments and of nothing
 * else, so that a training that is resumed sees what it would have seen.
 *
 * <p>Fisher and Yates' shuffle: for i from n − 1 down to 1, element i changes places with element
 * ⌊(i + 1)·u⌋, where u is the uniform double at position i of {@link RandomNumbers}.
 */
public final class Shuffle {
  // Streams of their own, so that no noise of a model with the same seed is correlated with them.
  private static final int ORDER_STREAM = 0x6F726472;
  private static final int HOLD_OUT_STREAM = 0x686F6C64;

  private Shuffle() {}

  /**
   * The order in which an epoch goes through n examples.
   *
   * @return a permutation of 0 to n − 1
   * @throws IllegalArgumentException if n is negative
   */
  public static int[] order(int n, long seed, long epoch) {
    return permutation(n, new RandomNumbers(seed, epoch, ORDER_STREAM));
  }

  /**
   * Divides n examples into those to learn from and some that are held out.
   *
   * @param count how many are held out
   * @throws IllegalArgumentException if count is not in [0, n]
   */
  public static HoldOut holdOut(int n, int count, long seed) {
    if (count < 0 || count > n) {
      throw new IllegalArgumentException(
          "the number of examples held out must be in [0, " + n + "], got " + count);
    }
    int[] order = permutation(n, new RandomNumbers(seed, 0, HOLD_OUT_STREAM));
    int[] heldOut = Arrays.copyOf(order, count);
    int[] kept = Arrays.copyOfRange(order, count, n);
    Arrays.sort(heldOut);
    Arrays.sort(kept);
    return new HoldOut(kept, heldOut);
  }

  private static int[] permutation(int n, RandomNumbers random) {
    if (n < 0) {
      throw new IllegalArgumentException("the number of examples must not be negative, got " + n);
    }
    int[] order = new int[n];
    Arrays.setAll(order, i -> i);
    double[] uniform = new double[n];
    random.uniform(uniform);
    for (int i = n - 1; i > 0; i--) {
      int j = (int) ((i + 1) * uniform[i]);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    return order;
  }

  /** Indices in two parts, each ascending; together they are all. */
  public static final class HoldOut {
    private final int[] kept;
    private final int[] heldOut;

    private HoldOut(int[] kept, int[] heldOut) {
      this.kept = kept;
      this.heldOut = heldOut;
    }

    /** A copy of the indices to learn from. */
    public int[] kept() {
      return kept.clone();
    }

    /** A copy of the indices held out. */
    public int[] heldOut() {
      return heldOut.clone();
    }
  }
}
