package dev.seisei.engine.memory;

/**
 * Where buffers live and plans run. A plan runs on one device, on one compute thread at a time.
 *
 * <p>Thread-safe.
 */
public interface Device {
  /** The host's memory and processor. */
  Device CPU = new CpuDevice();

  /** Name as the command line and the logs show it, such as {@code cpu}. */
  String name();

  /**
   * Allocates zeroed memory, aligned to 64 bytes.
   *
   * @throws OutOfMemoryError naming the size asked for, if the system has none left
   */
  Buffer allocate(long bytes);

  /** Bytes now allocated on this device through {@link #allocate} and not yet closed. */
  long allocatedBytes();
}
