package dev.seisei.engine.param;

import dev.seisei.engine.memory.Buffer;
import dev.seisei.engine.memory.Device;
import org.jspecify.annotations.Nullable;

/** A parameter once more, laid out for a kernel, in memory that all plans over a store share. */
public final class SharedCopy implements AutoCloseable {
  private final long bytes;
  private @Nullable Buffer buffer;
  private long version = -1;

  SharedCopy(long bytes) {
    this.bytes = bytes;
  }

  /** Bytes that are not allocated yet. */
  public long missingBytes() {
    return buffer == null ? bytes : 0;
  }

  /** The memory, allocated if this is the first plan that asks for it. */
  public Buffer buffer(Device device) {
    Buffer known = buffer;
    if (known == null) {
      known = device.allocate(bytes);
      buffer = known;
    }
    return known;
  }

  /** Whether it holds what the store held at a version. */
  public boolean isOf(long current) {
    return version == current;
  }

  /** Notes what it holds. */
  public void filled(long current) {
    version = current;
  }

  @Override
  public void close() {
    if (buffer != null) {
      buffer.close();
    }
  }
}
