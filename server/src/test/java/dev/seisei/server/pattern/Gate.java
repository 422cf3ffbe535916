package dev.seisei.server.pattern;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Where requests of the kind {@code held} wait while they run, so that others queue behind them.
 */
public final class Gate {
  private static final long PATIENCE_SECONDS = 60;

  private static final Semaphore ENTERED = new Semaphore(0);
  private static volatile CountDownLatch open = new CountDownLatch(0);

  private Gate() {}

  /** Lets the requests that come from now on wait. */
  public static void close() {
    ENTERED.drainPermits();
    open = new CountDownLatch(1);
  }

  /** Returns once a request waits. */
  public static void awaitEntered() throws InterruptedException {
    if (!ENTERED.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("no request came to the gate");
    }
  }

  /** Lets all go on. */
  public static void open() {
    open.countDown();
  }

  static void pass() {
    ENTERED.release();
    try {
      if (!open.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("nobody opened the gate");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
