package dev.seisei.server.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.core.model.GenerationListener;
import dev.seisei.core.model.Generator;
import dev.seisei.core.sample.Sample;
import dev.seisei.core.sample.Text;
import dev.seisei.core.settings.SettingException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class SampleQueueTest {
  private static final int CAPACITY = 4;

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final List<String> runs = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch blocked = new CountDownLatch(1);
  private final CountDownLatch gate = new CountDownLatch(1);
  private SampleQueue queue;

  /** A request that takes some rows; its name says what comes of it. */
  private record Order(String name, int rows) {}

  /** Writes down what runs together. */
  private final class Cook implements Generator<Order> {
    private final int rowsPerRun;

    Cook(int rowsPerRun) {
      this.rowsPerRun = rowsPerRun;
    }

    @Override
    public Sample generate(Order order, GenerationListener listener) {
      listener.throwIfCancelled();
      return generateTogether(List.of(order)).get(0);
    }

    @Override
    public int rows(Order order) {
      return order.rows();
    }

    @Override
    public int rowsPerRun() {
      return rowsPerRun;
    }

    @Override
    public List<Sample> generateTogether(List<Order> orders) {
      runs.add(String.join("+", orders.stream().map(Order::name).toList()));
      List<Sample> dishes = new ArrayList<>();
      for (Order order : orders) {
        switch (order.name()) {
          case "block" -> {
            blocked.countDown();
            await(gate);
          }
          case "spoilt" -> throw new SettingException("name", "spoilt");
          case "fire" -> throw new StackOverflowError("fire");
          default -> {}
        }
        dishes.add(new Text(List.of(order.name())));
      }
      return dishes;
    }

    @Override
    public void close() {}
  }

  @BeforeEach
  void start() {
    queue = SampleQueue.start("test", CAPACITY, registry);
  }

  @AfterEach
  void end() {
    gate.countDown();
    queue.close();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(30, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Lane<Order> lane(String model, int rowsPerRun) {
    return queue.lane(model, new Cook(rowsPerRun));
  }

  private CompletableFuture<Sample> submit(Lane<Order> lane, String name) {
    return queue.submit(lane, new Order(name, 1));
  }

  /** Keeps the thread busy until the gate opens. */
  private void block(Lane<Order> lane) {
    var unused = submit(lane, "block");
    await(blocked);
  }

  private static String name(CompletableFuture<Sample> result) {
    return assertInstanceOf(Text.class, result.join()).pieces().get(0);
  }

  @Test
  void waitingRequestsOfAModelRunTogetherAsFarAsRowsAllow() {
    Lane<Order> lane = lane("m", 5);
    block(lane);
    CompletableFuture<Sample> a = queue.submit(lane, new Order("a", 2));
    CompletableFuture<Sample> b = queue.submit(lane, new Order("b", 3));
    CompletableFuture<Sample> c = queue.submit(lane, new Order("c", 1));
    CompletableFuture<Sample> d = queue.submit(lane, new Order("d", 9));
    gate.countDown();

    assertEquals(List.of("a", "b", "c", "d"), List.of(name(a), name(b), name(c), name(d)));
    assertEquals(List.of("block", "a+b", "c", "d"), runs);
  }

  @Test
  void whatGainsNothingTogetherRunsOneByOne() {
    Lane<Order> lane = lane("m", 1);
    block(lane);
    CompletableFuture<Sample> a = submit(lane, "a");
    CompletableFuture<Sample> b = submit(lane, "b");
    gate.countDown();

    assertEquals("ab", name(a) + name(b));
    assertEquals(List.of("block", "a", "b"), runs);
  }

  @Test
  void modelsTakeTurns() {
    Lane<Order> busy = lane("busy", 1);
    Lane<Order> quiet = lane("quiet", 1);
    block(busy);
    List<CompletableFuture<Sample>> all = new ArrayList<>();
    for (String name : List.of("b1", "b2", "b3", "b4")) {
      all.add(submit(busy, name));
    }
    all.add(submit(quiet, "q1"));
    all.add(submit(quiet, "q2"));
    gate.countDown();

    all.forEach(CompletableFuture::join);
    assertEquals(List.of("block", "b1", "q1", "b2", "q2", "b3", "b4"), runs);
  }

  @Test
  void oneBadRequestDoesNotHarmTheOthersOfItsBatch() {
    Lane<Order> lane = lane("m", 10);
    block(lane);
    CompletableFuture<Sample> good = submit(lane, "good");
    CompletableFuture<Sample> spoilt = submit(lane, "spoilt");
    CompletableFuture<Sample> fire = submit(lane, "fire");
    CompletableFuture<Sample> fine = submit(lane, "fine");
    gate.countDown();

    assertEquals("good", name(good));
    assertEquals("fine", name(fine));
    assertInstanceOf(
        SettingException.class, assertThrows(ExecutionException.class, spoilt::get).getCause());
    assertInstanceOf(
        StackOverflowError.class, assertThrows(ExecutionException.class, fire::get).getCause());
    assertTrue(queue.alive());
  }

  @Test
  void moreThanTheCapacityIsRefusedAndOtherModelsAreNot() {
    Lane<Order> lane = lane("m", 10);
    block(lane);
    List<CompletableFuture<Sample>> taken = new ArrayList<>();
    for (int i = 0; i < CAPACITY; i++) {
      taken.add(submit(lane, "taken"));
    }
    QueueFullException full =
        assertThrows(QueueFullException.class, () -> submit(lane, "too many"));
    CompletableFuture<Sample> other = submit(lane("other", 1), "other");
    gate.countDown();

    assertTrue(full.retryAfter().toSeconds() >= 1, full.retryAfter()::toString);
    taken.forEach(CompletableFuture::join);
    assertEquals("other", name(other));
    assertFalse(runs.toString().contains("too many"), runs::toString);
  }

  @Test
  void whatNobodyWaitsForLeavesTheQueue() {
    Lane<Order> lane = lane("m", 1);
    block(lane);
    CompletableFuture<Sample> gone = submit(lane, "gone");
    CompletableFuture<Sample> late = submit(lane, "late");
    CompletableFuture<Sample> kept = submit(lane, "kept");
    assertEquals(3, depth("m"));
    assertTrue(gone.cancel(false));
    assertTrue(late.completeExceptionally(new java.util.concurrent.TimeoutException()));
    assertEquals(1, depth("m"));
    gate.countDown();

    assertEquals("kept", name(kept));
    assertEquals(List.of("block", "kept"), runs);
  }

  @Test
  void cancellingTheLastOneOfALaneGivesUpItsTurn() {
    Lane<Order> lane = lane("m", 1);
    Lane<Order> other = lane("other", 1);
    block(other);
    assertTrue(submit(lane, "gone").cancel(false));
    CompletableFuture<Sample> next = submit(other, "next");
    gate.countDown();

    assertEquals("next", name(next));
  }

  @Test
  void refusingFinishesWhatIsThereAndTakesNoMore() {
    Lane<Order> lane = lane("m", 1);
    block(lane);
    CompletableFuture<Sample> waiting = submit(lane, "waiting");
    queue.refuse();
    assertThrows(QueueClosedException.class, () -> submit(lane, "late"));
    gate.countDown();

    assertEquals("waiting", name(waiting));
    assertEquals(List.of("block", "waiting"), runs);
  }

  @Test
  void closingFinishesWhatRunsAndRefusesWhatWaits() {
    Lane<Order> lane = lane("m", 1);
    CompletableFuture<Sample> running = submit(lane, "block");
    await(blocked);
    CompletableFuture<Sample> waiting = submit(lane, "waiting");
    CompletableFuture<Void> closing = CompletableFuture.runAsync(queue::close);

    CompletionException refused = assertThrows(CompletionException.class, waiting::join);
    assertInstanceOf(QueueClosedException.class, refused.getCause());
    assertFalse(closing.isDone(), "closed while a generator ran");
    assertFalse(running.isDone());
    gate.countDown();
    closing.join();

    assertEquals("block", name(running));
    assertFalse(queue.alive());
    assertThrows(QueueClosedException.class, () -> submit(lane, "late"));
    queue.close();
  }

  @Test
  void metersTellWhatRan() {
    Lane<Order> lane = lane("m", 10);
    block(lane);
    CompletableFuture<Sample> a = queue.submit(lane, new Order("a", 2));
    CompletableFuture<Sample> b = queue.submit(lane, new Order("b", 3));
    assertEquals(2, depth("m"));
    gate.countDown();
    a.join();
    b.join();
    queue.close();

    assertEquals(0, depth("m"));
    assertEquals(3, registry.get("seisei.queue.wait").tag("model", "m").timer().count());
    assertEquals(2, registry.get("seisei.batch.duration").tag("model", "m").timer().count());
    assertEquals(2, registry.get("seisei.batch.requests").tag("model", "m").summary().max());
    assertEquals(5, registry.get("seisei.batch.rows").tag("model", "m").summary().max());
    assertEquals(3, registry.get("seisei.samples").tag("model", "m").counter().count());
  }

  private double depth(String model) {
    return registry.get("seisei.queue.depth").tag("model", model).gauge().value();
  }
}
