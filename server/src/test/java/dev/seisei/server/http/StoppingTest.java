package dev.seisei.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.server.pattern.Gate;
import io.quarkus.runtime.shutdown.ShutdownRecorder;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a server does between being told to stop and having finished its requests. */
@QuarkusTest
@TestProfile(StoppingTest.Stopped.class)
final class StoppingTest {
  /** Starts a server of its own. */
  public static final class Stopped implements QuarkusTestProfile {
    @Override
    public List<TestResourceEntry> testResources() {
      return List.of(new TestResourceEntry(TestModels.class));
    }

    @Override
    public boolean disableGlobalTestResources() {
      return true;
    }
  }

  @TestHTTPResource("/")
  @SuppressWarnings("NullAway.Init") // Quarkus fills it.
  URI root;

  @AfterEach
  void open() {
    Gate.open();
  }

  @Test
  void finishesWhatItHasAndTakesNoMore() throws InterruptedException {
    Client client = Client.connect(root);
    assertEquals(200, client.get("/q/health/ready").statusCode());
    Gate.close();
    CompletableFuture<HttpResponse<byte[]>> held =
        client.sampleLater("*/*", "{\"model\":\"stripes\",\"kind\":\"held\"}");
    Gate.awaitEntered();
    // What SIGTERM comes to: it returns once no request runs any more.
    CompletableFuture<Void> stopping = CompletableFuture.runAsync(ShutdownRecorder::runShutdown);
    awaitUnready(client);

    HttpResponse<byte[]> refused = client.sample("{\"model\":\"dots\"}");
    assertEquals("stopping", Client.error(503, refused).get("code").asText());
    assertEquals(200, client.get("/q/health/live").statusCode());
    assertFalse(stopping.isDone(), "stopped while a request ran");
    Gate.open();

    assertEquals(200, held.join().statusCode());
    stopping.join();
  }

  private static void awaitUnready(Client client) {
    long patience = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (client.get("/q/health/ready").statusCode() == 200) {
      assertTrue(System.nanoTime() < patience, "ready for ever");
    }
  }
}
