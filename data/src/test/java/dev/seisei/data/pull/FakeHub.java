package dev.seisei.data.pull;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A server that speaks as the hub does, and another, at another port, that large files come from.
 * The two are different hosts to a client.
 */
final class FakeHub implements AutoCloseable {
  static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
  private static final int PAGE = 3;

  /** What is in the repository; files with {@code .safetensors} and {@code .gguf} are large. */
  final Map<String, byte[]> files = new TreeMap<>();

  /** Requests as {@code host path [range]}, in order. */
  final Queue<String> requests = new ConcurrentLinkedQueue<>();

  /** The authorizations that each of the two was sent. */
  final Queue<String> hubSecrets = new ConcurrentLinkedQueue<>();

  final Queue<String> cdnSecrets = new ConcurrentLinkedQueue<>();

  /** Most bytes of an answer of the second server, by path; then the connection ends. */
  final Map<String, Integer> cutAfter = new ConcurrentHashMap<>();

  /** What the second server waits for before it ends a connection that is cut. */
  volatile CountDownLatch stall = new CountDownLatch(0);

  /** Whether the second server sends other bytes than it should. */
  volatile boolean lies;

  /** Whether access has to be granted, to whoever has this token. */
  volatile @Nullable String gate;

  /** A status for all requests, with X-Error-Code. */
  volatile int status;

  volatile String errorCode = "";

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer hub;
  private final HttpServer cdn;

  FakeHub() throws IOException {
    hub = start(this::answer);
    cdn = start(this::content);
  }

  private HttpServer start(HttpHandler handler) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            handler.handle(exchange);
          }
        });
    server.setExecutor(threads);
    server.start();
    return server;
  }

  String endpoint() {
    return "http://127.0.0.1:" + hub.getAddress().getPort();
  }

  Map<String, String> environment(@Nullable String token) {
    return token == null
        ? Map.of("HF_ENDPOINT", endpoint() + "/")
        : Map.of("HF_ENDPOINT", endpoint(), "HF_TOKEN", token);
  }

  private static boolean isLarge(String path) {
    return path.endsWith(".safetensors") || path.endsWith(".gguf");
  }

  static String hash(String algorithm, byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      for (byte[] part : parts) {
        digest.update(part);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String gitId(byte[] content) {
    return hash(
        "SHA-1", ("blob " + content.length + "\0").getBytes(StandardCharsets.US_ASCII), content);
  }

  private static void note(Queue<String> secrets, HttpExchange exchange) {
    String secret = exchange.getRequestHeaders().getFirst("Authorization");
    secrets.add(secret == null ? "none" : secret);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getRawPath();
    String query = exchange.getRequestURI().getRawQuery();
    requests.add("hub " + path + (query == null ? "" : "?" + query));
    note(hubSecrets, exchange);
    if (status != 0) {
      fail(exchange, status, errorCode);
      return;
    }
    String secret = exchange.getRequestHeaders().getFirst("Authorization");
    if (gate != null && !("Bearer " + gate).equals(secret) && path.contains("/resolve/")) {
      fail(exchange, secret == null ? 401 : 403, "GatedRepo");
      return;
    }
    String repository = "/owner/some-model";
    if (path.equals("/api/models" + repository + "/revision/main")
        || path.equals("/api/models" + repository + "/revision/refs%2Fpr%2F1")) {
      send(exchange, "{\"id\": \"owner/some-model\", \"sha\": \"" + COMMIT + "\"}");
    } else if (path.startsWith("/api/models" + repository + "/revision/")) {
      fail(exchange, 404, "RevisionNotFound");
    } else if (path.equals("/api/models" + repository + "/tree/" + COMMIT)) {
      tree(exchange, query == null ? "" : query);
    } else if (path.startsWith(repository + "/resolve/" + COMMIT + "/")) {
      resolve(exchange, path.substring((repository + "/resolve/" + COMMIT + "/").length()));
    } else {
      fail(exchange, 401, "RepoNotFound");
    }
  }

  private static void fail(HttpExchange exchange, int status, String code) throws IOException {
    exchange.getResponseHeaders().set("X-Error-Code", code);
    exchange.sendResponseHeaders(status, -1);
  }

  private static void send(HttpExchange exchange, String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
  }

  /** A page of the list of files, with the address of the next. */
  private void tree(HttpExchange exchange, String query) throws IOException {
    int from = query.contains("cursor=") ? Integer.parseInt(query.replaceAll(".*cursor=", "")) : 0;
    List<String> entries = new ArrayList<>();
    entries.add("{\"type\": \"directory\", \"oid\": \"" + COMMIT + "\", \"path\": \"1_Pooling\"}");
    files.forEach(
        (path, content) -> {
          String entry =
              "{\"type\": \"file\", \"oid\": \"%s\", \"size\": %d, \"path\": \"%s\""
                  .formatted(gitId(content), content.length, path);
          String lfs =
              ", \"lfs\": {\"oid\": \"%s\", \"size\": %d, \"pointerSize\": 134}"
                  .formatted(hash("SHA-256", content), content.length);
          entries.add(entry + (isLarge(path) ? lfs : "") + "}");
        });
    int to = Math.min(entries.size(), from + PAGE);
    if (to < entries.size()) {
      exchange
          .getResponseHeaders()
          .set(
              "Link",
              "<%s%s?recursive=true&cursor=%d>; rel=\"next\""
                  .formatted(endpoint(), exchange.getRequestURI().getRawPath(), to));
    }
    send(exchange, "[" + String.join(", ", entries.subList(from, to)) + "]");
  }

  /** Small files come from here, large ones from the other server. */
  private void resolve(HttpExchange exchange, String path) throws IOException {
    byte[] content = files.get(path);
    if (content == null) {
      fail(exchange, 404, "EntryNotFound");
    } else if (isLarge(path)) {
      exchange.getResponseHeaders().set("X-Repo-Commit", COMMIT);
      exchange.getResponseHeaders().set("X-Linked-Etag", "\"" + hash("SHA-256", content) + "\"");
      exchange
          .getResponseHeaders()
          .set("Location", "http://127.0.0.1:" + cdn.getAddress().getPort() + "/blob/" + path);
      exchange.sendResponseHeaders(302, -1);
    } else {
      exchange.getResponseHeaders().set("ETag", "\"" + gitId(content) + "\"");
      exchange.sendResponseHeaders(200, content.length == 0 ? -1 : content.length);
      exchange.getResponseBody().write(content);
    }
  }

  private void content(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath().substring("/blob/".length());
    String range = exchange.getRequestHeaders().getFirst("Range");
    requests.add("cdn " + path + (range == null ? "" : " " + range));
    note(cdnSecrets, exchange);
    byte[] stored = Objects.requireNonNull(files.get(path));
    byte[] content = stored.clone();
    if (lies) {
      content[content.length / 2] ^= 1;
    }
    String tag = "\"" + hash("SHA-256", stored) + "\"";
    String condition = exchange.getRequestHeaders().getFirst("If-Range");
    int from =
        range == null || (condition != null && !condition.equals(tag))
            ? 0
            : Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
    exchange.getResponseHeaders().set("ETag", tag);
    if (from > 0) {
      exchange
          .getResponseHeaders()
          .set(
              "Content-Range",
              "bytes %d-%d/%d".formatted(from, content.length - 1, content.length));
    }
    exchange.sendResponseHeaders(from > 0 ? 206 : 200, content.length - from);
    int most = cutAfter.getOrDefault(path, Integer.MAX_VALUE);
    exchange.getResponseBody().write(content, from, Math.min(most, content.length - from));
    exchange.getResponseBody().flush();
    if (most < content.length) {
      awaitStall();
    }
  }

  private void awaitStall() {
    try {
      stall.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    hub.stop(0);
    cdn.stop(0);
    threads.shutdownNow();
  }
}
