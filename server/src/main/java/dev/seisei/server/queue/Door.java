package dev.seisei.server.queue;

import java.util.Optional;

/** What a session sees of the queue: those who wait for it, and whether others do. */
interface Door<R extends Record> {
  /** Who came first of those that wait; stays there. */
  Optional<Ticket<R>> first();

  /** Takes one that waits; false if it went away meanwhile. */
  boolean take(Ticket<R> ticket);

  /** Whether requests for other models wait. */
  boolean othersWait();

  /** Whether the queue ends. */
  boolean closed();
}
