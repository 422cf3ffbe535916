package dev.seisei.server.http;

import static dev.seisei.server.http.Client.header;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.server.pattern.Gate;
import dev.seisei.server.pattern.PatternGenerator;
import dev.seisei.server.pattern.PatternRequest;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.inject.spi.CDI;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestModels.class)
final class LoadTest {
  private static final String HELD = "{\"model\":\"stripes\",\"n\":1,\"seed\":0,\"kind\":\"held\"}";

  /** As many as may wait. */
  private static final int CAPACITY = 64;

  @TestHTTPResource("/")
  @SuppressWarnings("NullAway.Init") // Quarkus fills it.
  URI root;

  private Client client;

  @BeforeEach
  void connect() {
    client = Client.connect(root);
    PatternGenerator.RUNS.clear();
  }

  @AfterEach
  void open() {
    Gate.open();
  }

  private static String body(int seed, int n) {
    return "{\"model\":\"stripes\",\"n\":" + n + ",\"seed\":" + seed + "}";
  }

  private CompletableFuture<HttpResponse<byte[]>> later(int seed, int n) {
    return client.sampleLater("image/png", body(seed, n));
  }

  /** Keeps the compute thread busy until the gate opens. */
  private CompletableFuture<HttpResponse<byte[]>> hold() throws InterruptedException {
    Gate.close();
    CompletableFuture<HttpResponse<byte[]>> held = client.sampleLater("*/*", HELD);
    Gate.awaitEntered();
    return held;
  }

  private static void awaitDepth(int depth) {
    MeterRegistry registry = CDI.current().select(MeterRegistry.class).get();
    long patience = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    while (registry.get("seisei.queue.depth").tag("model", "stripes").gauge().value() != depth) {
      assertTrue(System.nanoTime() < patience, () -> depth + " requests never waited");
      Thread.onSpinWait();
    }
  }

  @Test
  void whatWaitsIsJoinedAndEqualsWhatRunsAlone() throws InterruptedException {
    List<byte[]> alone = new ArrayList<>();
    for (int seed = 1; seed <= 5; seed++) {
      alone.add(client.sample("image/png", body(seed, seed)).body());
    }
    CompletableFuture<HttpResponse<byte[]>> held = hold();
    PatternGenerator.RUNS.clear();
    List<CompletableFuture<HttpResponse<byte[]>>> waiting = new ArrayList<>();
    for (int seed = 1; seed <= 5; seed++) {
      waiting.add(later(seed, seed));
    }
    awaitDepth(5);
    Gate.open();

    for (int i = 0; i < 5; i++) {
      assertArrayEquals(alone.get(i), waiting.get(i).join().body());
    }
    assertEquals(200, held.join().statusCode());
    assertEquals(1, PatternGenerator.RUNS.size(), PatternGenerator.RUNS::toString);
    assertEquals(5, PatternGenerator.RUNS.element().size());
  }

  @Test
  void aBadRequestInABatchDoesNotHarmTheOthers() throws InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> held = hold();
    CompletableFuture<HttpResponse<byte[]>> good = later(1, 1);
    CompletableFuture<HttpResponse<byte[]>> bad =
        client.sampleLater("*/*", "{\"model\":\"stripes\",\"kind\":\"refused\"}");
    CompletableFuture<HttpResponse<byte[]>> failing =
        client.sampleLater("*/*", "{\"model\":\"stripes\",\"kind\":\"failing\"}");
    awaitDepth(3);
    Gate.open();

    assertEquals(200, held.join().statusCode());
    assertEquals(200, good.join().statusCode());
    assertEquals("kind", Client.error(400, bad.join()).get("param").asText());
    Client.error(500, failing.join());
  }

  @Test
  void aFullQueueSaysWhenToComeAgain() throws InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> held = hold();
    List<CompletableFuture<HttpResponse<byte[]>>> waiting = new ArrayList<>();
    for (int i = 0; i < CAPACITY; i++) {
      waiting.add(later(i, 1));
    }
    awaitDepth(CAPACITY);
    HttpResponse<byte[]> refused = client.sample(body(1, 1));
    assertEquals("queue_full", Client.error(429, refused).get("code").asText());
    assertTrue(Integer.parseInt(header(refused, "Retry-After")) >= 1);
    assertEquals(200, client.get("/v1/models").statusCode());
    Gate.open();

    assertEquals(200, held.join().statusCode());
    waiting.forEach(response -> assertEquals(200, response.join().statusCode()));
    assertEquals(200, client.sample(body(1, 1)).statusCode());
  }

  @Test
  void manyClientsGetEqualBytesForEqualSeeds() {
    Map<Integer, byte[]> bySeed = new ConcurrentHashMap<>();
    for (int seed = 0; seed < 8; seed++) {
      bySeed.put(seed, client.sample("image/png", body(seed, 10)).body());
    }
    List<CompletableFuture<Integer>> clients = new ArrayList<>();
    ExecutorService crowd = Executors.newFixedThreadPool(64);
    for (int i = 0; i < 64; i++) {
      int first = i;
      clients.add(CompletableFuture.supplyAsync(() -> askAgain(bySeed, first), crowd));
    }
    int served = clients.stream().mapToInt(CompletableFuture::join).sum();
    crowd.shutdown();
    assertTrue(served >= 64, () -> "only " + served + " were served");
  }

  /** Asks ten times in a row; returns how many were served. */
  private int askAgain(Map<Integer, byte[]> bySeed, int first) {
    int served = 0;
    for (int i = 0; i < 10; i++) {
      int seed = (first + i) % 8;
      HttpResponse<byte[]> response = client.sample("image/png", body(seed, 10));
      if (response.statusCode() == 429) {
        assertFalse(header(response, "Retry-After").isEmpty());
        continue;
      }
      assertEquals(200, response.statusCode());
      assertArrayEquals(bySeed.get(seed), response.body());
      served++;
    }
    return served;
  }

  @Test
  void whoGoesAwayLeavesTheQueue() throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> held = hold();
    try (Socket socket = new Socket(root.getHost(), root.getPort())) {
      String body = body(12345, 1);
      socket
          .getOutputStream()
          .write(
              ("POST /v1/samples HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                      + "Content-Length: "
                      + body.length()
                      + "\r\n\r\n"
                      + body)
                  .getBytes(StandardCharsets.US_ASCII));
      awaitDepth(1);
    }
    awaitDepth(0);
    Gate.open();

    assertEquals(200, held.join().statusCode());
    assertEquals(200, client.sample(body(1, 1)).statusCode());
    assertFalse(
        PatternGenerator.RUNS.stream()
            .flatMap(List::stream)
            .mapToLong(PatternRequest::seed)
            .anyMatch(seed -> seed == 12345),
        PatternGenerator.RUNS::toString);
  }
}
