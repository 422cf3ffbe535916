package dev.seisei.server.queue;

import dev.seisei.core.model.Generator;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
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

  /** Concurrent only for the gauge, which reads its size without the lock. */
  private final Deque<Ticket<R>> waiting = new ConcurrentLinkedDeque<>();

  Lane(String model, Generator<R> generator, MeterRegistry registry) {
    this.model = model;
    this.generator = generator;
    this.meters = new LaneMeters(registry, model, waiting::size);
  }

  String model() {
    return model;
  }

  Generator<R> generator() {
    return generator;
  }

  int depth() {
    return waiting.size();
  }

  void add(Ticket<R> ticket) {
    waiting.addLast(ticket);
  }

  void remove(Ticket<R> ticket) {
    waiting.remove(ticket);
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
