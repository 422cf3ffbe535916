package dev.seisei.data.fetch;

import dev.seisei.core.progress.Progress;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A lock among all processes of this machine, and among the threads of each, on a file that stays.
 * The system lets it go when its process ends, however that comes.
 */
public final class FolderLock implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);

  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Waits for the lock.
   *
   * @param file is made if it is not there
   * @param progress told of the waiting, and asked whether to go on
   * @throws java.util.concurrent.CancellationException if the wait is cancelled
   */
  public static FolderLock take(Path file, Progress progress) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean taken = false;
    try {
      while (attempt(channel) == null) {
        progress.at(0, 0, "waiting for another that works on " + file);
        progress.throwIfCancelled();
        LockSupport.parkNanos(POLL.toNanos());
      }
      taken = true;
      return new FolderLock(channel);
    } finally {
      if (!taken) {
        channel.close();
      }
    }
  }

  private static @Nullable FileLock attempt(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // A thread of this process has it, which Java does not wait for.
      return null;
    }
  }

  /** Lets the lock go. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
