package dev.seisei.server.queue;

import dev.seisei.core.model.GenerationListener;
import dev.seisei.core.model.Generator;
import dev.seisei.core.model.SteppingGenerator;
import dev.seisei.core.sample.Sample;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The queue in front of a device: one thread computes, requests wait for it in a lane for each
 * model, and those that wait for one model run together as far as its generator gains by that.
 *
 * <p>A model that works {@linkplain SteppingGenerator step by step} is driven so: requests join
 * those that run as soon as there is room, and when other models have requests it lets them have
 * their turn after a short while, its own going on at the next.
 *
 * <p>Fair: models take turns, and within a model first come is first served. Bounded: as many
 * requests wait for a model as {@code capacity} says, the next is refused, so that a crowd at one
 * model leaves the others room. A request waits for no other to join it: only what waits anyway,
 * because the device is busy, is joined.
 *
 * <p>Thread-safe.
 */
public final class SampleQueue implements AutoCloseable {
  /** Weight of the latest run in the mean that {@code Retry-After} is made of. */
  private static final double LATEST = 0.2;

  private static final long LONGEST_RETRY_SECONDS = 60;

  private final int capacity;
  private final MeterRegistry registry;
  private final Thread thread;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** The lanes in which requests wait; the first has its turn next. */
  private final Deque<Lane<?>> turns = new ArrayDeque<>();

  /** Those with generations that go on; the thread's own. */
  private final Set<Stepper<?>> sessions = new HashSet<>();

  private double secondsPerRequest;
  private boolean refusing;
  private boolean closed;

  private SampleQueue(String device, int capacity, MeterRegistry registry) {
    this.capacity = capacity;
    this.registry = registry;
    this.thread = new Thread(this::serve, "compute-" + device);
  }

  /**
   * Starts the thread of a device.
   *
   * @param capacity how many requests may wait for one model, besides those that run
   */
  public static SampleQueue start(String device, int capacity, MeterRegistry registry) {
    SampleQueue queue = new SampleQueue(device, capacity, registry);
    queue.thread.start();
    return queue;
  }

  /** A lane for a model, whose generator only the queue's thread runs from now on. */
  public <R extends Record> Lane<R> lane(String model, Generator<R> generator) {
    return new Lane<>(model, generator, registry);
  }

  /**
   * Lets a request wait for its turn.
   *
   * @return the sample to come; completing it otherwise (cancelling, timing out) takes the request
   *     out of the queue
   * @throws QueueFullException if too many wait for this model
   * @throws QueueClosedException after {@link #refuse} or {@link #close}
   */
  public <R extends Record> CompletableFuture<Sample> submit(Lane<R> lane, R request) {
    return submit(lane, request, GenerationListener.SILENT);
  }

  /**
   * As {@link #submit(Lane, Record)}.
   *
   * @param listener told of pieces as they come, if the model works step by step; on the thread
   *     that computes, so it returns quickly and throws nothing
   */
  public <R extends Record> CompletableFuture<Sample> submit(
      Lane<R> lane, R request, GenerationListener listener) {
    Ticket<R> ticket =
        new Ticket<>(
            request,
            lane.generator().rows(request),
            listener,
            System.nanoTime(),
            new CompletableFuture<>());
    lock.lock();
    try {
      if (refusing) {
        throw new QueueClosedException();
      }
      if (lane.depth() >= capacity) {
        throw new QueueFullException(lane.model(), capacity, retryAfter());
      }
      lane.add(ticket);
      queue(lane);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    var unused =
        ticket
            .result()
            .whenComplete(
                (sample, failure) -> {
                  if (failure != null) {
                    forget(lane, ticket);
                  }
                });
    return ticket.result();
  }

  /** Whether the thread that computes is there. */
  public boolean alive() {
    return thread.isAlive();
  }

  /** Refuses what comes from now on; what waits already is still made. */
  public void refuse() {
    lock.lock();
    try {
      refusing = true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Refuses what waits and what is made step by step, finishes what else runs, and ends the thread.
   * Closing twice does nothing.
   */
  @Override
  public void close() {
    List<Ticket<?>> refused = new ArrayList<>();
    lock.lock();
    try {
      refusing = true;
      closed = true;
      turns.forEach(lane -> refused.addAll(lane.removeAll()));
      turns.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    refused.forEach(ticket -> ticket.result().completeExceptionally(new QueueClosedException()));
    join();
  }

  private void join() {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        // A generator must not be closed while it runs.
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private <R extends Record> void forget(Lane<R> lane, Ticket<R> ticket) {
    lock.lock();
    try {
      lane.remove(ticket);
      if (lane.depth() == 0 && lane.stepper().isEmpty() && turns.remove(lane)) {
        lane.queued(false);
      }
    } finally {
      lock.unlock();
    }
  }

  private void queue(Lane<?> lane) {
    if (!lane.queued()) {
      lane.queued(true);
      turns.addLast(lane);
    }
  }

  private void serve() {
    for (@Nullable Runnable turn = next(); turn != null; turn = next()) {
      turn.run();
    }
    sessions.forEach(session -> session.stop(new QueueClosedException()));
  }

  /** What has its turn, once there is something; null after {@link #close}. */
  private @Nullable Runnable next() {
    lock.lock();
    try {
      while (turns.isEmpty() && !closed) {
        changed.awaitUninterruptibly();
      }
      return closed ? null : turn(turns.removeFirst());
    } finally {
      lock.unlock();
    }
  }

  private <R extends Record> Runnable turn(Lane<R> lane) {
    if (lane.stepper().isPresent()) {
      return () -> step(lane, lane.stepper().get());
    }
    Batch<R> batch = lane.takeBatch();
    lane.queued(false);
    if (lane.depth() > 0) {
      queue(lane);
    }
    return () -> remember(batch.run().toNanos() / 1e9 / batch.size());
  }

  private <R extends Record> void step(Lane<R> lane, Stepper<R> session) {
    sessions.add(session);
    session.turn(new LaneDoor<>(lane)).ifPresent(this::remember);
    if (!session.running()) {
      sessions.remove(session);
    }
    List<Ticket<R>> refused = List.of();
    lock.lock();
    try {
      lane.queued(false);
      if (closed) {
        refused = lane.removeAll();
      } else if (session.running() || lane.depth() > 0) {
        queue(lane);
      }
    } finally {
      lock.unlock();
    }
    refused.forEach(ticket -> ticket.result().completeExceptionally(new QueueClosedException()));
  }

  /** What the session of a lane sees. */
  private final class LaneDoor<R extends Record> implements Door<R> {
    private final Lane<R> lane;

    LaneDoor(Lane<R> lane) {
      this.lane = lane;
    }

    @Override
    public Optional<Ticket<R>> first() {
      return lane.first();
    }

    @Override
    public boolean take(Ticket<R> ticket) {
      lock.lock();
      try {
        return lane.remove(ticket);
      } finally {
        lock.unlock();
      }
    }

    @Override
    public boolean othersWait() {
      lock.lock();
      try {
        return !turns.isEmpty();
      } finally {
        lock.unlock();
      }
    }

    @Override
    public boolean closed() {
      lock.lock();
      try {
        return closed;
      } finally {
        lock.unlock();
      }
    }
  }

  private void remember(double seconds) {
    lock.lock();
    try {
      secondsPerRequest =
          secondsPerRequest == 0 ? seconds : (1 - LATEST) * secondsPerRequest + LATEST * seconds;
    } finally {
      lock.unlock();
    }
  }

  private Duration retryAfter() {
    int waiting = turns.stream().mapToInt(Lane::depth).sum();
    long seconds = (long) Math.ceil(waiting * secondsPerRequest);
    return Duration.ofSeconds(Math.max(1, Math.min(seconds, LONGEST_RETRY_SECONDS)));
  }
}
