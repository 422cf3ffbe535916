package dev.seisei.engine.memory;

import java.lang.ref.Cleaner;
import java.util.function.LongSupplier;
import org.bytedeco.javacpp.Pointer;

/** Host memory outside the Java heap. */
final class CpuDevice implements Device {
  private static final int ALIGNMENT = 64;
  private static final Cleaner CLEANER = Cleaner.create();

  static {
    // JavaCPP would refuse to make even the smallest object of oneDNN once the process is larger
    // than four times Java's heap, after a second of garbage collections. It asks this once, when
    // its first class is loaded; whoever sets it, or loads JavaCPP before the engine, decides.
    if (System.getProperty("org.bytedeco.javacpp.maxphysicalbytes") == null) {
      System.getProperties().putIfAbsent("org.bytedeco.javacpp.maxPhysicalBytes", "0");
    }
  }

  private final MemoryLimit memory;

  CpuDevice(LongSupplier limit) {
    this.memory = new MemoryLimit(limit, CLEANER);
  }

  /** Memory to give back; knows nothing of the buffer, which may be gone. */
  private record Allocation(Pointer start, long bytes, MemoryLimit memory) implements Runnable {
    @Override
    public void run() {
      Pointer.free(start);
      memory.release(bytes);
    }
  }

  @Override
  public String name() {
    return "cpu";
  }

  @Override
  public Buffer allocate(long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("bytes must be >= 0, got " + bytes);
    }
    memory.reserve(bytes, this);
    // Not by new BytePointer(n), which first looks at the memory of the whole process, may have
    // the garbage collected several times, and refuses what is well within the limit.
    Pointer start = Pointer.calloc(1, Math.max(bytes, 1) + ALIGNMENT);
    if (start == null || start.isNull()) {
      memory.release(bytes);
      throw new OutOfMemoryError(
          "the system has no "
              + ByteSize.show(bytes)
              + " for the engine, beside "
              + ByteSize.show(memory.used())
              + " in use");
    }
    long aligned = (start.address() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    return Buffer.owning(this, aligned, bytes, CLEANER, new Allocation(start, bytes, memory));
  }

  @Override
  public long allocatedBytes() {
    return memory.used();
  }

  @Override
  public long memoryLimit() {
    return memory.limit();
  }

  @Override
  public void setMemoryLimit(long bytes) {
    memory.set(bytes);
  }

  @Override
  public boolean fits(long bytes) {
    return memory.fits(bytes);
  }
}
