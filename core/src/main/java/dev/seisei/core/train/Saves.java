package dev.seisei.core.train;

/**
 * When to save on the way: at intervals of time, which grow where saving would take more than a
 * twentieth of it. What is computed does not depend on when.
 *
 * <p>Not thread-safe.
 */
public final class Saves {
  private static final double SHARE = 20;

  private final double wanted;
  private long last = System.nanoTime();
  private long asked;
  private double interval;

  /** Saves every 5 seconds. */
  public Saves() {
    this(5);
  }

  /**
   * @param seconds between saves; 0 for always
   */
  public Saves(double seconds) {
    wanted = seconds;
    interval = seconds;
  }

  /** Whether it is time to save; after which {@link #done} is called. */
  public boolean due() {
    asked = System.nanoTime();
    return seconds(last, asked) >= interval;
  }

  /** Notes that the save that was due is made. */
  public void done() {
    last = System.nanoTime();
    interval = wanted == 0 ? 0 : Math.max(wanted, SHARE * seconds(asked, last));
  }

  private static double seconds(long from, long to) {
    return (to - from) / 1e9;
  }
}
