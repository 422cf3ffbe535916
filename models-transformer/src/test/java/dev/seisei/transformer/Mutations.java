package dev.seisei.transformer;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Files that are almost right. */
public final class Mutations {
  private static final int[] LIKELY = {0, 1, 0x7F, 0x80, 0xFF};
  private static final int[] LENGTHS = {1, 1, 4, 8};

  private Mutations() {}

  /** A copy with a few bytes, words or its end changed. */
  public static byte[] of(byte[] right, SplittableRandom random) {
    byte[] bytes = right.clone();
    for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
      int at = random.nextInt(bytes.length);
      int value =
          random.nextInt(4) == 0 ? random.nextInt(256) : LIKELY[random.nextInt(LIKELY.length)];
      int length = Math.min(LENGTHS[random.nextInt(LENGTHS.length)], bytes.length - at);
      Arrays.fill(bytes, at, at + length, (byte) value);
    }
    return random.nextInt(8) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
  }
}
