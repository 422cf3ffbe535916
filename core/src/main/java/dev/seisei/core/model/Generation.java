package dev.seisei.core.model;

import dev.seisei.core.sample.Sample;

/** A request that takes part in a {@link Session}. */
public interface Generation {
  /** Whether it has come to its end. */
  boolean done();

  /**
   * What was made.
   *
   * @throws IllegalStateException if it is not done
   * @throws java.util.concurrent.CancellationException if its listener asked for that
   * @throws RuntimeException what went wrong
   */
  Sample sample();
}
