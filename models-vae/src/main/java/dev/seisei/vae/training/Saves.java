package dev.seisei.vae.training;

/**
 * When to save: at the end, when asked to stop, and else so rarely that saving takes little of the
 * time. What is saved does not depend on when.
 */
public final class Saves {
  private static final double SECONDS = 15;

  private long last = System.nanoTime();

  /** Whether it is time to save. */
  public boolean due() {
    return (System.nanoTime() - last) / 1e9 >= SECONDS;
  }

  /** Notes that a save was made. */
  public void done() {
    last = System.nanoTime();
  }
}
