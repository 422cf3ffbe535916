package dev.seisei.server.queue;

import dev.seisei.core.model.GenerationListener;
import dev.seisei.core.model.Generator;
import dev.seisei.core.sample.Sample;
import java.time.Duration;
import java.util.List;

/** Requests for one model that run together. */
final class Batch<R extends Record> {
  private final Generator<R> generator;
  private final LaneMeters meters;
  private final List<Ticket<R>> tickets;

  Batch(Generator<R> generator, LaneMeters meters, List<Ticket<R>> tickets) {
    this.generator = generator;
    this.meters = meters;
    this.tickets = tickets;
  }

  int size() {
    return tickets.size();
  }

  /** Completes every ticket, with its sample or with what went wrong. Throws nothing. */
  Duration run() {
    long start = System.nanoTime();
    meters.started(tickets);
    if (tickets.size() == 1) {
      runAlone(tickets.get(0));
    } else {
      runTogether();
    }
    Duration duration = Duration.ofNanos(System.nanoTime() - start);
    meters.ran(duration);
    return duration;
  }

  private void runAlone(Ticket<R> ticket) {
    if (!ticket.wanted()) {
      return;
    }
    try {
      complete(ticket, generator.generate(ticket.request(), new WhileWanted(ticket)));
    } catch (RuntimeException | Error failure) {
      ticket.result().completeExceptionally(failure);
    }
  }

  private void runTogether() {
    List<Sample> samples;
    try {
      samples = generator.generateTogether(tickets.stream().map(Ticket::request).toList());
      if (samples.size() != tickets.size()) {
        throw new IllegalStateException(
            generator.getClass().getName()
                + " made "
                + samples.size()
                + " samples for "
                + tickets.size()
                + " requests");
      }
    } catch (RuntimeException | Error failure) {
      // One of them is to blame: alone, each gets its own sample or its own failure.
      tickets.forEach(this::runAlone);
      return;
    }
    for (int i = 0; i < samples.size(); i++) {
      complete(tickets.get(i), samples.get(i));
    }
  }

  private void complete(Ticket<R> ticket, Sample sample) {
    meters.made(sample);
    ticket.result().complete(sample);
  }

  /** Ends a generation when nobody waits for it any more. */
  private record WhileWanted(Ticket<?> ticket) implements GenerationListener {
    @Override
    public boolean cancelled() {
      return !ticket.wanted();
    }
  }
}
