package dev.seisei.server.queue;

import dev.seisei.core.sample.Sample;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** What is measured of the requests for one model. */
final class LaneMeters {
  private final Timer wait;
  private final Timer batchDuration;
  private final DistributionSummary batchRequests;
  private final DistributionSummary batchRows;
  private final Counter samples;

  LaneMeters(MeterRegistry registry, String model, Supplier<Number> depth) {
    Gauge.builder("seisei.queue.depth", depth)
        .description("Requests that wait")
        .tag("model", model)
        .register(registry);
    wait =
        Timer.builder("seisei.queue.wait")
            .description("How long a request waited before it ran")
            .tag("model", model)
            .register(registry);
    batchDuration =
        Timer.builder("seisei.batch.duration")
            .description("How long requests that were joined took to run")
            .tag("model", model)
            .register(registry);
    batchRequests =
        DistributionSummary.builder("seisei.batch.requests")
            .description("How many requests were joined")
            .tag("model", model)
            .register(registry);
    batchRows =
        DistributionSummary.builder("seisei.batch.rows")
            .description("How many rows the joined requests had")
            .tag("model", model)
            .register(registry);
    samples =
        Counter.builder("seisei.samples")
            .description("Things made: images, rows, pieces")
            .tag("model", model)
            .register(registry);
  }

  void started(List<? extends Ticket<?>> tickets) {
    tickets.forEach(this::waited);
    batchRequests.record(tickets.size());
    batchRows.record(tickets.stream().mapToDouble(Ticket::rows).sum());
  }

  void waited(Ticket<?> ticket) {
    wait.record(Duration.ofNanos(System.nanoTime() - ticket.arrival()));
  }

  void ran(Duration duration) {
    batchDuration.record(duration);
  }

  void made(Sample sample) {
    samples.increment(sample.size());
  }
}
