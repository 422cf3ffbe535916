package dev.seisei.core.lock;

import dev.seisei.core.progress.Progress;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * A lock among all processes of this machine, and among the threads of each, on a file that is
 * there while somebody has it. The system lets it go when its process ends, however that comes; the
 * file then stays and locks nothing.
 */
public final class ProcessLock implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);

  /**
   * Those of this process: the system's locks are a process's, and closing any channel to a file
   * drops them.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private ProcessLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** Takes the lock, if nobody has it. */
  public static Optional<ProcessLock> tryAcquire(Path file) throws IOException {
    Path held = file.toAbsolutePath().normalize();
    if (!HELD.add(held)) {
      return Optional.empty();
    }
    Optional<ProcessLock> lock = Optional.empty();
    try {
      lock = open(held);
      return lock;
    } finally {
      if (lock.isEmpty()) {
        HELD.remove(held);
      }
    }
  }

  /**
   * Waits for the lock.
   *
   * @param progress told of the waiting, and asked whether to go on
   * @throws java.util.concurrent.CancellationException if the wait is cancelled
   */
  public static ProcessLock acquire(Path file, Progress progress) throws IOException {
    Optional<ProcessLock> lock = tryAcquire(file);
    while (lock.isEmpty()) {
      progress.at(0, 0, "waiting for another that works on " + file);
      progress.throwIfCancelled();
      LockSupport.parkNanos(POLL.toNanos());
      lock = tryAcquire(file);
    }
    return lock.get();
  }

  private static Optional<ProcessLock> open(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean locked = false;
    try {
      // A file of a name that is never used again may have been removed between opening and
      // locking; then there is nothing to lock any more.
      locked = channel.tryLock() != null && Files.exists(file);
      return locked ? Optional.of(new ProcessLock(file, channel)) : Optional.empty();
    } finally {
      if (!locked) {
        channel.close();
      }
    }
  }

  /** Removes the file and lets go; for files of names that are never used again. */
  public void remove() throws IOException {
    try {
      Files.deleteIfExists(file);
    } finally {
      close();
    }
  }

  /** Lets go. */
  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      HELD.remove(file);
    }
  }
}
