package dev.seisei.server.queue;

import dev.seisei.core.model.Generator;
import dev.seisei.core.sample.Sample;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The queue in front of a device: one thread computes, requests wait for it in a lane for each
 * model, and those that wait for one model run together as far as its generator gains by that.
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
    Ticket<R> ticket =
        new Ticket<>(
            request, lane.generator().rows(request), System.nanoTime(), new CompletableFuture<>());
    lock.lock();
    try {
      if (refusing) {
        throw new QueueClosedException();
      }
      if (lane.depth() >= capacity) {
        throw new QueueFullException(lane.model(), capacity, retryAfter());
      }
      if (lane.depth() == 0) {
        turns.addLast(lane);
      }
      lane.add(ticket);
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

  /** Refuses what waits, finishes what runs, and ends the thread. Closing twice does nothing. */
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
      if (lane.depth() == 0) {
        turns.remove(lane);
      }
    } finally {
      lock.unlock();
    }
  }

  private void serve() {
    Batch<?> batch = next();
    while (batch != null) {
      Duration duration = batch.run();
      remember(duration.toNanos() / 1e9 / batch.size());
      batch = next();
    }
  }

  /** The requests whose turn it is, once there are some; null after {@link #close}. */
  private @Nullable Batch<?> next() {
    lock.lock();
    try {
      while (turns.isEmpty() && !closed) {
        changed.awaitUninterruptibly();
      }
      if (closed) {
        return null;
      }
      Lane<?> lane = turns.removeFirst();
      Batch<?> batch = lane.takeBatch();
      if (lane.depth() > 0) {
        turns.addLast(lane);
      }
      return batch;
    } finally {
      lock.unlock();
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
