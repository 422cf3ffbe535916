package dev.seisei.data.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.seisei.core.dataset.ImageDataset;
import dev.seisei.core.file.Sha256;
import dev.seisei.core.progress.Progress;
import dev.seisei.data.fetch.Archives;
import dev.seisei.data.fetch.Download;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registered dataset, from a server on this machine into a cache. */
class ImageDatasetsTest {
  @TempDir Path folder;

  private final AtomicInteger downloads = new AtomicInteger();
  private HttpServer server;
  private Path archive;
  private Path root;
  private ImageDatasets datasets;

  @BeforeEach
  void start() throws IOException {
    byte[] content = Originals.mnist(12, 5).bytes();
    archive = Files.write(folder.resolve("digits.tgz"), content);
    root = folder.resolve("cache").resolve("data");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/digits",
        exchange -> {
          try (exchange) {
            downloads.incrementAndGet();
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content);
          }
        });
    server.start();
    datasets = datasets(Sha256.of(archive), content.length);
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private ImageDatasets datasets(String sha256, long bytes) {
    String address = "http://127.0.0.1:" + server.getAddress().getPort() + "/digits";
    RegisteredImages digits =
        new RegisteredImages(
            "digits",
            "a few digits",
            new Download(address, bytes, sha256),
            "none",
            Mnist.DIGITS,
            Mnist::convert);
    return new ImageDatasets(root, List.of(digits));
  }

  private Path fetch() {
    return datasets.fetch("digits", Optional.empty(), Progress.SILENT);
  }

  private ImageDataset open() {
    return (ImageDataset) datasets.open("digits");
  }

  private boolean present() {
    return datasets.registered().stream()
        .filter(each -> each.name().equals("digits"))
        .findFirst()
        .orElseThrow()
        .present();
  }

  private List<String> left() throws IOException {
    try (Stream<Path> files = Files.list(root)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private String refusedToOpen() {
    return assertThrows(IllegalArgumentException.class, this::open).toString();
  }

  private String refusedToFetch(Optional<Path> from) {
    return assertThrows(
            UncheckedIOException.class, () -> datasets.fetch("digits", from, Progress.SILENT))
        .toString();
  }

  @Test
  void beforeItIsFetchedItCannotBeOpenedAndTheWayIsNamed() {
    assertFalse(present());
    String message = refusedToOpen();
    assertTrue(message.contains("seisei data fetch digits"), message);
  }

  @Test
  void itIsFetchedOnceAndThenOpened() throws IOException {
    assertEquals(root.resolve("digits"), fetch());
    assertTrue(present());
    ImageDataset digits = open();
    assertEquals("12 + 5 images of 1×2×3", digits.summary());
    assertEquals("digits", digits.name());
    assertEquals(Mnist.DIGITS, digits.classes());
    assertArrayEquals(new byte[] {110, 111, 112, 113, 114, 115}, digits.train().bytes(11));
    assertEquals(4, digits.test().label(4));
    assertEquals(digits.hash(), open().hash());
    fetch();
    assertEquals(1, downloads.get());
    assertEquals(List.of("digits", "digits.lock"), left());
  }

  @Test
  void aCopyOfTheArchiveServesAsWell() throws IOException {
    datasets.fetch("digits", Optional.of(archive), Progress.SILENT);
    assertEquals(0, downloads.get());
    assertEquals(12, open().train().size());
    assertTrue(Files.exists(archive));
    assertEquals(List.of("digits", "digits.lock"), left());
  }

  @Test
  void anotherFileIsRefused() throws IOException {
    Path other = Files.write(folder.resolve("other.tgz"), new byte[3]);
    String message = refusedToFetch(Optional.of(other));
    assertTrue(message.contains("cannot fetch digits: " + other + " is not http://"), message);
    assertTrue(message.contains("it has 3 bytes, expected "), message);
    assertFalse(present());
    message = refusedToFetch(Optional.of(folder.resolve("missing.tgz")));
    assertTrue(message.contains("missing.tgz"), message);
  }

  @Test
  void anotherHashIsRefusedAndNothingIsLeft() throws IOException {
    datasets = datasets("00", Files.size(archive));
    String message = refusedToFetch(Optional.empty());
    assertTrue(message.contains("expected 00"), message);
    assertFalse(present());
    assertEquals(List.of("digits.lock"), left());
  }

  @Test
  void anArchiveOfOtherFilesLeavesNoDataset() throws IOException {
    byte[] empty = new Archives().file("x", new byte[0]).bytes();
    Path file = Files.write(folder.resolve("empty.tgz"), empty);
    datasets = datasets(Sha256.of(file), empty.length);
    String message = refusedToFetch(Optional.of(file));
    assertTrue(message.contains("entries are missing"), message);
    assertFalse(present());
    assertEquals(List.of("digits.lock"), left());
  }

  @Test
  void whatAKilledFetchLeftIsNoDatasetAndIsSweptAway() throws IOException {
    Path part = Files.createDirectories(root.resolve(".digits.part"));
    Files.write(part.resolve(IdxImages.TRAIN_IMAGES), new byte[10]);
    Files.write(part.resolve("complete.json"), new byte[10]);
    Path unmarked = Files.createDirectories(root.resolve("digits"));
    Files.write(unmarked.resolve(IdxImages.TRAIN_IMAGES), new byte[10]);
    assertFalse(present());
    fetch();
    assertEquals(12, open().train().size());
    assertEquals(List.of("digits", "digits.lock"), left());
  }

  @Test
  void aFileThatWasCutIsNoticedAndMended() throws IOException {
    Path file = fetch().resolve(IdxImages.TEST_IMAGES);
    Files.write(file, new byte[7]);
    assertFalse(present());
    String message = refusedToOpen();
    assertTrue(message.contains("seisei data fetch digits"), message);
    fetch();
    assertEquals(5, open().test().size());
    assertEquals(2, downloads.get());
  }

  @Test
  void aByteThatChangedIsNoticedAndMended() throws IOException {
    Path file = fetch().resolve(IdxImages.TRAIN_IMAGES);
    byte[] content = Files.readAllBytes(file);
    content[content.length - 1] ^= 1;
    Files.write(file, content);
    assertTrue(present());
    String message = refusedToOpen();
    assertTrue(message.contains(file + " is not what was written"), message);
    assertTrue(message.contains("mend it by: seisei data fetch digits"), message);
    fetch();
    assertEquals(115, open().train().bytes(11)[5]);
  }

  @Test
  void aDamagedMarkerIsNoMarker() throws IOException {
    Path marker = fetch().resolve("complete.json");
    String good = Files.readString(marker);
    for (String bad :
        List.of(
            "",
            "{",
            "{}",
            "[]",
            "{\"archive\":null,\"files\":{}}",
            good.replace("\"bytes\":", "\"size\":"),
            good.replace("t10k", "t11k"))) {
      Files.writeString(marker, bad);
      assertFalse(present(), bad);
    }
    Files.writeString(marker, good);
    assertTrue(present());
  }

  @Test
  void concurrentFetchesBringItOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<Path>> fetches = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        fetches.add(threads.submit(this::fetch));
      }
      for (Future<Path> each : fetches) {
        assertEquals(root.resolve("digits"), each.get());
      }
    } finally {
      threads.shutdown();
    }
    assertEquals(1, downloads.get());
    assertEquals(12, open().train().size());
  }

  @Test
  void whatComesWithSeiseiIsNotFetched() {
    assertThrows(
        IllegalArgumentException.class,
        () -> datasets.fetch("mnist-mini", Optional.empty(), Progress.SILENT));
  }
}
