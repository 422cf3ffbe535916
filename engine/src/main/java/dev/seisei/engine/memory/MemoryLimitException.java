package dev.seisei.engine.memory;

import org.jspecify.annotations.Nullable;

/**
 * More memory was asked for than may be allocated. Nothing was allocated, and nothing is lost: a
 * smaller request can follow.
 */
public final class MemoryLimitException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient @Nullable Device device;
  private final long requestedBytes;
  private final long usedBytes;
  private final long limitBytes;

  /**
   * @param message says what was asked for, what there is, and the way out
   * @param device whose limit it is; null if it is the memory budget of a plan
   */
  public MemoryLimitException(
      String message,
      @Nullable Device device,
      long requestedBytes,
      long usedBytes,
      long limitBytes) {
    super(message);
    this.device = device;
    this.requestedBytes = requestedBytes;
    this.usedBytes = usedBytes;
    this.limitBytes = limitBytes;
  }

  /**
   * Whose limit it is: what is closed there makes room. Null if no device is full, but the memory
   * budget that a plan was given cannot be met, whatever is closed.
   */
  public @Nullable Device device() {
    return device;
  }

  /** Whether this is more than may be allocated in all, so that no waiting and closing helps. */
  public boolean canNeverFit() {
    return requestedBytes > limitBytes;
  }

  /**
   * How much was asked for; where a plan's memory budget cannot be met, the smallest budget that
   * can.
   */
  public long requestedBytes() {
    return requestedBytes;
  }

  /** How much of what may be allocated was in use already. */
  public long usedBytes() {
    return usedBytes;
  }

  /** How much may be allocated in all. */
  public long limitBytes() {
    return limitBytes;
  }
}
