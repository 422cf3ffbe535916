package dev.seisei.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.seisei.core.checkpoint.Home;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pulled into the cache that tests have for themselves. */
final class PullCommandTest {
  @TempDir Path folder;

  @BeforeEach
  void emptyTheCache() throws IOException {
    for (Path each : List.of(Home.models(), Home.cache().resolve("pulls"))) {
      if (Files.exists(each)) {
        try (Stream<Path> files = Files.walk(each)) {
          for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(file);
          }
        }
      }
    }
  }

  private Path write(String name, String words) throws IOException {
    return Files.writeString(folder.resolve(name), words);
  }

  private static String told(String model) {
    Cli.Result result = Cli.run("sample", model, "--out", "-");
    assertEquals(0, result.exitCode(), result.err());
    return result.text();
  }

  private static void assertRefused(int exitCode, String says, Object... args) {
    Cli.Result result = Cli.run(args);
    assertEquals(exitCode, result.exitCode(), result.err());
    assertTrue(result.err().contains(says), () -> "expected \"" + says + "\" in " + result.err());
    assertEquals("", result.text());
  }

  @Test
  void aForeignModelIsConvertedAndThenHasAName() throws IOException {
    Path file = write("story.scroll", "once upon a time");
    Cli.Result result = Cli.run("pull", "file:" + file, "--name", "story");
    assertEquals(0, result.exitCode(), result.err());
    assertEquals(Home.models().resolve("story") + "\n", result.text());
    assertEquals("once upon a time\n", told("story"));
    Cli.Result again = Cli.run("pull", "file:" + file, "--name", "story");
    assertEquals(0, again.exitCode());
    assertTrue(again.err().contains("was here before"), again.err());
    Path other = write("other.scroll", "another story");
    assertRefused(2, "--force replaces it", "pull", "file:" + other, "--name", "story");
    assertEquals(0, Cli.run("pull", "file:" + other, "--name", "story", "--force").exitCode());
    assertEquals("another story\n", told("story"));
  }

  @Test
  void aModelInAFileIsOpenedListedAndSampledAsItIs() throws IOException {
    Path file = write("here.tale", "told as it is");
    assertEquals("told as it is\n", told(file.toString()));
    Cli.Result result = Cli.run("pull", "file:" + file);
    assertEquals(0, result.exitCode(), result.err());
    assertEquals("told as it is\n", told("here.tale"));
    Cli.Result listed = Cli.run("models");
    assertTrue(
        listed.text().contains("here.tale  teller  " + Home.models().resolve("here.tale")),
        listed.text());
    Cli.Result described = Cli.run("models", "here.tale");
    assertTrue(described.text().startsWith("here.tale (teller) in "), described.text());
    assertTrue(described.text().contains("told as it is"), described.text());
  }

  @Test
  void anAddressIsPulledAndChecked() throws IOException {
    byte[] words = "from afar".getBytes(StandardCharsets.UTF_8);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/far.tale",
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(200, words.length);
            exchange.getResponseBody().write(words);
          }
        });
    server.start();
    try {
      String address = "http://127.0.0.1:" + server.getAddress().getPort() + "/far.tale";
      assertRefused(2, "must be 64 hexadecimal digits", "pull", address, "--sha256", "abc");
      assertRefused(1, "is another file", "pull", address, "--sha256", "0".repeat(64));
      assertFalse(Files.exists(Home.models().resolve("far.tale")));
      assertEquals(0, Cli.run("pull", address).exitCode());
      assertEquals("from afar\n", told("far.tale"));
      String missing = address.replace("far", "near");
      assertRefused(1, "answered with status 404", "pull", missing);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void whatCannotBePulledSaysTheWayOut() throws IOException {
    assertRefused(
        2,
        "nothing knows where \"moon\" is; use one of hf:OWNER/NAME[@REVISION][#FILE],",
        "pull",
        "moon");
    Path file = write("words.txt", "words");
    assertRefused(2, "--kind, one of [", "pull", "file:" + file);
    assertRefused(
        2, "nothing imports \"stone\"; kinds are [", "pull", "file:" + file, "--kind", "stone");
    assertRefused(
        2, "is no name of a model", "pull", "file:" + file, "--kind", "scroll", "--name", "../x");
    assertRefused(
        2, "there is no file", "pull", "stories15m", "--tokenizer", folder.resolve("none"));
    assertEquals(0, Cli.run("pull", "file:" + file, "--kind", "scroll").exitCode());
    assertEquals("words\n", told("words.txt"));
  }

  @Test
  void anImportSavesWholeOrNotAtAll() throws IOException {
    Path scroll = write("s", "chapter 1");
    Path names = write("n", "one");
    Path out = folder.resolve("out");
    Cli.Result result = Cli.run("import", "scroll:" + scroll, "--tokenizer", names, "--out", out);
    assertEquals(0, result.exitCode(), result.err());
    assertEquals("", result.text());
    assertEquals("chapter one\n", told(out.toString()));
    assertRefused(2, "holds a model already; --force", "import", "scroll:" + scroll, "--out", out);
    Path empty = write("e", "");
    assertRefused(
        1, empty + " holds no words", "import", "scroll:" + empty, "--out", out, "--force");
    assertEquals("chapter one\n", told(out.toString()));
    assertEquals(0, Cli.run("import", "scroll:" + scroll, "--out", out, "--force").exitCode());
    assertEquals("chapter 1\n", told(out.toString()));
    Path other = folder.resolve("other");
    assertRefused(1, "holds no words", "import", "scroll:" + empty, "--out", other);
    assertFalse(Files.exists(other));
  }

  @Test
  void whatCannotBeImportedSaysTheWayOut() throws IOException {
    Path out = folder.resolve("out");
    assertRefused(2, "nothing imports \"stone\"; kinds are [", "import", "stone:x", "--out", out);
    assertRefused(2, "must be KIND:PATH, got \"x\"; kinds are ", "import", "x", "--out", out);
    assertRefused(2, "there is no file or folder \"no", "import", "scroll:no", "--out", out);
    Path file = write("s", "words");
    assertRefused(
        2,
        "--tokenizer: there is no file",
        "import",
        "scroll:" + file,
        "--out",
        out,
        "--tokenizer",
        folder.resolve("none"));
    String help = Cli.run("import", "--help").text().replaceAll("\\s+", " ");
    assertTrue(help.contains("scroll (text)"), help);
  }
}
