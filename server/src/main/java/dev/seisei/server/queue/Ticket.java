package dev.seisei.server.queue;

import dev.seisei.core.model.GenerationListener;
import dev.seisei.core.sample.Sample;
import java.util.concurrent.CompletableFuture;

/**
 * A request that waits, or runs.
 *
 * @param rows how much of a run it takes
 * @param listener told of pieces as they come, on the thread that computes
 * @param arrival when it came, by {@link System#nanoTime}
 * @param result completed with the sample; a result that is already completed (cancelled, timed
 *     out) is one that nobody waits for any more
 */
record Ticket<R extends Record>(
    R request,
    int rows,
    GenerationListener listener,
    long arrival,
    CompletableFuture<Sample> result) {
  boolean wanted() {
    return !result.isDone();
  }
}
