package dev.seisei.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Speaks to the server over HTTP as anybody would. */
final class Client {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();

  private final URI root;

  private Client(URI root) {
    this.root = root;
  }

  /** Returns once no model is being loaded any more. */
  static Client connect(URI root) {
    Client client = new Client(root);
    long patience = System.nanoTime() + PATIENCE.toNanos();
    while (new String(client.get("/q/health/ready").body(), StandardCharsets.UTF_8)
        .contains("being loaded")) {
      assertTrue(System.nanoTime() < patience, "models are being loaded for ever");
    }
    return client;
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(root.resolve(path)).timeout(PATIENCE);
  }

  HttpResponse<byte[]> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  HttpResponse<byte[]> get(String path) {
    return send(request(path));
  }

  /** Asks for a sample. */
  HttpResponse<byte[]> sample(String accept, String body) {
    return send(sampleRequest(accept, BodyPublishers.ofString(body)));
  }

  HttpResponse<byte[]> sample(String body) {
    return sample("*/*", body);
  }

  CompletableFuture<HttpResponse<byte[]>> sampleLater(String accept, String body) {
    return http.sendAsync(
        sampleRequest(accept, BodyPublishers.ofString(body)).build(), BodyHandlers.ofByteArray());
  }

  HttpRequest.Builder sampleRequest(String accept, BodyPublisher body) {
    return request("/v1/samples")
        .header("Content-Type", "application/json")
        .header("Accept", accept)
        .POST(body);
  }

  static JsonNode json(HttpResponse<byte[]> response) {
    assertEquals("application/json", type(response));
    try {
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The media type without its parameters. */
  static String type(HttpResponse<?> response) {
    return response.headers().firstValue("Content-Type").orElse("").replaceAll(";.*", "");
  }

  static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  /** One of the checks in a report of the server's health. */
  static JsonNode check(String name, HttpResponse<byte[]> response) {
    for (JsonNode check : json(response).get("checks")) {
      if (check.get("name").asText().equals(name)) {
        return check;
      }
    }
    throw new AssertionError(name + " is not checked");
  }

  /** The error in a response, whose status and shape are checked. */
  static JsonNode error(int status, HttpResponse<byte[]> response) {
    JsonNode body = json(response);
    assertEquals(status, response.statusCode(), body::toString);
    assertEquals(1, body.size(), body::toString);
    JsonNode error = body.get("error");
    for (String field : new String[] {"message", "type", "param", "code"}) {
      assertTrue(error.has(field), body::toString);
    }
    assertEquals(4, error.size(), body::toString);
    String type =
        status == 429
            ? "rate_limit_error"
            : status >= 500 ? "server_error" : "invalid_request_error";
    assertEquals(type, error.get("type").asText());
    return error;
  }
}
