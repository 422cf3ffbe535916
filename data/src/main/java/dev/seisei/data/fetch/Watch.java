package dev.seisei.data.fetch;

import dev.seisei.core.progress.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a response's body when nothing has come for long, or nobody wants it any more: the JDK's
 * waits for the next byte for ever, and cannot be interrupted.
 */
final class Watch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
  private static final int LOOK_MILLIS = 200;

  private final InputStream body;
  private final Progress progress;
  private final long patienceNanos;
  private final ScheduledFuture<?> looks;
  private volatile long lastNanos = System.nanoTime();
  private volatile boolean ended;

  /** One thread for all, started when it is first needed. */
  private static final class Clock {
    static final ScheduledExecutorService THREAD =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "watch-transfers");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Begins to watch.
   *
   * @param progress asked by another thread whether the body is still wanted
   * @param patience how long it may take until the next byte
   */
  Watch(InputStream body, Progress progress, Duration patience) {
    this.body = body;
    this.progress = progress;
    this.patienceNanos = patience.toNanos();
    this.looks =
        Clock.THREAD.scheduleWithFixedDelay(
            this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Something has come. */
  void alive() {
    lastNanos = System.nanoTime();
  }

  /** Whether the body was ended here, and not by its end. */
  boolean ended() {
    return ended;
  }

  private void look() {
    if (!ended && (progress.cancelled() || System.nanoTime() - lastNanos > patienceNanos)) {
      ended = true;
      try {
        body.close();
      } catch (IOException e) {
        LOG.debug("a body that was ended could not be closed", e);
      }
    }
  }

  @Override
  public void close() {
    looks.cancel(false);
  }
}
