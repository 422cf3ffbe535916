package dev.seisei.vae.training;

/**
 * When to save on the way: every 15 seconds, or more rarely where saving would take more than a
 * twentieth of the time. What is computed does not depend on it.
 *
 * <p>Not thread-safe.
 */
public final class Saves {
  private static final double SECONDS = 15;
  private static final double SHARE = 20;

  private long last = System.nanoTime();
  private long asked;
  private double interval = SECONDS;

  /** Whether it is time to save; after which {@link #done} is called. */
  public boolean due() {
    asked = System.nanoTime();
    return seconds(last, asked) >= interval;
  }

  /** Notes that the save that was due is made. */
  public void done() {
    last = System.nanoTime();
    interval = Math.max(SECONDS, SHARE * seconds(asked, last));
  }

  private static double seconds(long from, long to) {
    return (to - from) / 1e9;
  }
}
