package dev.seisei.server.queue;

import dev.seisei.core.model.Generator;
import dev.seisei.core.model.SteppingGenerator;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * The requests that wait for one model, in the order in which they came.
 *
 * <p>Guarded by the lock of the {@link SampleQueue} that it belongs to.
 */
public final class Lane<R extends Record> {
  private final String model;
  private final Generator<R> generator;
  private final LaneMeters meters;

  /** What drives the generator, if it works step by step. */
  private final Optional<Stepper<R>> stepper;

  /** Whether it has its turn, or waits for it. */
  private boolean queued;

  /** Concurrent only for the gauge, which reads its size without the lock. */
  private final Deque<Ticket<R>> waiting = new ConcurrentLinkedDeque<>();

  Lane(String model, Generator<R> generator, MeterRegistry registry) {
    this.model = model;
    this.generator = generator;
    this.meters = new LaneMeters(registry, model, waiting::size);
    this.stepper =
        generator instanceof SteppingGenerator<R> stepping
            ? Optional.of(new Stepper<>(stepping, new SessionMeters(registry, model, meters)))
            : Optional.empty();
  }

  String model() {
    return model;
  }

  Generator<R> generator() {
    return generator;
  }

  Optional<Stepper<R>> stepper() {
    return stepper;
  }

  boolean queued() {
    return queued;
  }

  void queued(boolean now) {
    queued = now;
  }

  int depth() {
    return waiting.size();
  }

  void add(Ticket<R> ticket) {
    waiting.addLast(ticket);
  }

  /** Takes one that waits; false if it does not. */
  boolean remove(Ticket<R> ticket) {
    return waiting.remove(ticket);
  }

  Optional<Ticket<R>> first() {
    return Optional.ofNullable(waiting.peekFirst());
  }

  List<Ticket<R>> removeAll() {
    List<Ticket<R>> all = List.copyOf(waiting);
    waiting.clear();
    return all;
  }

  /** Takes those that run next: the first, and as many after it as one run has rows for. */
  Batch<R> takeBatch() {
    List<Ticket<R>> batch = new ArrayList<>();
    long left = generator.rowsPerRun();
    do {
      Ticket<R> next = waiting.removeFirst();
      batch.add(next);
      left -= next.rows();
    } while (!waiting.isEmpty() && waiting.element().rows() <= left);
    return new Batch<>(generator, meters, batch);
  }
}
