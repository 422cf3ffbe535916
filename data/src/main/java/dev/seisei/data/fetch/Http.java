package dev.seisei.data.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * HTTP as all transfers use it. Redirects are followed here and not by the JDK, so that a secret
 * stays with the host that it is for.
 */
public final class Http {
  static final int OK = 200;
  static final int PARTIAL_CONTENT = 206;
  static final int RANGE_NOT_SATISFIABLE = 416;

  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final int MOST_REDIRECTS = 10;

  /** How long a connection, an answer or the next byte may take. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private Http() {}

  /** Built when it is first needed. */
  private static final class Client {
    static final HttpClient SHARED =
        HttpClient.newBuilder()
            .connectTimeout(PATIENCE)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /**
   * What lets one in at a host, and is sent to no other.
   *
   * @param home any address of the host
   * @param authorization the value of the header
   */
  public record Secret(URI home, String authorization) {
    /** Without the secret itself: this may get into a log. */
    @Override
    public String toString() {
      return "Secret[home=" + home + "]";
    }
  }

  /**
   * Asks for an address, following redirects. The caller closes the body.
   *
   * @param secret sent to its own host only, wherever redirects lead
   * @throws IOException if there is no answer, with what was asked for and the reason
   */
  public static HttpResponse<InputStream> get(
      URI address, Map<String, String> headers, Optional<Secret> secret) throws IOException {
    URI at = address;
    for (int i = 0; i <= MOST_REDIRECTS; i++) {
      HttpResponse<InputStream> response = send(address, request(at, headers, secret));
      if (!REDIRECTS.contains(response.statusCode())) {
        return response;
      }
      response.body().close();
      at = target(address, at, response);
    }
    throw new IOException(address + " redirects more than " + MOST_REDIRECTS + " times");
  }

  private static HttpRequest request(URI at, Map<String, String> headers, Optional<Secret> secret) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(at).timeout(PATIENCE).header("User-Agent", "seisei");
    headers.forEach(request::header);
    secret
        .filter(each -> sameOrigin(each.home(), at))
        .ifPresent(each -> request.header("Authorization", each.authorization()));
    return request.build();
  }

  private static URI target(URI address, URI at, HttpResponse<?> response) throws IOException {
    String location =
        response
            .headers()
            .firstValue("Location")
            .orElseThrow(() -> new IOException(address + " redirects to nowhere"));
    URI target;
    try {
      target = at.resolve(location);
    } catch (IllegalArgumentException e) {
      throw new IOException(address + " redirects to what is no address", e);
    }
    boolean safe = "https".equals(target.getScheme());
    if (!safe && !("http".equals(target.getScheme()) && "http".equals(at.getScheme()))) {
      throw new IOException(
          address + " redirects from https to " + target.getScheme() + ", which is not safe");
    }
    return target;
  }

  static boolean sameOrigin(URI a, URI b) {
    return Objects.equals(a.getScheme(), b.getScheme())
        && lower(a.getHost()).equals(lower(b.getHost()))
        && port(a) == port(b);
  }

  private static String lower(String host) {
    return String.valueOf(host).toLowerCase(Locale.ROOT);
  }

  private static int port(URI address) {
    if (address.getPort() >= 0) {
      return address.getPort();
    }
    return "https".equals(address.getScheme()) ? 443 : 80;
  }

  private static HttpResponse<InputStream> send(URI address, HttpRequest request)
      throws IOException {
    try {
      return Client.SHARED.send(request, BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while asking for " + address, e);
    } catch (IOException e) {
      if (String.valueOf(e.getMessage()).contains("bytes received")) {
        // The body ended early, and the client was told so before it could give out the answer.
        throw new CutOffException(address + " ended its answer early", e);
      }
      throw new UnreachableException("cannot reach " + address + " (" + e + ")", e);
    }
  }

  /** An answer began and was cut off. */
  static final class CutOffException extends IOException {
    private static final long serialVersionUID = 1;

    CutOffException(String message, IOException cause) {
      super(message, cause);
    }
  }

  /** There was no answer: no network, no such host, nobody listens there. */
  public static final class UnreachableException extends IOException {
    private static final long serialVersionUID = 1;

    UnreachableException(String message, IOException cause) {
      super(message, cause);
    }
  }
}
