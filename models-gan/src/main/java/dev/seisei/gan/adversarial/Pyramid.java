package dev.seisei.gan.adversarial;

import dev.seisei.core.settings.Require;

/** Maps of an image's size, each half the one before. */
public final class Pyramid {
  private static final int COARSEST = 4;

  private Pyramid() {}

  /** How often both extents can be halved without falling below 4. */
  public static int halvings(int height, int width) {
    int count = 0;
    int h = height;
    int w = width;
    while (h % 2 == 0 && w % 2 == 0 && Math.min(h, w) / 2 >= COARSEST) {
      h /= 2;
      w /= 2;
      count++;
    }
    return count;
  }

  /**
   * Checks extents, which may be 0 while they are not known.
   *
   * @throws dev.seisei.core.settings.SettingException if they cannot be halved once
   */
  public static void require(int height, int width) {
    Require.that(
        height == 0 || halvings(height, width) > 0,
        "height",
        "height and width must be even and at least 8, got %d and %d".formatted(height, width));
  }
}
