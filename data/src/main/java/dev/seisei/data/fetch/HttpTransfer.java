package dev.seisei.data.fetch;

import dev.seisei.core.progress.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file at an address of HTTP. What has come stays when the rest fails, and the next try asks for
 * the rest only.
 */
final class HttpTransfer {
  private static final Logger LOG = LoggerFactory.getLogger(HttpTransfer.class);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int OK = 200;
  private static final int PARTIAL_CONTENT = 206;
  private static final int RANGE_NOT_SATISFIABLE = 416;

  private final String address;

  HttpTransfer(String address) {
    this.address = address;
  }

  /**
   * Brings the file, asking again as long as each try brings something.
   *
   * @param bytes its size; no more is ever taken
   */
  void to(Path file, long bytes, Progress progress) throws IOException {
    HttpClient client =
        HttpClient.newBuilder()
            .connectTimeout(PATIENCE)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    long before = -1;
    long have = size(file);
    while (have < bytes) {
      if (have <= before) {
        throw new IOException(
            address + " ended after " + have + " of " + bytes + " bytes, twice; " + wayOut());
      }
      before = have;
      have = resume(client, file, have, bytes, progress);
      if (have > bytes) {
        Files.delete(file);
        throw new IOException(address + " sent more than the " + bytes + " bytes expected");
      }
    }
  }

  private static long size(Path file) throws IOException {
    return Files.exists(file) ? Files.size(file) : 0;
  }

  private long resume(HttpClient client, Path file, long have, long bytes, Progress progress)
      throws IOException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address)).timeout(PATIENCE);
    if (have > 0) {
      request.header("Range", "bytes=" + have + "-");
    }
    HttpResponse<InputStream> response = send(client, request.build());
    try (InputStream body = response.body()) {
      boolean rest = response.statusCode() == PARTIAL_CONTENT && startsAt(response, have);
      if (response.statusCode() == RANGE_NOT_SATISFIABLE && have > 0) {
        // The address holds another file than the one that was begun: from the beginning, then.
        return resume(client, file, 0, bytes, progress);
      }
      if (response.statusCode() != OK && !rest) {
        throw new IOException(
            address + " answered with status " + response.statusCode() + "; " + wayOut());
      }
      return append(body, file, rest ? have : 0, bytes, progress);
    }
  }

  private static boolean startsAt(HttpResponse<?> response, long have) {
    String range = response.headers().firstValue("Content-Range").orElse("");
    return range.startsWith("bytes " + have + "-");
  }

  private HttpResponse<InputStream> send(HttpClient client, HttpRequest request)
      throws IOException {
    try {
      return client.send(request, BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while asking for " + address, e);
    } catch (IOException e) {
      throw new IOException("cannot reach " + address + " (" + e + "); " + wayOut(), e);
    }
  }

  /**
   * Adds a response's body to the first bytes of the file, and returns how many bytes came in all,
   * or as soon as it is clear that there are too many.
   */
  private long append(InputStream body, Path file, long from, long bytes, Progress progress)
      throws IOException {
    StandardOpenOption mode =
        from > 0 ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
    long have = from;
    try (OutputStream out =
        Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, mode)) {
      byte[] buffer = new byte[1 << 16];
      for (int n = read(body, buffer); n >= 0; n = read(body, buffer)) {
        progress.throwIfCancelled();
        have += n;
        if (have > bytes) {
          return have;
        }
        out.write(buffer, 0, n);
        progress.at(have, bytes, address);
      }
    }
    return have;
  }

  /** A connection that is cut ends the body, as if the server had ended it: what came counts. */
  private static int read(InputStream body, byte[] buffer) {
    try {
      return body.read(buffer);
    } catch (IOException e) {
      LOG.info("the connection was cut: {}", e.toString());
      return -1;
    }
  }

  private static String wayOut() {
    return "try again, which goes on from there, or get the file elsewhere and give it with --from"
        + " FILE";
  }
}
