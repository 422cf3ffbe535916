package dev.seisei.core.progress;

import java.util.concurrent.CancellationException;

/**
 * Told how far a piece of long work has come, and asked whether it should go on.
 *
 * <p>Called on the thread that does the work, often: an implementation returns quickly.
 */
public interface Progress {
  /** Nobody is told, and nothing is cancelled. */
  Progress SILENT = new Progress() {};

  /**
   * How far the work has come.
   *
   * @param done of total, in whatever the work counts (steps, bytes, examples)
   * @param total 0 if it is not known
   * @param detail a few words for people, such as the loss of the step; may be empty
   */
  default void at(long done, long total, String detail) {}

  /**
   * Something that people should know, said once: a training that goes wrong, and what to try.
   *
   * @param words a sentence
   */
  default void note(String words) {}

  /** Whether the work should end early. Workers ask between steps. */
  default boolean cancelled() {
    return false;
  }

  /**
   * Ends the work if that was asked for.
   *
   * @throws CancellationException if {@link #cancelled}
   */
  default void throwIfCancelled() {
    if (cancelled()) {
      throw new CancellationException("cancelled");
    }
  }
}
