package dev.seisei.server.queue;

import java.time.Duration;

/** As many requests wait for a model as may. */
public final class QueueFullException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Duration retryAfter;

  QueueFullException(String model, int capacity, Duration retryAfter) {
    super(capacity + " requests already wait for " + model + "; try again later");
    this.retryAfter = retryAfter;
  }

  /** How long those that wait now will take, as far as one can tell; whole seconds, at least 1. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
