package dev.seisei.engine.memory;

/**
 * Where buffers live and plans run. A plan runs on one device, on one compute thread at a time.
 *
 * <p>Thread-safe.
 */
public interface Device {
  /** How to let the host allocate more, for messages. */
  String HOW_TO_RAISE_LIMIT =
      "-D" + SystemMemory.PROPERTY + "=16g or " + SystemMemory.VARIABLE + "=16g would allow 16 GiB";

  /**
   * The host's memory and processor. Its limit is the system property {@code seisei.memory} or the
   * variable {@code SEISEI_MEMORY}, such as {@code 8g}; without them what the machine or the
   * container has available when memory is first allocated, less a reserve.
   */
  Device CPU = new CpuDevice(SystemMemory::limit);

  /**
   * The host with a count and a limit of its own, for instance for one tenant of a process.
   *
   * @param memoryLimit as for {@link #setMemoryLimit}
   */
  static Device cpu(long memoryLimit) {
    Device device = new CpuDevice(SystemMemory::limit);
    device.setMemoryLimit(memoryLimit);
    return device;
  }

  /** Name as the command line and the logs show it, such as {@code cpu}. */
  String name();

  /**
   * Allocates zeroed memory, aligned to 64 bytes. What is not closed is freed some time after
   * nobody holds it any more.
   *
   * @throws MemoryLimitException if it would be more than the limit allows; nothing was touched
   * @throws OutOfMemoryError naming the size asked for, if the system has none left
   */
  Buffer allocate(long bytes);

  /** Bytes now allocated on this device through {@link #allocate} and not yet freed. */
  long allocatedBytes();

  /** How many bytes may be allocated in all. */
  long memoryLimit();

  /**
   * Sets how many bytes may be allocated in all. What is allocated already stays, even if that is
   * more.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  void setMemoryLimit(long bytes);

  /**
   * Whether so many bytes could be allocated now. Runs the garbage collector if they could only
   * after it has found what was not closed.
   */
  boolean fits(long bytes);
}
