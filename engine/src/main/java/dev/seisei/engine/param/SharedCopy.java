package dev.seisei.engine.param;

import dev.seisei.engine.memory.Buffer;
import dev.seisei.engine.memory.Device;
import org.jspecify.annotations.Nullable;

/**
 * A parameter once more, laid out for a kernel, in memory that plans over a store share: it is
 * there as long as one of them is.
 */
public final class SharedCopy implements AutoCloseable {
  private final long bytes;
  private @Nullable Buffer buffer;
  private int users;
  private long version = -1;

  SharedCopy(long bytes) {
    this.bytes = bytes;
  }

  /** Bytes that are not allocated yet. */
  public long missingBytes() {
    return buffer == null ? bytes : 0;
  }

  /** The memory, for one user more, who {@linkplain #release releases} it. */
  public Buffer acquire(Device device) {
    Buffer known = buffer;
    if (known == null) {
      known = device.allocate(bytes);
      buffer = known;
    }
    users++;
    return known;
  }

  /** Frees the memory with its last user. */
  public void release() {
    users--;
    if (users == 0) {
      close();
    }
  }

  /** Whether it holds what the store held at a version. */
  public boolean isOf(long current) {
    return version == current;
  }

  /** Notes what it holds. */
  public void filled(long current) {
    version = current;
  }

  /** Frees the memory, whoever uses it. */
  @Override
  public void close() {
    if (buffer != null) {
      buffer.close();
      buffer = null;
      version = -1;
    }
  }
}
