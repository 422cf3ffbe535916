package dev.seisei.engine.memory;

/**
 * More memory was asked for than may be allocated. Nothing was allocated, and nothing is lost: a
 * smaller request can follow.
 */
public final class MemoryLimitException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final long requestedBytes;
  private final long usedBytes;
  private final long limitBytes;

  /**
   * @param message says what was asked for, what there is, and the way out
   */
  public MemoryLimitException(
      String message, long requestedBytes, long usedBytes, long limitBytes) {
    super(message);
    this.requestedBytes = requestedBytes;
    this.usedBytes = usedBytes;
    this.limitBytes = limitBytes;
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
