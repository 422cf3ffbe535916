package dev.seisei.server.tale;

import dev.seisei.core.settings.Require;

/**
 * A request for letters.
 *
 * @param n how many texts
 * @param length letters of each
 * @param end what comes of it
 */
public record TaleRequest(int n, int length, long seed, End end) {
  /** What comes of a request. */
  public enum End {
    GOOD,
    /** Stops for a reason of its own, half way. */
    EARLY,
    /** Goes on until nobody wants it any more. */
    NEVER,
    /** Fails after its letters. */
    FAILING,
    /** Takes every step of its session with it, after its letters. */
    RUINOUS
  }

  public TaleRequest {
    Require.inRange("n", n, 1, 100);
    Require.inRange("length", length, 0, 1000);
  }

  public TaleRequest() {
    this(1, 8, 0, End.GOOD);
  }
}
