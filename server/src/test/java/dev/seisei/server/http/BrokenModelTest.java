package dev.seisei.server.http;

import static dev.seisei.server.http.Client.error;
import static dev.seisei.server.http.Client.header;
import static dev.seisei.server.http.Client.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seisei.server.pattern.Gate;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Of four models two are broken; and no request may take longer than a second. */
@QuarkusTest
@TestProfile(BrokenModelTest.Broken.class)
final class BrokenModelTest {
  /** Starts a server of its own. */
  public static final class Broken implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("seisei.server.request-timeout", "1s");
    }

    @Override
    public List<TestResourceEntry> testResources() {
      return List.of(new TestResourceEntry(TestModels.class, Map.of("broken", "true")));
    }

    @Override
    public boolean disableGlobalTestResources() {
      return true;
    }
  }

  @TestHTTPResource("/")
  @SuppressWarnings("NullAway.Init") // Quarkus fills it.
  URI root;

  private Client client;

  @BeforeEach
  void connect() {
    client = Client.connect(root);
  }

  @AfterEach
  void open() {
    Gate.open();
  }

  @Test
  void isNotReadyAndSaysWhy() {
    HttpResponse<byte[]> response = client.get("/q/health/ready");
    assertEquals(503, response.statusCode());
    JsonNode models = Client.check("models", response);
    assertEquals("DOWN", models.get("status").asText());
    JsonNode data = models.get("data");
    assertEquals("loaded", data.get("stripes").asText());
    assertEquals("loaded", data.get("dots").asText());
    assertTrue(data.get("mistyped").asText().contains("size"), data::toString);
    assertTrue(data.get("unknown").asText().contains("martian"), data::toString);
    assertEquals("UP", json(client.get("/q/health/live")).get("status").asText());
  }

  @Test
  void servesTheOthers() {
    assertEquals(200, client.sample("{\"model\":\"stripes\"}").statusCode());
    assertEquals(200, client.sample("{\"model\":\"dots\"}").statusCode());
    assertEquals(
        List.of("stripes", "dots"),
        json(client.get("/v1/models")).get("data").findValuesAsText("id"));
  }

  @Test
  void aBrokenModelIsUnavailable() {
    for (HttpResponse<byte[]> response :
        List.of(client.get("/v1/models/mistyped"), client.sample("{\"model\":\"mistyped\"}"))) {
      JsonNode error = error(503, response);
      assertEquals("model_unavailable", error.get("code").asText());
      assertFalse(error.get("message").asText().contains("/"), error::toString);
    }
  }

  @Test
  void whatTakesTooLongIsGivenUp() throws InterruptedException {
    Gate.close();
    HttpResponse<byte[]> response = client.sample("{\"model\":\"stripes\",\"kind\":\"held\"}");
    assertEquals("timeout", error(503, response).get("code").asText());
    assertFalse(header(response, "Retry-After").isEmpty());
    Gate.open();
    assertEquals(200, client.sample("{\"model\":\"stripes\"}").statusCode());
  }
}
