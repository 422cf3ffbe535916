package dev.seisei.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.seisei.cli.teller.TellerFamily;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
final class TextOnTheWayTest {
  private static final String WORDS = "むかし むかし あるところに 𠮷 🙂";

  @TempDir Path folder;
  private Path model;

  @BeforeEach
  void write() throws IOException {
    model = Files.writeString(folder.resolve("old.tale"), WORDS);
  }

  @AfterEach
  void goOn() {
    TellerFamily.pause.countDown();
  }

  private byte[] file(Object n) throws IOException {
    Path file = folder.resolve("out.txt");
    Cli.Result result = Cli.run("sample", model, "--set", "n=" + n, "--out", file);
    assertEquals(0, result.exitCode(), result.err());
    return Files.readAllBytes(file);
  }

  @ParameterizedTest
  @CsvSource({"1,true", "1,false", "3,true", "3,false"})
  void whatIsPrintedIsTheFileByteForByte(int n, boolean aloud) throws IOException {
    Cli.Result result =
        Cli.run("sample", model, "--set", "n=" + n, "--set", "aloud=" + aloud, "--out", "-");
    assertEquals(0, result.exitCode(), result.err());
    assertArrayEquals(file(n), result.out());
    assertArrayEquals(
        file(n),
        Cli.run("sample", model, "--set", "n=" + n, "--out", "-", "--format", "txt").out());
  }

  @Test
  void otherFormatsAreNotPrintedOnTheWay() throws IOException {
    Cli.Result json = Cli.run("sample", model, "--out", "-", "--format", "json");
    assertEquals(WORDS, new ObjectMapper().readTree(json.out()).get(0).asText());
  }

  @Test
  void textComesWhileTheRestIsMade() throws IOException {
    TellerFamily.pause = new CountDownLatch(1);
    PipedInputStream reader = new PipedInputStream();
    try (PipedOutputStream pipe = new PipedOutputStream(reader);
        InputStream in = reader) {
      CompletableFuture<Integer> command =
          CompletableFuture.supplyAsync(
              () ->
                  Seisei.run(
                      new Console(
                          new PrintStream(pipe, true, StandardCharsets.UTF_8),
                          new PrintStream(
                              OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
                          0),
                      "sample",
                      model.toString(),
                      "--out",
                      "-"));
      assertEquals("むかし", new String(in.readNBytes(9), StandardCharsets.UTF_8));
      TellerFamily.pause.countDown();
      byte[] rest = (WORDS.substring(3) + "\n").getBytes(StandardCharsets.UTF_8);
      assertArrayEquals(rest, in.readNBytes(rest.length));
      assertEquals(0, command.join());
    }
  }

  @Test
  void aModelWhosePiecesAreNotItsTextIsFoundOut() {
    Cli.Result result = Cli.run("sample", model, "--set", "truly=false", "--out", "-");
    assertEquals(1, result.exitCode());
    assertTrue(
        result.err().contains("the pieces that came are not the text that was made"), result.err());
  }

  /** As {@code head} does. */
  @Test
  void whoHasReadEnoughEndsIt() {
    OutputStream shut =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        Seisei.run(
            new Console(
                new PrintStream(shut, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                0),
            "sample",
            model.toString(),
            "--out",
            "-");
    assertEquals(0, code);
    assertEquals(
        "sampling 0/1 (0 %), 0:00:00, drawing breath\n", err.toString(StandardCharsets.UTF_8));
  }
}
