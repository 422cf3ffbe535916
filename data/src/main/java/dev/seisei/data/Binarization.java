package dev.seisei.data;

import dev.seisei.engine.random.RandomNumbers;

/**
 * Images as zeros and ones, in place.
 *
 * <p>Source of the dynamic kind: Salakhutdinov, Murray, "On the quantitative analysis of deep
 * belief networks", ICML 2008; drawn anew for every batch by Burda, Grosse, Salakhutdinov,
 * "Importance weighted autoencoders", 2015, arXiv 1509.00519.
 */
public final class Binarization {
  // A stream of its own, so that no noise of a model with the same seed is correlated with it.
  private static final int STREAM = 0x62696E61;

  private static final int CHUNK = 1024;

  private Binarization() {}

  /**
   * Replaces each of the first {@code count} values x by 1 with probability x, else by 0. What
   * position i becomes depends on its value, the seed, the step and i alone: it is 1 where the
   * uniform float at position i of {@link RandomNumbers} is below x.
   *
   * @param values in [0, 1]
   * @throws IndexOutOfBoundsException if there are fewer values
   */
  public static void dynamic(float[] values, int count, long seed, long step) {
    dynamic(values, count, seed, step, 0);
  }

  /**
   * As {@link #dynamic(float[], int, long, long)}, for values that stand at {@code position} of a
   * larger whole, such as one batch of a test set. The whole and its pieces come out equal.
   */
  public static void dynamic(float[] values, int count, long seed, long step, long position) {
    checkCount(values, count);
    RandomNumbers random = new RandomNumbers(seed, step, STREAM);
    float[] uniform = new float[Math.min(count, CHUNK)];
    for (int done = 0; done < count; done += CHUNK) {
      int n = Math.min(CHUNK, count - done);
      random.uniform(uniform, n, position + done);
      for (int i = 0; i < n; i++) {
        values[done + i] = uniform[i] < values[done + i] ? 1 : 0;
      }
    }
  }

  /**
   * Replaces each of the first {@code count} values by 1 if it is above the threshold, else by 0.
   *
   * @throws IndexOutOfBoundsException if there are fewer values
   */
  public static void threshold(float[] values, int count, float threshold) {
    checkCount(values, count);
    for (int i = 0; i < count; i++) {
      values[i] = values[i] > threshold ? 1 : 0;
    }
  }

  private static void checkCount(float[] values, int count) {
    if (count < 0 || count > values.length) {
      throw new IndexOutOfBoundsException(
          "count must be in [0, " + values.length + "], got " + count);
    }
  }
}
