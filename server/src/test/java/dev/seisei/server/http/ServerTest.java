package dev.seisei.server.http;

import static dev.seisei.server.http.Client.error;
import static dev.seisei.server.http.Client.header;
import static dev.seisei.server.http.Client.json;
import static dev.seisei.server.http.Client.type;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(TestModels.class)
final class ServerTest {
  @TestHTTPResource("/")
  @SuppressWarnings("NullAway.Init") // Quarkus fills it.
  URI root;

  private Client client;

  @BeforeEach
  void connect() {
    client = Client.connect(root);
  }

  @Test
  void listsModelsInOpenAisEnvelopeTheZooFirst() {
    JsonNode list = json(client.get("/v1/models"));
    assertEquals("list", list.get("object").asText());
    assertEquals(List.of("stripes", "dots"), list.get("data").findValuesAsText("id"));
    JsonNode model = list.get("data").get(0);
    List<String> fields = new ArrayList<>();
    model.fieldNames().forEachRemaining(fields::add);
    assertEquals(
        List.of("id", "object", "created", "owned_by", "family", "description", "sample"), fields);
    assertEquals("model", model.get("object").asText());
    assertEquals("pattern", model.get("family").asText());
    assertTrue(model.get("created").asLong() > 1_700_000_000, model::toString);
    assertEquals(
        "{\"kind\":\"images\",\"formats\":[\"image/png\",\"image/gif\",\"application/json\"]}",
        model.get("sample").toString());
  }

  @Test
  void describesAModel() {
    JsonNode model = json(client.get("/v1/models/stripes"));
    assertEquals("stripes", model.get("id").asText());
    assertEquals("apache-2.0", model.get("card").get("head").get("license").asText());
    assertEquals("# Patterns\n", model.get("card").get("text").asText());
    assertEquals(64, model.get("config").get("rows_per_run").asInt());
    assertEquals(7, model.get("training").get("steps").asInt());
    JsonNode properties = model.get("request").get("properties");
    assertEquals("integer", properties.get("seed").get("type").asText());
    assertEquals(4, properties.get("n").get("default").asInt());
    assertFalse(model.get("request").get("additionalProperties").asBoolean());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nothing",
        "..%2Fzoo%2Fstripes",
        "%2Fetc%2Fpasswd",
        "..%5C..%5Cstripes",
        "stripes%00",
        "STRIPES",
        "no%20model"
      })
  void knowsNoOtherModels(String id) {
    JsonNode error = error(404, client.get("/v1/models/" + id));
    assertEquals("model_not_found", error.get("code").asText());
    assertEquals("model", error.get("param").asText());
    assertTrue(error.get("message").asText().contains("[stripes, dots]"), error::toString);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"nothing", "../zoo/stripes", "/etc/passwd", "zoo/stripes", "./stripes", ""})
  void makesNoSamplesOfOtherModels(String id) {
    JsonNode error = error(404, client.sample("{\"model\": \"" + id + "\"}"));
    assertEquals("model_not_found", error.get("code").asText());
  }

  @Test
  void theSameSeedGivesTheSamePicture() throws IOException {
    String body = "{\"model\":\"stripes\",\"n\":16,\"seed\":7}";
    HttpResponse<byte[]> first = client.sample("image/png", body);
    assertEquals(200, first.statusCode());
    assertEquals("image/png", type(first));
    assertEquals("7", header(first, "X-Seed"));
    assertEquals("nosniff", header(first, "X-Content-Type-Options"));
    assertEquals(
        42, ImageIO.read(new ByteArrayInputStream(first.body())).getWidth(), "4 of 8, and gaps");
    assertArrayEquals(first.body(), client.sample("image/png", body).body());
    assertFalse(
        java.util.Arrays.equals(
            first.body(), client.sample("image/png", body.replace("7", "8")).body()));
  }

  @Test
  void aSeedIsDrawnAndToldIfNoneIsGiven() {
    for (String none : List.of("{\"model\":\"dots\"}", "{\"model\":\"dots\",\"seed\":null}")) {
      HttpResponse<byte[]> drawn = client.sample("application/json", none);
      long seed = json(drawn).get("seed").asLong();
      assertEquals(Long.toString(seed), header(drawn, "X-Seed"));
      assertNotEquals(seed, json(client.sample("application/json", none)).get("seed").asLong());
      String again = "{\"model\":\"dots\",\"seed\":" + seed + "}";
      assertArrayEquals(drawn.body(), client.sample("application/json", again).body());
    }
  }

  @Test
  void jsonHasTheNumbersInAnEnvelope() {
    JsonNode body =
        json(client.sample("application/json", "{\"model\":\"dots\",\"n\":2,\"seed\":\"5\"}"));
    assertEquals("sample", body.get("object").asText());
    assertEquals("dots", body.get("model").asText());
    assertEquals(5, body.get("seed").asLong());
    assertEquals("[2,1,8,8]", body.get("sample").get("shape").toString());
    assertEquals(128, body.get("sample").get("data").size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "images  | */*                                    | image/png",
        "images  | image/*                                | image/png",
        "images  | image/gif                              | image/gif",
        "images  | text/csv, image/gif;q=0.5              | image/gif",
        "images  | application/json;q=0.1, image/gif;q=1  | image/gif",
        "images  | image/gif, image/png                   | image/png",
        "images  | image/png;q=0, image/*                 | image/gif",
        "vectors | */*                                    | application/json",
        "vectors | text/csv                               | text/csv",
        "vectors | image/png, */*;q=0.1                   | application/json",
      })
  void writesWhatIsAcceptedMostGladly(String kind, String accept, String expected) {
    HttpResponse<byte[]> response =
        client.sample(accept, "{\"model\":\"stripes\",\"n\":1,\"kind\":\"" + kind + "\"}");
    assertEquals(200, response.statusCode());
    assertEquals(expected, type(response));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "images  | text/csv        | image/png, image/gif, application/json",
        "images  | application/pdf | image/png",
        "images  | */*;q=0         | image/png",
        "images  | image/png;q=x   | image/png",
        "vectors | image/png       | application/json, text/csv",
      })
  void saysWhatItCanWriteInstead(String kind, String accept, String named) {
    JsonNode error =
        error(406, client.sample(accept, "{\"model\":\"stripes\",\"kind\":\"" + kind + "\"}"));
    assertTrue(error.get("message").asText().contains(named), error::toString);
  }

  @ParameterizedTest
  @ValueSource(strings = {"garbage", "image/", "/png", "image/png;", "a/b/c", ","})
  void anAcceptThatCannotBeReadIsNoFaultOfTheServer(String accept) {
    int status = client.sample(accept, "{\"model\":\"stripes\"}").statusCode();
    assertTrue(status == 200 || status == 400 || status == 406, accept + ": " + status);
    status = client.send(client.request("/v1/models").header("Accept", accept)).statusCode();
    assertTrue(status == 200 || status == 400 || status == 406, accept + ": " + status);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "n         | {'model':'stripes','n':0}",
        "n         | {'model':'stripes','n':-1}",
        "n         | {'model':'stripes','n':101}",
        "n         | {'model':'dots','n':9}",
        "n         | {'model':'stripes','n':1e999}",
        "n         | {'model':'stripes','n':1.5}",
        "n         | {'model':'stripes','n':'many'}",
        "n         | {'model':'stripes','n':[1]}",
        "n         | {'model':'stripes','n':{'a':1}}",
        "n         | {'model':'stripes','n':null}",
        "n         | {'model':'stripes','n':true}",
        "n         | {'model':'stripes','n':99999999999999999999999}",
        "seed      | {'model':'stripes','seed':'x'}",
        "seed      | {'model':'stripes','seed':9223372036854775808}",
        "kind      | {'model':'stripes','kind':'poems'}",
        "kind      | {'model':'stripes','kind':7}",
        "nn        | {'model':'stripes','nn':1}",
        "model     | {}",
        "model     | {'n':1}",
        "model     | {'model':7}",
        "model     | {'model':null}",
        "model     | {'model':['stripes']}",
        "kind      | {'model':'stripes','kind':'refused'}",
      })
  void namesTheFieldThatIsNotAsItMustBe(String field, String body) {
    JsonNode error = error(400, client.sample(body.replace('\'', '"')));
    assertEquals(field, error.get("param").asText());
    assertEquals("invalid_value", error.get("code").asText());
    assertTrue(error.get("message").asText().contains(field), error::toString);
  }

  @Test
  void anUnknownKeyIsToldThoseThereAre() {
    String message =
        error(400, client.sample("{\"model\":\"stripes\",\"x\":1}")).get("message").asText();
    for (String known : List.of("n", "seed", "kind")) {
      assertTrue(message.contains(known), message);
    }
  }

  @Test
  void aLongKeyIsNotReadBackWhole() {
    String key = "k".repeat(40_000);
    JsonNode error = error(400, client.sample("{\"model\":\"stripes\",\"" + key + "\":1}"));
    String param = error.get("param").asText();
    assertTrue(param.startsWith("kkk") && param.length() <= 200, param);
    String message = error.get("message").asText();
    assertTrue(message.length() <= 400, message);
  }

  @Test
  void anErrorIsAnsweredAndCounted() {
    JsonNode error = error(500, client.sample("{\"model\":\"dots\",\"kind\":\"overflowing\"}"));
    assertEquals("internal_error", error.get("code").asText());
    String metrics = new String(client.get("/q/metrics").body(), StandardCharsets.UTF_8);
    assertTrue(
        metrics.contains("seisei_requests_seconds_count{model=\"dots\",outcome=\"failed\"}"),
        metrics);
  }

  @Test
  void otherMethodsAreNotAllowed() {
    error(405, client.get("/v1/samples"));
    error(405, client.send(client.request("/v1/samples").DELETE()));
    error(405, client.send(client.request("/v1/models").PUT(BodyPublishers.ofString("{}"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1",
        "/v1/nothing",
        "/v1/models/a/b",
        "/nothing",
        "/v1/samples/x",
        "/v1/models/%2e%2e"
      })
  void otherPathsAreNotFound(String path) {
    error(404, client.get(path));
  }

  @Test
  void aRequestThatNoWaitingHelpsIsTooLarge() {
    HttpResponse<byte[]> response = client.sample("{\"model\":\"stripes\",\"kind\":\"large\"}");
    JsonNode error = error(413, response);
    assertEquals("out_of_memory", error.get("code").asText());
    String message = error.get("message").asText();
    assertTrue(message.contains("TiB") && message.contains("ask for less"), message);
    assertTrue(response.headers().firstValue("Retry-After").isEmpty());
    assertEquals(200, client.sample("{\"model\":\"stripes\"}").statusCode());
  }

  @Test
  void aRequestThatTakesMoreMemoryThanIsLeftMayTryAgain() {
    HttpResponse<byte[]> response = client.sample("{\"model\":\"stripes\",\"kind\":\"crowded\"}");
    JsonNode error = error(503, response);
    assertEquals("out_of_memory", error.get("code").asText());
    assertEquals("1", response.headers().firstValue("Retry-After").orElse(""));
    assertEquals(200, client.sample("{\"model\":\"stripes\"}").statusCode());
  }

  @Test
  void aFailureOfAModelIsToldWithoutItsInsides() {
    HttpResponse<byte[]> response = client.sample("{\"model\":\"stripes\",\"kind\":\"failing\"}");
    JsonNode error = error(500, response);
    assertEquals("internal_error", error.get("code").asText());
    String text = new String(response.body(), StandardCharsets.UTF_8);
    assertFalse(text.contains("secret") || text.contains("Exception"), text);
    assertEquals(200, client.sample("{\"model\":\"stripes\"}").statusCode());
  }

  @Test
  void isReadyAndAlive() {
    HttpResponse<byte[]> ready = client.get("/q/health/ready");
    assertEquals("UP", json(ready).get("status").asText());
    JsonNode models = Client.check("models", ready);
    assertEquals("{\"stripes\":\"loaded\",\"dots\":\"loaded\"}", models.get("data").toString());
    assertEquals("UP", json(client.get("/q/health/live")).get("status").asText());
  }

  @Test
  void metersAreThereByModel() {
    assertEquals(200, client.sample("{\"model\":\"dots\",\"n\":3}").statusCode());
    error(400, client.sample("{\"model\":\"dots\",\"n\":0}"));
    String metrics = new String(client.get("/q/metrics").body(), StandardCharsets.UTF_8);
    for (String meter :
        List.of(
            "seisei_queue_depth{model=\"dots\"}",
            "seisei_queue_wait_seconds_count{model=\"dots\"}",
            "seisei_batch_requests_count{model=\"dots\"}",
            "seisei_batch_rows_sum{model=\"dots\"}",
            "seisei_batch_duration_seconds_sum{model=\"dots\"}",
            "seisei_samples_total{model=\"dots\"}",
            "seisei_requests_seconds_count{model=\"dots\",outcome=\"ok\"}",
            "seisei_requests_seconds_count{model=\"dots\",outcome=\"invalid\"}",
            "seisei_kernels_total{provider=\"onednn\"}",
            "seisei_kernels_total{provider=\"reference\"} 0.0")) {
      assertTrue(metrics.contains(meter), () -> meter + " is missing in\n" + metrics);
    }
  }

  @Test
  void describesItselfInOpenApi() {
    JsonNode paths = json(client.send(client.request("/q/openapi?format=json"))).get("paths");
    List<String> names = new ArrayList<>();
    paths.fieldNames().forEachRemaining(names::add);
    assertEquals(List.of("/v1/models", "/v1/models/{id}", "/v1/samples"), names);
    JsonNode post = paths.get("/v1/samples").get("post");
    List<String> statuses = new ArrayList<>();
    post.get("responses").fieldNames().forEachRemaining(statuses::add);
    assertEquals(List.of("200", "400", "404", "406", "413", "415", "429", "500", "503"), statuses);
    Set<String> formats = new HashSet<>();
    post.get("responses").get("200").get("content").fieldNames().forEachRemaining(formats::add);
    assertEquals(Set.copyOf(Formats.mediaTypes(Formats.all())), formats);
    assertEquals(
        "model",
        post.get("requestBody")
            .get("content")
            .get("application/json")
            .get("schema")
            .get("required")
            .get(0)
            .asText());
  }

  @Test
  void thePageNeedsNothingFromElsewhere() {
    HttpResponse<byte[]> page = client.get("/");
    assertEquals(200, page.statusCode());
    assertEquals("text/html", type(page));
    assertTrue(header(page, "Content-Security-Policy").startsWith("default-src 'none'"));
    for (String part : List.of("/", "/seisei.js", "/seisei.css")) {
      HttpResponse<byte[]> response = client.get(part);
      assertEquals(200, response.statusCode(), part);
      String text = new String(response.body(), StandardCharsets.UTF_8);
      assertFalse(text.contains("https://") || text.contains("src=\"//"), part);
    }
  }
}
