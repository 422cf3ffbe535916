package dev.seisei.engine.memory;

import java.lang.ref.Cleaner;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Counts what is allocated and refuses what would be too much. Thread-safe. */
final class MemoryLimit {
  /** After a garbage collection, how long to wait for what it found to be freed. */
  private static final long PATIENCE_SECONDS = 1;

  private static final int COLLECTIONS = 2;

  /** After collections that made no room, for how many times as long there are none. */
  private static final int PAUSE = 10;

  private static final long UNKNOWN = -1;

  private final AtomicLong used = new AtomicLong();
  private final Cleaner cleaner;
  private final LongSupplier initial;
  private volatile long limit = UNKNOWN;

  /** Until when (of {@link System#nanoTime}) collecting garbage is not worth trying again. */
  private volatile long pauseEnds = System.nanoTime();

  /**
   * @param initial the limit until another is set, asked for once, when it is first needed
   * @param cleaner frees what nobody holds any more
   */
  MemoryLimit(LongSupplier initial, Cleaner cleaner) {
    this.initial = initial;
    this.cleaner = cleaner;
  }

  long limit() {
    if (limit == UNKNOWN) {
      synchronized (this) {
        if (limit == UNKNOWN) {
          limit = initial.getAsLong();
        }
      }
    }
    return limit;
  }

  synchronized void set(long bytes) {
    if (bytes <= 0) {
      throw new IllegalArgumentException("a memory limit must be > 0 bytes, got " + bytes);
    }
    limit = bytes;
  }

  long used() {
    return used.get();
  }

  /**
   * Counts bytes that are about to be allocated.
   *
   * @param device what this is the limit of
   * @throws MemoryLimitException if they are too many
   */
  void reserve(long bytes, Device device) {
    if (!tryReserve(bytes) && !(fits(bytes) && tryReserve(bytes))) {
      long now = used();
      throw new MemoryLimitException(
          "cannot allocate "
              + ByteSize.show(bytes)
              + ": "
              + ByteSize.show(now)
              + " of the "
              + ByteSize.show(limit())
              + " that the engine may use are in use; ask for less, close what is done with, or"
              + " raise the limit: "
              + Device.HOW_TO_RAISE_LIMIT,
          device,
          bytes,
          now,
          limit());
    }
  }

  private boolean tryReserve(long bytes) {
    long most = limit() - bytes;
    long now = used.get();
    while (now <= most) {
      if (used.compareAndSet(now, now + bytes)) {
        return true;
      }
      now = used.get();
    }
    return false;
  }

  void release(long bytes) {
    used.addAndGet(-bytes);
  }

  /**
   * Whether so much could be allocated now, once nothing is held that nobody can reach. At most a
   * tenth of the time goes into finding that out in vain, however often it is asked: whoever sends
   * a server what does not fit must not stop it for a collection each.
   */
  boolean fits(long bytes) {
    long most = limit() - bytes;
    if (most < 0 || used() <= most) {
      return most >= 0;
    }
    long begin = System.nanoTime();
    if (begin - pauseEnds < 0) {
      return false;
    }
    for (int i = 0; i < COLLECTIONS && used() > most; i++) {
      collect();
    }
    if (used() <= most) {
      return true;
    }
    long end = System.nanoTime();
    pauseEnds = end + PAUSE * (end - begin);
    return false;
  }

  /** Frees memory that was not closed and that nobody holds. */
  private void collect() {
    CountDownLatch cleaned = new CountDownLatch(1);
    cleaner.register(new Object(), cleaned::countDown);
    System.gc();
    try {
      boolean unused = cleaned.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
