package dev.seisei.data.pull;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.seisei.core.settings.SettingException;
import dev.seisei.data.fetch.Http;
import dev.seisei.data.fetch.HttpTransfer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The hub of Hugging Face, or another server that speaks as it does.
 *
 * <p>Source: the hub's API and its Python client. {@code /api/models/REPO/revision/REV} tells the
 * commit, {@code /api/models/REPO/tree/REV} the files page by page (header {@code Link}), {@code
 * /REPO/resolve/REV/PATH} redirects to the content; errors are told apart by {@code X-Error-Code}.
 */
final class Hub {
  private static final String PUBLIC = "https://huggingface.co";
  private static final int OK = 200;
  private static final int MAX_PAGE = 32 << 20;
  private static final int MOST_PAGES = 1000;
  private static final Pattern NEXT = Pattern.compile("<([^>]+)>\\s*;[^,]*rel=\"?next\"?");
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern TOKEN = Pattern.compile("[!-~]+");

  private static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(64).build())
                  .build())
          .build();

  private final String endpoint;
  private final Optional<Http.Secret> secret;

  private Hub(String endpoint, Optional<Http.Secret> secret) {
    this.endpoint = endpoint;
    this.secret = secret;
  }

  /**
   * The hub that {@code HF_ENDPOINT} names, with the token in {@code HF_TOKEN}, as its own tools
   * have it.
   *
   * @throws SettingException if one of these is not as it must be
   */
  static Hub of(Map<String, String> environment) {
    String endpoint = environment.getOrDefault("HF_ENDPOINT", "").strip();
    endpoint = (endpoint.isEmpty() ? PUBLIC : endpoint).replaceAll("/+$", "");
    URI home;
    try {
      home = URI.create(endpoint);
    } catch (IllegalArgumentException e) {
      throw badEndpoint(endpoint);
    }
    if (home.getHost() == null || !List.of("http", "https").contains(home.getScheme())) {
      throw badEndpoint(endpoint);
    }
    String token = environment.getOrDefault("HF_TOKEN", "").strip();
    if (!token.isEmpty() && !TOKEN.matcher(token).matches()) {
      throw new SettingException("HF_TOKEN", "HF_TOKEN has characters that no token has");
    }
    return new Hub(
        endpoint,
        token.isEmpty() ? Optional.empty() : Optional.of(new Http.Secret(home, "Bearer " + token)));
  }

  private static SettingException badEndpoint(String endpoint) {
    return new SettingException(
        "HF_ENDPOINT", "HF_ENDPOINT must be an address such as " + PUBLIC + ", got " + endpoint);
  }

  /**
   * The commit that a revision is now.
   *
   * @throws IOException if it cannot be had, with the reason and the way out
   */
  String commit(HubReference reference) throws IOException {
    URI address =
        URI.create(
            endpoint
                + "/api/models/"
                + reference.repository()
                + "/revision/"
                + encoded(reference.revision()));
    try (InputStream body = ask(address, reference).body()) {
      String commit = json(address, body).path("sha").asText();
      if (!COMMIT.matcher(commit).matches()) {
        throw new IOException(address + " does not say which commit it is");
      }
      return commit;
    }
  }

  /** All files of a commit. */
  List<RemoteFile> files(HubReference reference, String commit) throws IOException {
    URI page =
        URI.create(
            endpoint
                + "/api/models/"
                + reference.repository()
                + "/tree/"
                + commit
                + "?recursive=true");
    List<RemoteFile> files = new ArrayList<>();
    for (int i = 0; i < MOST_PAGES; i++) {
      HttpResponse<InputStream> response = ask(page, reference);
      try (InputStream body = response.body()) {
        for (JsonNode entry : json(page, body)) {
          if (entry.path("type").asText().equals("file")) {
            files.add(file(page, entry));
          }
        }
      }
      Optional<URI> next = next(page, response);
      if (next.isEmpty()) {
        return files;
      }
      page = next.get();
    }
    throw new IOException(reference.repository() + " has more files than any model");
  }

  private static RemoteFile file(URI page, JsonNode entry) throws IOException {
    JsonNode lfs = entry.path("lfs");
    long bytes = lfs.path("size").asLong(entry.path("size").asLong(-1));
    String path = entry.path("path").asText();
    String gitId = entry.path("oid").asText();
    // The client writes "oid", the API of some mirrors "sha256".
    String sha256 = lfs.path("oid").asText(lfs.path("sha256").asText()).replace("sha256:", "");
    boolean hashed =
        lfs.isObject() ? SHA256.matcher(sha256).matches() : COMMIT.matcher(gitId).matches();
    if (bytes < 0 || path.isEmpty() || !hashed) {
      throw new IOException(page + " does not say path, size and hash of \"" + path + "\"");
    }
    return new RemoteFile(
        path, bytes, gitId, lfs.isObject() ? Optional.of(sha256) : Optional.empty());
  }

  private static Optional<URI> next(URI page, HttpResponse<?> response) {
    return response.headers().allValues("Link").stream()
        .map(NEXT::matcher)
        .filter(Matcher::find)
        .findFirst()
        .map(matcher -> page.resolve(matcher.group(1)));
  }

  /** What brings one file. */
  HttpTransfer transfer(HubReference reference, String commit, RemoteFile file) {
    String path =
        Arrays.stream(file.path().split("/")).map(Hub::encoded).collect(Collectors.joining("/"));
    URI address =
        URI.create(endpoint + "/" + reference.repository() + "/resolve/" + commit + "/" + path);
    return new HttpTransfer(
        address,
        secret,
        response -> refusal(response, reference),
        "try again, which goes on from there");
  }

  private HttpResponse<InputStream> ask(URI address, HubReference reference) throws IOException {
    HttpResponse<InputStream> response;
    try {
      response = Http.get(address, Map.of("Accept", "application/json"), secret);
    } catch (Http.UnreachableException e) {
      throw new IOException(
          e.getMessage()
              + "; without network, bring the files another way and seisei import them; another"
              + " server is named by HF_ENDPOINT",
          e);
    }
    if (response.statusCode() != OK) {
      response.body().close();
      throw new IOException(refusal(response, reference));
    }
    return response;
  }

  /** What a status means here, and the way out. */
  private String refusal(HttpResponse<?> response, HubReference reference) {
    String repository = reference.repository();
    String page = endpoint + "/" + repository;
    String code = response.headers().firstValue("X-Error-Code").orElse("");
    boolean known = secret.isPresent();
    int status = response.statusCode();
    if (code.equals("GatedRepo")) {
      return repository
          + " is gated: "
          + (known
              ? "the owner of HF_TOKEN must ask for access at " + page
              : "accept its terms at " + page + " and set HF_TOKEN to an access token");
    }
    if (code.equals("RevisionNotFound")) {
      return repository + " has no revision \"" + reference.revision() + "\"; see " + page;
    }
    if (code.equals("EntryNotFound")) {
      return repository + " has no such file in " + reference.revision() + "; see " + page;
    }
    return switch (status) {
      case 401 ->
          known
              ? "HF_TOKEN is not accepted, or there is no " + repository + " at " + endpoint
              : "there is no "
                  + repository
                  + " at "
                  + endpoint
                  + " for everybody; if it is private, set HF_TOKEN to an access token";
      case 403 ->
          known
              ? "HF_TOKEN may not read " + repository + "; see " + page
              : repository + " is not for everybody: set HF_TOKEN to an access token";
      case 404 -> "there is no model " + repository + " at " + endpoint;
      case 429 ->
          endpoint
              + " has had too many requests; try again"
              + response
                  .headers()
                  .firstValue("Retry-After")
                  .map(seconds -> " in " + seconds + " s")
                  .orElse(" later");
      default ->
          response.uri()
              + " answered with status "
              + status
              + "; try again later, which goes on from there";
    };
  }

  private static JsonNode json(URI address, InputStream body) throws IOException {
    byte[] bytes = body.readNBytes(MAX_PAGE + 1);
    if (bytes.length > MAX_PAGE) {
      throw new IOException(address + " answered with more than " + MAX_PAGE + " bytes");
    }
    try {
      return JSON.readTree(bytes);
    } catch (IOException e) {
      throw new IOException(address + " answered with something else than JSON", e);
    }
  }

  private static String encoded(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
