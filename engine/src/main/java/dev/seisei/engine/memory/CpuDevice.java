package dev.seisei.engine.memory;

import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** Host memory outside the Java heap. */
final class CpuDevice implements Device {
  private static final int ALIGNMENT = 64;

  private final AtomicLong allocated = new AtomicLong();

  @Override
  public String name() {
    return "cpu";
  }

  @Override
  public Buffer allocate(long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("bytes must be >= 0, got " + bytes);
    }
    BytePointer memory = new BytePointer(Math.addExact(Math.max(bytes, 1), ALIGNMENT));
    // A scope that the caller has open does not free it; whoever asked for it does.
    memory.retainReference();
    Pointer.memset(memory, 0, memory.capacity());
    long aligned = (memory.address() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    allocated.addAndGet(bytes);
    return new Buffer(
        this,
        aligned,
        bytes,
        (Runnable)
            () -> {
              memory.close();
              allocated.addAndGet(-bytes);
            });
  }

  @Override
  public long allocatedBytes() {
    return allocated.get();
  }
}
