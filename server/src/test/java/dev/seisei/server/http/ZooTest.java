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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
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

  /** The models that make pictures of nothing, as many as they are asked for. */
  private List<String> samplers() {
    return ids().stream().filter(id -> details(id).at("/request/properties").has("n")).toList();
  }

  private JsonNode details(String id) {
    return json(client.get("/v1/models/" + id));
  }

  @Test
  void everyModelIsLoaded() {
    assertEquals(200, client.get("/q/health/ready").statusCode());
    assertTrue(samplers().containsAll(List.of("cvae-fashion", "vae-mnist")));
    assertTrue(ids().containsAll(List.of("deepdream", "style-transfer")), () -> ids().toString());
  }

  @Test
  void everyModelIsDescribed() {
    for (String id : ids()) {
      JsonNode model = details(id);
      assertTrue(model.get("card").get("text").asText().contains("# "), id);
      assertTrue(model.get("request").get("properties").size() > 1, model::toString);
    }
    for (String id : samplers()) {
      assertTrue(details(id).get("training").has("seed"), id);
    }
  }

  @Test
  void equalSeedsGiveEqualPicturesAloneAndUnderLoad() throws IOException {
    for (String id : samplers()) {
      List<byte[]> alone = new ArrayList<>();
      for (int seed = 0; seed < 8; seed++) {
        alone.add(client.sample("image/png", body(id, seed)).body());
      }
      int three = 3 * details(id).at("/config/width").asInt() + 4 * 2; // with margins between
      assertEquals(three, ImageIO.read(new ByteArrayInputStream(alone.get(0))).getWidth(), id);
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

  /** Models without weights of their own, which open another one. */
  @Test
  void picturesAreChanged() throws IOException {
    String image = picture("landscape.png");
    byte[] dream = client.sample("image/png", small("deepdream", image) + ",\"octaves\":2}").body();
    assertEquals(48, ImageIO.read(new ByteArrayInputStream(dream)).getWidth());
    byte[] styled =
        client
            .sample(
                "image/png",
                small("style-transfer", image) + ",\"style\":\"" + picture("strokes.png") + "\"}")
            .body();
    assertEquals(48, ImageIO.read(new ByteArrayInputStream(styled)).getWidth());
    JsonNode error = Client.error(400, client.sample("{\"model\":\"deepdream\"}"));
    assertEquals("image", error.get("param").asText());
    error = Client.error(400, client.sample(small("deepdream", image) + ",\"octaves\":16}"));
    assertEquals("octaves", error.get("param").asText());
  }

  private static String picture(String file) throws IOException {
    byte[] bytes = Files.readAllBytes(Path.of("../docs/models").resolve(file));
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static String small(String model, String image) {
    return "{\"model\":\"" + model + "\",\"size\":48,\"steps\":2,\"image\":\"" + image + "\"";
  }

  @Test
  void whatAModelCannotDoIsNamed() {
    JsonNode error = Client.error(400, client.sample("{\"model\":\"vae-mnist\",\"label\":3}"));
    assertEquals("label", error.get("param").asText());
    error = Client.error(400, client.sample("{\"model\":\"cvae-fashion\",\"label\":10}"));
    assertEquals("label", error.get("param").asText());
  }
}
