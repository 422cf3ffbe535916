package dev.seisei.server.http;

import static dev.seisei.server.http.Client.error;
import static dev.seisei.server.http.Client.header;
import static dev.seisei.server.http.Client.json;
import static dev.seisei.server.http.Client.type;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.seisei.server.tale.TaleGenerator;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text that comes as it is made. */
@QuarkusTest
@TestProfile(StreamTest.Stepping.class)
final class StreamTest {
  /** Starts a server of its own. */
  public static final class Stepping implements QuarkusTestProfile {
    @Override
    public List<TestResourceEntry> testResources() {
      return List.of(new TestResourceEntry(TestModels.class, Map.of("stepping", "true")));
    }

    @Override
    public boolean disableGlobalTestResources() {
      return true;
    }
  }

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String EVENTS = "text/event-stream";

  @TestHTTPResource("/")
  @SuppressWarnings("NullAway.Init") // Quarkus fills it.
  URI root;

  private Client client;

  @BeforeEach
  void connect() {
    client = Client.connect(root);
    TaleGenerator.STEPS.clear();
  }

  private static String body(int n, int length, long seed, String end) {
    return "{\"model\":\"tale\",\"n\":%d,\"length\":%d,\"seed\":%d,\"end\":\"%s\"}"
        .formatted(n, length, seed, end);
  }

  /** An event with its data. */
  private record Event(String name, JsonNode data) {
    static List<Event> all(byte[] stream) {
      String text = new String(stream, StandardCharsets.UTF_8);
      assertTrue(text.endsWith("\n\n"), text);
      return Stream.of(text.strip().split("\n\n", -1)).map(Event::parse).toList();
    }

    static Event parse(String lines) {
      String[] parts = lines.split("\n", -1);
      assertEquals(2, parts.length, lines);
      assertTrue(parts[0].startsWith("event: ") && parts[1].startsWith("data: "), lines);
      try {
        return new Event(parts[0].substring(7), JSON.readTree(parts[1].substring(6)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static String text(List<Event> events, int index) {
    return events.stream()
        .filter(event -> event.name().equals("piece"))
        .filter(event -> event.data().get("index").asInt() == index)
        .map(event -> event.data().get("text").asText())
        .collect(Collectors.joining());
  }

  @Test
  void piecesTogetherAreTheTextAndTheLastEventSaysHowItEnded() {
    HttpResponse<byte[]> response = client.sample(EVENTS, body(2, 9, 7, "good"));
    assertEquals(200, response.statusCode());
    assertEquals(EVENTS, type(response));
    assertEquals("7", header(response, "X-Seed"));
    assertEquals("no-store", header(response, "Cache-Control"));
    List<Event> events = Event.all(response.body());
    assertEquals(19, events.size());
    Event last = events.get(18);
    assertEquals("done", last.name());
    assertEquals(
        "{\"object\":\"sample\",\"model\":\"tale\",\"seed\":7,\"finish\":[\"length\",\"length\"]}",
        last.data().toString());
    JsonNode whole = json(client.sample("application/json", body(2, 9, 7, "good"))).get("sample");
    assertEquals(whole.get(0).asText(), text(events, 0));
    assertEquals(whole.get(1).asText(), text(events, 1));
    String plain =
        new String(
            client.sample("text/plain", body(2, 9, 7, "good")).body(), StandardCharsets.UTF_8);
    assertEquals(text(events, 0) + "\n\n" + text(events, 1) + "\n", plain);
  }

  @Test
  void aTextThatEndsByItselfSaysSoAndAnEmptyOneHasNoPieces() {
    List<Event> early = Event.all(client.sample(EVENTS, body(1, 8, 7, "early")).body());
    assertEquals("[\"stop\"]", early.get(early.size() - 1).data().get("finish").toString());
    assertEquals(4, text(early, 0).length());
    List<Event> empty = Event.all(client.sample(EVENTS, body(1, 0, 7, "good")).body());
    assertEquals(List.of("done"), empty.stream().map(Event::name).toList());
  }

  @Test
  void aSeedIsDrawnAndTold() {
    HttpResponse<byte[]> response = client.sample(EVENTS, "{\"model\":\"tale\"}");
    List<Event> events = Event.all(response.body());
    assertEquals(
        header(response, "X-Seed"), events.get(events.size() - 1).data().get("seed").toString());
  }

  @Test
  void streamsAreEqualAloneAndTogether() {
    List<byte[]> alone = new ArrayList<>();
    for (int seed = 0; seed < 12; seed++) {
      alone.add(client.sample(EVENTS, body(1, 50, seed, "good")).body());
    }
    List<CompletableFuture<HttpResponse<byte[]>>> together = new ArrayList<>();
    for (int seed = 0; seed < 12; seed++) {
      together.add(client.sampleLater(EVENTS, body(1, 50, seed, "good")));
    }
    for (int seed = 0; seed < 12; seed++) {
      assertArrayEquals(alone.get(seed), together.get(seed).join().body());
    }
  }

  /** It would never be whole. */
  @Test
  void textComesWhileItIsMadeAndEndsWhenTheClientGoesAway() throws IOException {
    try (Socket socket = new Socket(root.getHost(), root.getPort())) {
      String body = body(1, 0, 5, "never");
      String head =
          "POST /v1/samples HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
              + "Accept: text/event-stream\r\nContent-Length: "
              + body.length()
              + "\r\n\r\n";
      socket.getOutputStream().write((head + body).getBytes(StandardCharsets.US_ASCII));
      BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      assertEquals("HTTP/1.1 200 OK", reader.readLine());
      long pieces = reader.lines().filter(line -> line.startsWith("data: ")).limit(20).count();
      assertEquals(20, pieces);
      assertEquals(1, TaleGenerator.SESSIONS.get());
      // Others of the model and other models are served meanwhile.
      assertEquals(200, client.sample(body(1, 5, 6, "good")).statusCode());
      assertEquals(200, client.sample("{\"model\":\"stripes\"}").statusCode());
    }
    awaitIdle();
    String metrics = new String(client.get("/q/metrics").body(), StandardCharsets.UTF_8);
    assertTrue(
        metrics.contains("seisei_requests_seconds_count{model=\"tale\",outcome=\"cancelled\"}"),
        metrics);
    assertTrue(metrics.contains("seisei_pieces_total{model=\"tale\"}"), metrics);
    assertTrue(metrics.contains("seisei_first_piece_seconds_count{model=\"tale\"}"), metrics);
    assertTrue(metrics.contains("seisei_session_running{model=\"tale\"} 0.0"), metrics);
  }

  private static void awaitIdle() {
    long patience = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (TaleGenerator.SESSIONS.get() > 0) {
      assertTrue(System.nanoTime() < patience, "the sample goes on for ever");
      Thread.onSpinWait();
    }
  }

  @Test
  void aFailureIsAStatusBeforeTheFirstEventAndAnEventAfterIt() {
    error(500, client.sample(EVENTS, body(1, 0, 1, "failing")));
    JsonNode large = error(400, client.sample(EVENTS, body(99, 5, 1, "good")));
    assertEquals("n", large.get("param").asText());
    HttpResponse<byte[]> response = client.sample(EVENTS, body(1, 3, 1, "failing"));
    assertEquals(200, response.statusCode());
    List<Event> events = Event.all(response.body());
    assertEquals(
        List.of("piece", "piece", "piece", "error"), events.stream().map(Event::name).toList());
    JsonNode error = events.get(3).data().get("error");
    assertEquals("internal_error", error.get("code").asText());
    assertFalse(events.toString().contains("secret"), events::toString);
  }

  @Test
  void whatIsAskedForWronglyIsAnsweredAsElsewhere() {
    assertEquals(
        "length", error(400, client.sample(EVENTS, body(1, -1, 1, "good"))).get("param").asText());
    error(404, client.sample(EVENTS, "{\"model\":\"nothing\"}"));
    error(400, client.sample(EVENTS, "{"));
  }

  @Test
  void otherModelsDoNotStream() {
    JsonNode error = error(406, client.sample(EVENTS, "{\"model\":\"stripes\"}"));
    assertEquals("not_acceptable", error.get("code").asText());
    assertFalse(error.get("message").asText().contains(EVENTS), error::toString);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"*/*", "text/*", "text/plain, text/event-stream", "text/event-stream;q=0.5, */*"})
  void filesComeFirst(String accept) {
    assertEquals("text/plain", type(client.sample(accept, body(1, 5, 1, "good"))));
  }

  @Test
  void streamsAreTakenWhereTheyAreLikedBetter() {
    assertEquals(
        EVENTS, type(client.sample("text/event-stream, */*;q=0.5", body(1, 5, 1, "good"))));
    assertEquals(
        "image/png",
        type(client.sample("text/event-stream, */*;q=0.5", "{\"model\":\"stripes\"}")));
  }

  @Test
  void modelsSayThatTheyStream() {
    JsonNode model = json(client.get("/v1/models/tale"));
    assertEquals(
        "{\"kind\":\"text\",\"formats\":[\"text/plain\",\"application/json\",\"text/event-stream\"]}",
        model.get("sample").toString());
  }
}
