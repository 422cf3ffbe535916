package dev.seisei.server.http;

import static dev.seisei.server.http.Client.error;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a request's body must be before anything in it is looked at. */
@QuarkusTest
@QuarkusTestResource(TestModels.class)
final class BodyTest {
  @TestHTTPResource("/")
  @SuppressWarnings("NullAway.Init") // Quarkus fills it.
  URI root;

  private Client client;

  @BeforeEach
  void connect() {
    client = Client.connect(root);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "hello",
        "[]",
        "7",
        "null",
        "\"stripes\"",
        "{\"model\":\"stripes\"",
        "{\"model\":\"stripes\"} {}",
        "{\"model\":\"stripes\",\"n\":1,\"n\":2}",
        "{'model':'stripes'}",
        "{\"model\":\"stripes\",\"n\":NaN}",
        "model=stripes"
      })
  void aBodyMustBeAJsonObject(String body) {
    JsonNode error = error(400, client.sample(body));
    assertEquals("invalid_json", error.get("code").asText());
    assertTrue(error.get("param").isNull(), error::toString);
  }

  @Test
  void deepJsonIsRefused() {
    String deep = "{\"model\":\"stripes\",\"n\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
    JsonNode error = error(400, client.sample(deep));
    assertEquals("invalid_json", error.get("code").asText());
    String message = error.get("message").asText();
    assertTrue(message.startsWith("the body is nested too deeply (more than 16)"), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "7", "null", "\"stripes\"", "{} {}"})
  void whatIsNoObjectIsToldSo(String body) {
    assertEquals(
        "the body must be a JSON object, and nothing else",
        error(400, client.sample(body)).get("message").asText());
  }

  @Test
  void invalidUtf8IsRefused() {
    byte[] body = "{\"model\":\"x stripes\"}".getBytes(StandardCharsets.US_ASCII);
    for (int[] bad : new int[][] {{0xff, 0xfe}, {0xc3, 0x28}, {0xed, 0xa0}}) {
      body[10] = (byte) bad[0];
      body[11] = (byte) bad[1];
      JsonNode error =
          error(400, client.send(client.sampleRequest("*/*", BodyPublishers.ofByteArray(body))));
      assertEquals("invalid_json", error.get("code").asText());
    }
  }

  @Test
  void aHugeBodyIsRefusedWhetherItsLengthIsToldOrNot() {
    byte[] huge = new byte[(8 << 20) + 1];
    Arrays.fill(huge, (byte) ' ');
    JsonNode told =
        error(413, client.send(client.sampleRequest("*/*", BodyPublishers.ofByteArray(huge))));
    assertEquals("body_too_large", told.get("code").asText());
    JsonNode untold =
        error(
            413,
            client.send(
                client.sampleRequest(
                    "*/*", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(huge)))));
    assertEquals("body_too_large", untold.get("code").asText());
  }

  @Test
  void aLargeBodyIsRead() {
    String body = "{\"model\":\"stripes\"," + " ".repeat(7 << 20) + "\"n\":1}";
    assertEquals(200, client.sample(body).statusCode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "application/xml", ""})
  void aBodyMustSayThatItIsJson(String contentType) {
    var request =
        client.request("/v1/samples").POST(BodyPublishers.ofString("{\"model\":\"stripes\"}"));
    if (!contentType.isEmpty()) {
      request.header("Content-Type", contentType);
    }
    error(415, client.send(request));
  }

  @Test
  void jsonMayNameItsEncoding() {
    var request =
        client
            .request("/v1/samples")
            .header("Content-Type", "application/json; charset=utf-8")
            .POST(BodyPublishers.ofString("{\"model\":\"stripes\"}"));
    assertEquals(200, client.send(request).statusCode());
  }
}
