package dev.seisei.server.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.core.model.Finish;
import dev.seisei.core.model.GenerationListener;
import dev.seisei.core.model.Generator;
import dev.seisei.core.sample.Sample;
import dev.seisei.core.sample.Text;
import dev.seisei.core.settings.SettingException;
import dev.seisei.server.tale.TaleConfig;
import dev.seisei.server.tale.TaleGenerator;
import dev.seisei.server.tale.TaleRequest;
import dev.seisei.server.tale.TaleRequest.End;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests that join and leave between steps. */
@Timeout(60)
final class SessionTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final List<CompletableFuture<Sample>> submitted = new ArrayList<>();
  private SampleQueue queue;
  private Lane<TaleRequest> lane;

  @BeforeEach
  void start() {
    TaleGenerator.STEPS.clear();
    queue = SampleQueue.start("test", 100, registry);
    lane = queue.lane("tale", new TaleGenerator(new TaleConfig(4)));
  }

  @AfterEach
  void end() {
    submitted.forEach(each -> each.cancel(false));
    queue.close();
    assertEquals(0, TaleGenerator.SESSIONS.get());
  }

  /** Notes what it is told, and waits with the first piece, on the thread that computes. */
  private static final class Reader implements GenerationListener {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final StringBuilder text = new StringBuilder();
    private final List<Finish> finishes = new ArrayList<>();

    @Override
    public void piece(int index, String piece) {
      text.append(piece);
      if (begun.getCount() > 0) {
        begun.countDown();
        await(goOn);
      }
    }

    @Override
    public void finished(int index, Finish why) {
      finishes.add(why);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(30, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private CompletableFuture<Sample> submit(
      int n, int length, long seed, End end, GenerationListener listener) {
    CompletableFuture<Sample> result =
        queue.submit(lane, new TaleRequest(n, length, seed, end), listener);
    submitted.add(result);
    return result;
  }

  private CompletableFuture<Sample> submit(int length, long seed, End end) {
    return submit(1, length, seed, end, GenerationListener.SILENT);
  }

  private static List<String> texts(CompletableFuture<Sample> result) {
    return assertInstanceOf(Text.class, result.join()).pieces();
  }

  /** Takes the thread into the middle of a session's first step. */
  private Reader hold(int length, long seed, End end) {
    Reader reader = new Reader();
    var unused = submit(1, length, seed, end, reader);
    await(reader.begun);
    return reader;
  }

  @Test
  void requestsJoinBetweenStepsAndLeaveWhenTheyAreDone() {
    Reader first = hold(5, 1, End.GOOD);
    CompletableFuture<Sample> shorter = submit(2, 2, End.GOOD);
    first.goOn.countDown();
    shorter.join();
    submitted.get(0).join();

    assertEquals(
        List.of(
            List.of(1L),
            List.of(1L, 2L),
            List.of(1L, 2L),
            List.of(1L, 2L),
            List.of(1L),
            List.of(1L)),
        List.copyOf(TaleGenerator.STEPS));
    assertEquals(List.of(Finish.LENGTH), first.finishes);
    assertEquals(List.of(first.text.toString()), texts(submitted.get(0)));
  }

  @Test
  void textsAreEqualAloneAndTogether() {
    List<List<String>> alone = new ArrayList<>();
    for (int seed = 1; seed <= 6; seed++) {
      alone.add(texts(submit(2, 5 + seed, seed, End.GOOD, GenerationListener.SILENT)));
    }
    Reader held = hold(3, 99, End.GOOD);
    List<CompletableFuture<Sample>> together = new ArrayList<>();
    for (int seed = 1; seed <= 6; seed++) {
      together.add(submit(2, 5 + seed, seed, End.GOOD, GenerationListener.SILENT));
    }
    held.goOn.countDown();
    assertEquals(alone, together.stream().map(SessionTest::texts).toList());
    assertTrue(TaleGenerator.STEPS.stream().anyMatch(step -> step.size() > 1));
  }

  @Test
  void whoDoesNotFitWaitsAndIsNotOvertaken() {
    Reader held = hold(3, 1, End.GOOD);
    CompletableFuture<Sample> large = submit(4, 1, 2, End.GOOD, GenerationListener.SILENT);
    CompletableFuture<Sample> small = submit(1, 3, End.GOOD);
    held.goOn.countDown();
    large.join();
    small.join();
    List<Long> order = TaleGenerator.STEPS.stream().flatMap(List::stream).distinct().toList();
    assertEquals(List.of(1L, 2L, 3L), order);
    assertTrue(TaleGenerator.STEPS.stream().noneMatch(step -> step.size() > 1));
  }

  @Test
  void whatNeverFitsIsRefusedAndHarmsNobody() {
    CompletableFuture<Sample> never = submit(9, 1, 1, End.GOOD, GenerationListener.SILENT);
    CompletionException refused = assertThrows(CompletionException.class, never::join);
    assertInstanceOf(SettingException.class, refused.getCause());
    assertEquals(1, texts(submit(2, 2, End.GOOD)).size());
  }

  @Test
  void whatNobodyWaitsForLeavesWithTheNextStep() {
    Reader held = hold(0, 1, End.NEVER);
    CompletableFuture<Sample> other = submit(6, 2, End.GOOD);
    assertTrue(submitted.get(0).cancel(false));
    held.goOn.countDown();
    other.join();
    assertEquals(
        2, TaleGenerator.STEPS.stream().filter(step -> step.contains(1L)).count(), "steps of 1");
    assertEquals(1, held.text.length());
  }

  @Test
  void oneThatFailsHarmsNoOther() {
    Reader held = hold(2, 1, End.FAILING);
    CompletableFuture<Sample> good = submit(6, 2, End.GOOD);
    held.goOn.countDown();
    assertThrows(CompletionException.class, submitted.get(0)::join);
    assertEquals(6, texts(good).get(0).length());
  }

  @Test
  void aSessionThatFailsEndsThoseInItAndTheNextBeginsAnother() {
    Reader held = hold(2, 1, End.RUINOUS);
    CompletableFuture<Sample> good = submit(6, 2, End.GOOD);
    held.goOn.countDown();
    assertThrows(CompletionException.class, submitted.get(0)::join);
    assertThrows(CompletionException.class, good::join);
    assertEquals(6, texts(submit(6, 3, End.GOOD)).get(0).length());
    assertTrue(queue.alive());
  }

  /** An endless session would keep another model waiting for ever. */
  @Test
  void otherModelsHaveTheirTurnAndTheSessionGoesOn() {
    Lane<TaleRequest> other = queue.lane("other", new TaleGenerator(new TaleConfig(4)));
    Lane<Once> plain = queue.lane("plain", new Plain());
    Reader held = hold(0, 1, End.NEVER);
    CompletableFuture<Sample> second = queue.submit(other, new TaleRequest(1, 200, 2, End.GOOD));
    CompletableFuture<Sample> third = queue.submit(plain, new Once("third"));
    held.goOn.countDown();
    assertEquals(200, texts(second).get(0).length());
    assertEquals(List.of("third"), texts(third));
    assertFalse(submitted.get(0).isDone());
    assertEquals(3, texts(submit(3, 4, End.GOOD)).get(0).length(), "the first lane goes on");
  }

  /** A request of a model that does not step. */
  private record Once(String name) {}

  private static final class Plain implements Generator<Once> {
    @Override
    public Sample generate(Once request, GenerationListener listener) {
      return new Text(List.of(request.name()));
    }

    @Override
    public void close() {}
  }

  @Test
  void closingEndsWhatGoesOnAndRefusesWhatWaits() {
    Reader held = hold(0, 1, End.NEVER);
    CompletableFuture<Sample> waiting = submit(4, 5, 2, End.GOOD, GenerationListener.SILENT);
    CompletableFuture<Void> closing = CompletableFuture.runAsync(queue::close);
    while (queue.alive() && !refuses()) {
      Thread.onSpinWait();
    }
    held.goOn.countDown();
    closing.join();
    for (CompletableFuture<Sample> each : List.of(submitted.get(0), waiting)) {
      CompletionException ended = assertThrows(CompletionException.class, each::join);
      assertInstanceOf(QueueClosedException.class, ended.getCause());
    }
  }

  private boolean refuses() {
    try {
      var unused = submit(1, 5, End.GOOD);
      return false;
    } catch (QueueClosedException e) {
      return true;
    } catch (QueueFullException e) {
      return false;
    }
  }

  @Test
  void metersTellOfStepsAndPieces() {
    Reader held = hold(4, 1, End.GOOD);
    CompletableFuture<Sample> other = submit(2, 2, 2, End.EARLY, GenerationListener.SILENT);
    held.goOn.countDown();
    submitted.get(0).join();
    other.join();
    queue.close();
    assertEquals(4 + 2, registry.get("seisei.pieces").tag("model", "tale").counter().count());
    assertEquals(2, registry.get("seisei.first.piece").tag("model", "tale").timer().count());
    assertEquals(5, registry.get("seisei.session.step").tag("model", "tale").timer().count());
    assertEquals(2, registry.get("seisei.session.requests").tag("model", "tale").summary().max());
    assertEquals(0, registry.get("seisei.session.running").tag("model", "tale").gauge().value());
    assertEquals(2, registry.get("seisei.queue.wait").tag("model", "tale").timer().count());
    assertEquals(3, registry.get("seisei.samples").tag("model", "tale").counter().count());
    assertNull(registry.find("seisei.session.step").tag("model", "other").timer());
  }
}
