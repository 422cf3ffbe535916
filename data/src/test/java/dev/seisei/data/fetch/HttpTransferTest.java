package dev.seisei.data.fetch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.seisei.core.file.Sha256;
import dev.seisei.core.progress.Progress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpTransferTest {
  private static final int SIZE = 300_000;

  @TempDir Path folder;

  private final byte[] content = new byte[SIZE];
  private final List<String> ranges = Collections.synchronizedList(new ArrayList<>());
  private HttpServer server;
  private Path file;

  @BeforeEach
  void start() throws IOException {
    new Random(1).nextBytes(content);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
    file = folder.resolve("file");
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  /** Serves and notes which range was asked for, {@code all} if none was. */
  private Download serve(HttpHandler handler) throws IOException {
    server.createContext(
        "/file",
        exchange -> {
          String range = exchange.getRequestHeaders().getFirst("Range");
          ranges.add(range == null ? "all" : range);
          try (exchange) {
            handler.handle(exchange);
          }
        });
    return download();
  }

  private Download download() throws IOException {
    String address = "http://127.0.0.1:" + server.getAddress().getPort() + "/file";
    Path whole = Files.write(folder.resolve("whole"), content);
    return new Download(address, SIZE, Sha256.of(whole));
  }

  private static int from(HttpExchange exchange) {
    String range = exchange.getRequestHeaders().getFirst("Range");
    return range == null
        ? 0
        : Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
  }

  /** Answers as asked, and ends the connection after at most so many bytes. */
  private void answer(HttpExchange exchange, int most) throws IOException {
    int from = from(exchange);
    if (from > 0) {
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes " + from + "-" + (SIZE - 1) + "/" + SIZE);
    }
    exchange.sendResponseHeaders(from > 0 ? 206 : 200, SIZE - from);
    exchange.getResponseBody().write(content, from, Math.min(most, SIZE - from));
    exchange.getResponseBody().flush();
  }

  private void assertWhole() throws IOException {
    assertArrayEquals(content, Files.readAllBytes(file));
  }

  private String refused(Download download) {
    return assertThrows(IOException.class, () -> download.to(file, Progress.SILENT)).toString();
  }

  @Test
  void aFileIsBroughtWithProgress() throws IOException {
    List<Long> seen = new ArrayList<>();
    serve(exchange -> answer(exchange, SIZE))
        .to(
            file,
            new Progress() {
              @Override
              public void at(long done, long total, String detail) {
                assertEquals(SIZE, total);
                seen.add(done);
              }
            });
    assertWhole();
    assertEquals(List.of("all"), ranges);
    assertEquals((long) SIZE, seen.get(seen.size() - 1));
    assertEquals(seen.stream().sorted().toList(), seen);
  }

  @Test
  void aConnectionThatIsCutGoesOnWhereItEnded() throws IOException {
    serve(exchange -> answer(exchange, 100_000)).to(file, Progress.SILENT);
    assertWhole();
    assertEquals("all", ranges.get(0));
    // What was on its way when the connection was cut may be lost, but nothing that had arrived.
    long before = 0;
    for (String range : ranges.subList(1, ranges.size())) {
      long from = Long.parseLong(range.replace("bytes=", "").replace("-", ""));
      assertTrue(from >= before && from <= before + 100_000, ranges.toString());
      before = from;
    }
    assertTrue(before >= SIZE - 100_000, ranges.toString());
  }

  @Test
  void whatAnEarlierTryLeftIsNotAskedForAgain() throws IOException {
    Files.write(file, Arrays.copyOf(content, 123_456));
    serve(exchange -> answer(exchange, SIZE)).to(file, Progress.SILENT);
    assertWhole();
    assertEquals(List.of("bytes=123456-"), ranges);
  }

  @Test
  void aServerWithoutRangesSendsAllAgain() throws IOException {
    Files.write(file, Arrays.copyOf(content, 123_456));
    serve(
            exchange -> {
              exchange.sendResponseHeaders(200, SIZE);
              exchange.getResponseBody().write(content);
            })
        .to(file, Progress.SILENT);
    assertWhole();
  }

  @Test
  void aServerThatKnowsNoSuchRangeIsAskedForAll() throws IOException {
    Files.write(file, Arrays.copyOf(content, 123_456));
    serve(
            exchange -> {
              if (from(exchange) > 0) {
                exchange.sendResponseHeaders(416, -1);
              } else {
                answer(exchange, SIZE);
              }
            })
        .to(file, Progress.SILENT);
    assertWhole();
    assertEquals(List.of("bytes=123456-", "all"), ranges);
  }

  @Test
  void aConnectionThatBringsNothingTwiceIsGivenUpAndWhatCameIsKept() throws IOException {
    Download download = serve(exchange -> answer(exchange, from(exchange) > 0 ? 0 : 100_000));
    String message = refused(download);
    // A connection that is cut may lose the end of what was sent.
    byte[] kept = Files.readAllBytes(file);
    assertTrue(kept.length > 0 && kept.length <= 100_000, "kept " + kept.length);
    assertTrue(message.contains("ended after " + kept.length + " of 300000 bytes"), message);
    assertTrue(message.contains("--from FILE"), message);
    assertArrayEquals(Arrays.copyOf(content, kept.length), kept);
  }

  @Test
  void anotherFileIsRefusedAndNotKept() throws IOException {
    Download other = serve(exchange -> answer(exchange, SIZE));
    String message = refused(new Download(other.source(), SIZE, "00"));
    assertTrue(message.contains("its SHA-256 is " + other.sha256() + ", expected 00"), message);
    assertFalse(Files.exists(file));
  }

  @Test
  void whatIsLongerThanExpectedIsRefusedAndNotKept() throws IOException {
    Download whole = serve(exchange -> answer(exchange, SIZE));
    String message = refused(new Download(whole.source(), 1000, whole.sha256()));
    assertTrue(message.contains("sent more than the 1000 bytes expected"), message);
    assertFalse(Files.exists(file));
  }

  @Test
  void aMissingFileIsSaidToBeThat() throws IOException {
    Download download = serve(exchange -> exchange.sendResponseHeaders(404, -1));
    String message = refused(download);
    assertTrue(message.contains(download.source() + " answered with status 404"), message);
    assertTrue(message.contains("--from FILE"), message);
    assertFalse(Files.exists(file));
  }

  @Test
  void aServerThatIsNotThereIsSaidToBeThat() throws IOException {
    Download download = download();
    server.stop(0);
    String message = refused(download);
    assertTrue(message.contains("cannot reach " + download.source()), message);
    assertTrue(message.contains("--from FILE"), message);
  }

  @Test
  void aTransferThatIsCancelledCanGoOnLater() throws IOException {
    Download download = serve(exchange -> answer(exchange, SIZE));
    Progress impatient =
        new Progress() {
          private long done;

          @Override
          public void at(long now, long total, String detail) {
            done = now;
          }

          @Override
          public boolean cancelled() {
            return done > 0;
          }
        };
    assertThrows(CancellationException.class, () -> download.to(file, impatient));
    long kept = Files.size(file);
    assertTrue(kept > 0 && kept < SIZE, "kept " + kept);
    download.to(file, Progress.SILENT);
    assertWhole();
    assertEquals(List.of("all", "bytes=" + kept + "-"), ranges);
  }
}
