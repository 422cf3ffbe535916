package dev.seisei.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.seisei.core.checkpoint.Checkpoint;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class InterruptTest {
  private static final long TOO_LONG_SECONDS = 600;

  @TempDir Path folder;

  @Test
  void theFirstSignalIsAWishAndTheSecondAnEnd() {
    List<String> heard = new ArrayList<>();
    try (Interrupt interrupt =
        new Interrupt(() -> heard.add("stopping"), code -> heard.add("ended " + code))) {
      assertFalse(interrupt.heard());
      assertEquals(OptionalInt.empty(), interrupt.exitCode());
      interrupt.signal("INT");
      assertTrue(interrupt.heard());
      assertEquals(List.of("stopping"), heard);
      interrupt.signal("TERM");
      assertEquals(List.of("stopping", "ended 143"), heard);
      assertEquals(OptionalInt.of(130), interrupt.exitCode());
    }
  }

  /** A training in a process of its own that goes on until it is told to stop. */
  private Process training(Path out, String... more) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.awt.headless=true",
                "-Dlauncher.command=./seisei",
                "-cp",
                System.getProperty("java.class.path"),
                Seisei.class.getName(),
                "train",
                "tiny",
                "--data",
                "tiny",
                "--seed",
                "1",
                "--steps",
                "1000000000000",
                "--out",
                out.toString()));
    command.addAll(List.of(more));
    return new ProcessBuilder(command).redirectOutput(folder.resolve("out").toFile()).start();
  }

  private static void send(String signal, Process process) throws Exception {
    Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start();
    assertEquals(0, kill.waitFor());
  }

  /** Reads lines up to one that starts so. */
  private static List<String> readTo(String start, BufferedReader err) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line = err.readLine(); line != null; line = err.readLine()) {
      lines.add(line);
      if (line.startsWith(start)) {
        return lines;
      }
    }
    throw new AssertionError("no line begins with \"" + start + "\": " + lines);
  }

  /** Processes started in the background of a script do not hear Ctrl-C, nor do their children. */
  private static void assumeHears(int signal) throws IOException {
    Path status = Path.of("/proc/self/status");
    if (Files.exists(status)) {
      long ignored =
          Files.readAllLines(status).stream()
              .filter(line -> line.startsWith("SigIgn:"))
              .mapToLong(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
              .findFirst()
              .orElse(0);
      assumeTrue((ignored >> (signal - 1) & 1) == 0);
    }
  }

  @ParameterizedTest
  @CsvSource({"INT, 2", "TERM, 15"})
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "it has no signals")
  void aSignalSavesAndSaysHowToGoOn(String signal, int number) throws Exception {
    assumeHears(number);
    Path out = folder.resolve("it's here");
    Process process = training(out);
    List<String> lines = new ArrayList<>();
    try (BufferedReader err = process.errorReader()) {
      readTo("training ", err);
      send(signal, process);
      readTo("stopped and saved", err);
      err.lines().forEach(lines::add);
      assertTrue(process.waitFor(TOO_LONG_SECONDS, TimeUnit.SECONDS));
    } finally {
      process.destroyForcibly();
    }
    assertEquals(128 + number, process.exitValue());
    String quoted = "'" + out.toString().replace("'", "'\\''") + "'";
    assertEquals(
        List.of(
            "  ./seisei train tiny --data tiny --seed 1 --steps 1000000000000 --out "
                + quoted
                + " --resume"),
        lines);

    int saved = stepOf(out);
    assertTrue(saved > 0);
    Cli.Result resumed = Cli.train(out, "--resume", "--steps", saved + 5);
    assertEquals(0, resumed.exitCode(), resumed.err());
    assertEquals(saved + 5, stepOf(out));
  }

  private static int stepOf(Path run) {
    return Integer.parseInt(String.valueOf(Checkpoint.open(run).training().get("step")));
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "it has no signals")
  void aSecondSignalEndsAtOnce() throws Exception {
    Path out = folder.resolve("deaf");
    Process process = training(out, "--set", "deaf=true");
    try (BufferedReader err = process.errorReader()) {
      readTo("training ", err);
      send("TERM", process);
      readTo("stopping and saving", err);
      send("TERM", process);
      assertTrue(process.waitFor(TOO_LONG_SECONDS, TimeUnit.SECONDS));
    } finally {
      process.destroyForcibly();
    }
    assertEquals(143, process.exitValue());
    assertFalse(Checkpoint.isCheckpoint(out));
  }
}
