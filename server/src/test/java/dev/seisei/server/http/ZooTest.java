package dev.seisei.server.http;

import static dev.seisei.server.http.Client.json;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The models of the zoo, from the request to the picture. */
@QuarkusTest
@TestProfile(ZooTest.Zoo.class)
final class ZooTest {
  /** Starts a server of its own. */
  public static final class Zoo implements QuarkusTestProfile {
    @Override
    public List<TestResourceEntry> testResources() {
      return List.of(new TestResourceEntry(Repository.class));
    }

    @Override
    public boolean disableGlobalTestResources() {
      return true;
    }
  }

  /** Serves the zoo of this repository. */
  public static final class Repository implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
      System.setProperty("seisei.home", "..");
      return Map.of();
    }

    @Override
    public void stop() {
      System.clearProperty("seisei.home");
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

  private List<String> ids() {
    return json(client.get("/v1/models")).get("data").findValuesAsText("id");
  }

  @Test
  void everyModelIsLoaded() {
    assertEquals(200, client.get("/q/health/ready").statusCode());
    assertTrue(ids().containsAll(List.of("cvae-fashion", "vae-mnist")), () -> ids().toString());
  }

  @Test
  void everyModelIsDescribed() {
    for (String id : ids()) {
      JsonNode model = json(client.get("/v1/models/" + id));
      assertTrue(model.get("card").get("text").asText().contains("# "), id);
      assertTrue(model.get("training").has("seed"), model::toString);
      assertTrue(model.get("request").get("properties").has("n"), model::toString);
    }
  }

  @Test
  void equalSeedsGiveEqualPicturesAloneAndUnderLoad() throws IOException {
    for (String id : ids()) {
      List<byte[]> alone = new ArrayList<>();
      for (int seed = 0; seed < 8; seed++) {
        alone.add(client.sample("image/png", body(id, seed)).body());
      }
      assertEquals(92, ImageIO.read(new ByteArrayInputStream(alone.get(0))).getWidth());
      List<CompletableFuture<HttpResponse<byte[]>>> together = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        together.add(client.sampleLater("image/png", body(id, i % 8)));
      }
      for (int i = 0; i < 64; i++) {
        HttpResponse<byte[]> response = together.get(i).join();
        assertEquals(200, response.statusCode());
        assertArrayEquals(alone.get(i % 8), response.body());
      }
    }
  }

  private static String body(String id, int seed) {
    return "{\"model\":\"" + id + "\",\"n\":" + (9 + seed) + ",\"seed\":" + seed + "}";
  }

  @Test
  void whatAModelCannotDoIsNamed() {
    JsonNode error = Client.error(400, client.sample("{\"model\":\"vae-mnist\",\"label\":3}"));
    assertEquals("label", error.get("param").asText());
    error = Client.error(400, client.sample("{\"model\":\"cvae-fashion\",\"label\":10}"));
    assertEquals("label", error.get("param").asText());
  }
}
