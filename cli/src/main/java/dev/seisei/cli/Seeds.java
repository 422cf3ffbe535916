package dev.seisei.cli;

import java.security.SecureRandom;

/** Seeds for those who gave none. */
final class Seeds {
  private static final SecureRandom RANDOM = new SecureRandom();

  private Seeds() {}

  /** A fresh seed, short enough to be typed again. */
  static long fresh() {
    return RANDOM.nextInt(Integer.MAX_VALUE);
  }
}
