package dev.seisei.server.queue;

import dev.seisei.core.sample.Sample;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** What is measured of a model that works step by step, besides what is of every model. */
final class SessionMeters {
  private final LaneMeters lane;
  private final AtomicInteger running = new AtomicInteger();
  private final Timer step;
  private final DistributionSummary requests;
  private final Timer firstPiece;
  private final Counter pieces;

  SessionMeters(MeterRegistry registry, String model, LaneMeters lane) {
    this.lane = lane;
    Gauge.builder("seisei.session.running", running::get)
        .description("Requests that are being made side by side")
        .tag("model", model)
        .register(registry);
    step =
        Timer.builder("seisei.session.step")
            .description("How long a step of all that run side by side took")
            .tag("model", model)
            .register(registry);
    requests =
        DistributionSummary.builder("seisei.session.requests")
            .description("How many requests took part in a step")
            .tag("model", model)
            .register(registry);
    firstPiece =
        Timer.builder("seisei.first.piece")
            .description("From a request's arrival to its first piece of text")
            .tag("model", model)
            .register(registry);
    pieces =
        Counter.builder("seisei.pieces")
            .description("Pieces of text as they came, one a step and text")
            .tag("model", model)
            .register(registry);
  }

  void joined(Ticket<?> ticket) {
    lane.waited(ticket);
  }

  void running(int requests) {
    running.set(requests);
  }

  void stepped(Duration duration, int together) {
    step.record(duration);
    requests.record(together);
  }

  void firstPiece(Ticket<?> ticket) {
    firstPiece.record(Duration.ofNanos(System.nanoTime() - ticket.arrival()));
  }

  void piece() {
    pieces.increment();
  }

  void made(Sample sample) {
    lane.made(sample);
  }
}
