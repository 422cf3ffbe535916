package dev.seisei.engine.random;

import java.util.Arrays;

/**
 * Philox 4x32-10, a counter-based generator: a bijection of 128-bit counters, chosen by a 64-bit
 * key, that scatters neighbouring counters. It has no state, so that any number can be drawn
 * without drawing those before it.
 *
 * <p>Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
 */
public final class Philox {
  private static final int ROUNDS = 10;
  private static final long MULTIPLIER_0 = 0xD2511F53L;
  private static final long MULTIPLIER_1 = 0xCD9E8D57L;
  private static final int KEY_STEP_0 = 0x9E3779B9;
  private static final int KEY_STEP_1 = 0xBB67AE85;
  private static final long LOW = 0xFFFFFFFFL;

  // The counters of a run of blocks, as unsigned words in longs. One round of all of them is a loop
  // without dependencies, which a processor gets through twice as fast as ten rounds of each.
  private final long[] c0;
  private final long[] c1;
  private final long[] c2;
  private final long[] c3;

  /** A generator with room for the given number of blocks at a time. */
  Philox(int capacity) {
    this.c0 = new long[capacity];
    this.c1 = new long[capacity];
    this.c2 = new long[capacity];
    this.c3 = new long[capacity];
  }

  /** The four words of one counter. */
  public static int[] block(
      int key0, int key1, int counter0, int counter1, int counter2, int counter3) {
    int[] words = new int[4];
    Philox one = new Philox(1);
    one.blocks(key0, key1, counter0, counter1, counter2, counter3, 1, words);
    return words;
  }

  /** The words of several counters, of which the first word rises by 1 from one to the next. */
  void blocks(
      int key0,
      int key1,
      int counter0,
      int counter1,
      int counter2,
      int counter3,
      int count,
      int[] words) {
    for (int i = 0; i < count; i++) {
      c0[i] = (counter0 + i) & LOW;
    }
    Arrays.fill(c1, 0, count, counter1 & LOW);
    Arrays.fill(c2, 0, count, counter2 & LOW);
    Arrays.fill(c3, 0, count, counter3 & LOW);
    for (int round = 0; round < ROUNDS; round++) {
      round(c0, c1, c2, c3, key0 & LOW, key1 & LOW, count);
      key0 += KEY_STEP_0;
      key1 += KEY_STEP_1;
    }
    for (int i = 0; i < count; i++) {
      words[4 * i] = (int) c0[i];
      words[4 * i + 1] = (int) c1[i];
      words[4 * i + 2] = (int) c2[i];
      words[4 * i + 3] = (int) c3[i];
    }
  }

  private static void round(
      long[] c0, long[] c1, long[] c2, long[] c3, long key0, long key1, int count) {
    for (int i = 0; i < count; i++) {
      long product0 = MULTIPLIER_0 * c0[i];
      long product1 = MULTIPLIER_1 * c2[i];
      c0[i] = (product1 >>> 32) ^ c1[i] ^ key0;
      c1[i] = product1 & LOW;
      c2[i] = (product0 >>> 32) ^ c3[i] ^ key1;
      c3[i] = product0 & LOW;
    }
  }
}
