package dev.seisei.server.queue;

import dev.seisei.core.model.Finish;
import dev.seisei.core.model.Generation;
import dev.seisei.core.model.GenerationListener;
import dev.seisei.core.model.Session;
import dev.seisei.core.model.SteppingGenerator;
import dev.seisei.core.sample.Sample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drives the session of a model, step by step: those that wait join while there is room, others
 * leave when they are done or nobody waits for them any more.
 *
 * <p>Used by the queue's thread only.
 */
final class Stepper<R extends Record> {
  private static final Logger LOG = LoggerFactory.getLogger(Stepper.class);

  /** How long a session keeps the device while others wait; at least one step. */
  private static final long SLICE_NANOS = Duration.ofMillis(50).toNanos();

  private final SteppingGenerator<R> generator;
  private final SessionMeters meters;
  private final List<Member<R>> members = new ArrayList<>();
  private @Nullable Session<R> session;

  /** How long it has run since a generation was last completed. */
  private long busyNanos;

  Stepper(SteppingGenerator<R> generator, SessionMeters meters) {
    this.generator = generator;
    this.meters = meters;
  }

  /** A request in the session. */
  private record Member<R extends Record>(Ticket<R> ticket, Generation generation) {}

  /** Whether generations go on, so that it needs another turn. */
  boolean running() {
    return !members.isEmpty();
  }

  /**
   * Steps until nobody is left, or others wait and its time is over. Throws nothing.
   *
   * @return seconds a request that was completed, if some were
   */
  Optional<Double> turn(Door<R> door) {
    long start = System.nanoTime();
    int completed = 0;
    do {
      completed += admit(door);
      if (members.isEmpty()) {
        break;
      }
      completed += step();
    } while (!door.closed() && !(System.nanoTime() - start >= SLICE_NANOS && door.othersWait()));
    if (members.isEmpty()) {
      end();
    }
    meters.running(members.size());
    busyNanos += System.nanoTime() - start;
    if (completed == 0) {
      return Optional.empty();
    }
    double seconds = busyNanos / 1e9 / completed;
    busyNanos = 0;
    return Optional.of(seconds);
  }

  /** Lets in those that wait, first come first; returns how many were turned away. */
  private int admit(Door<R> door) {
    int refused = 0;
    for (Optional<Ticket<R>> first = door.first(); first.isPresent(); first = door.first()) {
      Ticket<R> ticket = first.get();
      try {
        Session<R> open = open();
        // Into an empty session it joins in any case, and is told if it can never fit.
        if (!members.isEmpty() && !open.admits(ticket.request())) {
          return refused;
        }
        if (door.take(ticket)) {
          meters.joined(ticket);
          members.add(
              new Member<>(ticket, open.join(ticket.request(), new Listener(ticket, meters))));
        }
      } catch (RuntimeException | Error failure) {
        refused++;
        boolean unused = door.take(ticket);
        ticket.result().completeExceptionally(failure);
      }
    }
    return refused;
  }

  private Session<R> open() {
    Session<R> open = session;
    if (open == null) {
      open = generator.session();
      session = open;
    }
    return open;
  }

  /** One step of all; returns how many were completed by it. */
  private int step() {
    long start = System.nanoTime();
    meters.running(members.size());
    try {
      open().step();
    } catch (RuntimeException | Error failure) {
      // No step of this session can be trusted any more; the next request begins another.
      int failed = members.size();
      stop(failure);
      return failed;
    }
    meters.stepped(Duration.ofNanos(System.nanoTime() - start), members.size());
    List<Member<R>> done = members.stream().filter(each -> each.generation().done()).toList();
    members.removeAll(done);
    done.forEach(this::complete);
    return done.size();
  }

  private void complete(Member<R> member) {
    try {
      Sample sample = member.generation().sample();
      meters.made(sample);
      member.ticket().result().complete(sample);
    } catch (RuntimeException | Error failure) {
      member.ticket().result().completeExceptionally(failure);
    }
  }

  /** Ends the session; those in it are told why. */
  void stop(Throwable why) {
    List<Member<R>> left = List.copyOf(members);
    members.clear();
    end();
    meters.running(0);
    left.forEach(member -> member.ticket().result().completeExceptionally(why));
  }

  private void end() {
    Session<R> open = session;
    session = null;
    if (open != null) {
      try {
        open.close();
      } catch (RuntimeException e) {
        // The queue's thread must live on.
        LOG.error("a session could not be closed", e);
      }
    }
  }

  /** Hands on what comes while somebody waits for it, and ends it when nobody does. */
  private static final class Listener implements GenerationListener {
    private final Ticket<?> ticket;
    private final SessionMeters meters;
    private boolean begun;

    Listener(Ticket<?> ticket, SessionMeters meters) {
      this.ticket = ticket;
      this.meters = meters;
    }

    @Override
    public boolean cancelled() {
      return !ticket.wanted();
    }

    @Override
    public void piece(int index, String text) {
      if (!begun) {
        begun = true;
        meters.firstPiece(ticket);
      }
      meters.piece();
      if (ticket.wanted()) {
        ticket.listener().piece(index, text);
      }
    }

    @Override
    public void finished(int index, Finish why) {
      if (ticket.wanted()) {
        ticket.listener().finished(index, why);
      }
    }
  }
}
