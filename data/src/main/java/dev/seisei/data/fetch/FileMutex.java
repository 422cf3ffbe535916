package dev.seisei.data.fetch;

import dev.seisei.core.progress.Progress;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * A lock among all processes of this machine, and among the threads of each, on a file that stays.
 * The system lets it go when its process ends, however that comes.
 */
public final class FileMutex implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);

  /**
   * Those that this process has. The system's locks are a process's, and closing any channel to the
   * file lets them go, so only the thread that may have the lock opens one.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private FileMutex(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Waits for the lock.
   *
   * @param file is made if it is not there
   * @param progress told of the waiting, and asked whether to go on
   * @throws java.util.concurrent.CancellationException if the wait is cancelled
   */
  public static FileMutex take(Path file, Progress progress) throws IOException {
    Path held = file.toAbsolutePath().normalize();
    while (!HELD.add(held)) {
      await(file, progress);
    }
    boolean taken = false;
    FileChannel channel = null;
    try {
      channel = FileChannel.open(held, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      while (channel.tryLock() == null) {
        await(file, progress);
      }
      taken = true;
      return new FileMutex(held, channel);
    } finally {
      if (!taken) {
        if (channel != null) {
          channel.close();
        }
        HELD.remove(held);
      }
    }
  }

  private static void await(Path file, Progress progress) {
    progress.at(0, 0, "waiting for another that works on " + file);
    progress.throwIfCancelled();
    LockSupport.parkNanos(POLL.toNanos());
  }

  /** Lets the lock go. */
  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      HELD.remove(file);
    }
  }
}
