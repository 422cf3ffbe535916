package dev.seisei.core.checkpoint;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Says that a process that lives is saving under a name, so that nobody takes its folders for
 * litter. The system drops the lock with the process.
 */
final class SaveLock implements AutoCloseable {
  /**
   * Those of this process: the system's locks are a process's, and closing any channel to a file
   * drops them.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private SaveLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** Takes the lock, if nobody has it. */
  static Optional<SaveLock> tryAcquire(Path file) throws IOException {
    if (!HELD.add(file)) {
      return Optional.empty();
    }
    Optional<SaveLock> lock = Optional.empty();
    try {
      lock = open(file);
      return lock;
    } finally {
      if (lock.isEmpty()) {
        HELD.remove(file);
      }
    }
  }

  private static Optional<SaveLock> open(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean locked = false;
    try {
      // Between opening and locking its last holder may have removed it; then it locks nothing.
      locked = channel.tryLock() != null && Files.exists(file);
      return locked ? Optional.of(new SaveLock(file, channel)) : Optional.empty();
    } finally {
      if (!locked) {
        channel.close();
      }
    }
  }

  /** Removes the file and lets go. */
  @Override
  public void close() throws IOException {
    try {
      Files.deleteIfExists(file);
    } finally {
      channel.close();
      HELD.remove(file);
    }
  }
}
