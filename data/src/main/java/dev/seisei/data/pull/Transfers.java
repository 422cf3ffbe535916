package dev.seisei.data.pull;

import dev.seisei.core.progress.Progress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLongArray;

/** Files that are brought a few at a time, with one progress of all. */
final class Transfers {
  private static final int AT_A_TIME = 4;
  private static final int REPORT_MILLIS = 100;

  private final List<Job> jobs = new ArrayList<>();

  /** Brings one file; goes on where it stopped. */
  @FunctionalInterface
  interface Job {
    void run(Progress progress) throws IOException;
  }

  void add(Job job) {
    jobs.add(job);
  }

  /**
   * Runs them all; when one fails the others are ended, and what has come stays.
   *
   * @param bytes of all files together
   * @throws IOException of the first that failed
   * @throws CancellationException if the progress asks for that
   */
  void run(long bytes, Progress progress) throws IOException {
    AtomicLongArray done = new AtomicLongArray(jobs.size());
    AtomicBoolean ended = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME);
    CompletionService<Boolean> running = new ExecutorCompletionService<>(threads);
    try {
      for (int i = 0; i < jobs.size(); i++) {
        Job job = jobs.get(i);
        Progress part = part(done, i, ended);
        running.submit(
            () -> {
              job.run(part);
              return true;
            });
      }
      for (int left = jobs.size(); left > 0; ) {
        Future<Boolean> finished = running.poll(REPORT_MILLIS, TimeUnit.MILLISECONDS);
        progress.at(sum(done), bytes, left == 1 ? "1 file to come" : left + " files to come");
        progress.throwIfCancelled();
        if (finished != null) {
          finished.get();
          left--;
        }
      }
      progress.at(bytes, bytes, "");
    } catch (ExecutionException e) {
      throw failure(Objects.requireNonNullElse(e.getCause(), e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while files came", e);
    } finally {
      ended.set(true);
      threads.shutdownNow();
      awaitAll(threads);
    }
  }

  private static Progress part(AtomicLongArray done, int index, AtomicBoolean ended) {
    return new Progress() {
      @Override
      public void at(long now, long total, String detail) {
        done.set(index, now);
      }

      @Override
      public boolean cancelled() {
        return ended.get();
      }
    };
  }

  private static long sum(AtomicLongArray parts) {
    long sum = 0;
    for (int i = 0; i < parts.length(); i++) {
      sum += parts.get(i);
    }
    return sum;
  }

  private static IOException failure(Throwable cause) {
    if (cause instanceof IOException io) {
      return io;
    }
    if (cause instanceof RuntimeException runtime) {
      throw runtime;
    }
    if (cause instanceof Error error) {
      throw error;
    }
    return new IOException(cause);
  }

  /** Nobody may write into the folder any more when its lock is given back. */
  private static void awaitAll(ExecutorService threads) {
    boolean interrupted = false;
    while (!threads.isTerminated()) {
      try {
        boolean unused = threads.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
