package dev.seisei.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.seisei.core.checkpoint.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TrainCommandTest {
  @TempDir Path folder;

  private byte[] weights(String run) throws IOException {
    return Files.readAllBytes(folder.resolve(run).resolve("model.safetensors"));
  }

  @Test
  void trainsAndTellsTheNumbers() throws IOException {
    Path json = folder.resolve("numbers.json");
    Cli.Result result = Cli.train(folder.resolve("runs/a"), "--epochs", 2, "--json", json);
    assertEquals(0, result.exitCode(), result.err());

    JsonNode numbers = new ObjectMapper().readTree(json.toFile());
    double mean = numbers.get("mean").asDouble();
    assertTrue(mean > 0 && mean < 1, () -> numbers.toString());
    assertEquals("mean  " + Numbers.text(mean), result.text().strip());
    assertTrue(result.err().contains("training 8/8 (100 %)"), result.err());
    assertTrue(result.err().contains("saved in " + folder.resolve("runs/a")), result.err());
    assertEquals(8, Checkpoint.open(folder.resolve("runs/a")).training().get("step"));
    try (var files = Files.list(folder)) {
      assertFalse(files.anyMatch(file -> file.toString().endsWith(".part")));
    }
  }

  @Test
  void equalSeedsGiveEqualModels() throws IOException {
    Cli.train(folder.resolve("a"));
    Cli.train(folder.resolve("b"));
    Cli.run("train", "tiny", "--data", "tiny", "--seed", 2, "--out", folder.resolve("c"));
    assertArrayEquals(weights("a"), weights("b"));
    assertNotEquals(Arrays.toString(weights("a")), Arrays.toString(weights("c")));
  }

  @Test
  void drawsASeedAndTellsIt() throws IOException {
    Cli.Result first = Cli.run("train", "tiny", "--data", "tiny", "--out", folder.resolve("a"));
    Matcher seed = Pattern.compile("(?m)^seed (\\d+)$").matcher(first.err());
    assertTrue(seed.find(), first.err());
    Cli.run(
        "train", "tiny", "--data", "tiny", "--seed", seed.group(1), "--out", folder.resolve("b"));
    assertArrayEquals(weights("a"), weights("b"));
  }

  @Test
  void settingsReachConfigurationAndTraining() {
    Path run = folder.resolve("a");
    Cli.Result result = Cli.train(run, "--set", "inverted=true", "--set", "rate=0.5");
    assertEquals(0, result.exitCode(), result.err());
    Checkpoint checkpoint = Checkpoint.open(run);
    assertEquals(true, checkpoint.config().get("inverted"));
    assertEquals(0.5, checkpoint.training().get("settings.rate"));
  }

  @Test
  void resumesWithWhatItWasBegunWith() throws IOException {
    Cli.train(folder.resolve("whole"), "--set", "rate=0.5", "--steps", 7);
    Cli.train(folder.resolve("parts"), "--set", "rate=0.5", "--steps", 3);
    assertNotEquals(Arrays.toString(weights("whole")), Arrays.toString(weights("parts")));

    Cli.Result result =
        Cli.run("train", "--resume", "--steps", 7, "--out", folder.resolve("parts"));
    assertEquals(0, result.exitCode(), result.err());
    assertArrayEquals(weights("whole"), weights("parts"));
    assertFalse(result.err().contains("seed"), result.err());
  }

  @Test
  void resumesWithTheSameSaidAgain() throws IOException {
    Cli.train(folder.resolve("whole"), "--set", "rate=0.5", "--steps", 7);
    Cli.train(folder.resolve("parts"), "--set", "rate=0.5", "--steps", 3);
    Cli.Result result =
        Cli.train(folder.resolve("parts"), "--set", "rate=0.5", "--steps", 7, "--resume");
    assertEquals(0, result.exitCode(), result.err());
    assertArrayEquals(weights("whole"), weights("parts"));
  }

  @Test
  void resumingBeforeAnythingWasSavedBegins() throws IOException {
    Cli.train(folder.resolve("a"));
    Cli.Result result = Cli.train(folder.resolve("b"), "--resume");
    assertEquals(0, result.exitCode(), result.err());
    assertTrue(result.err().contains("nothing is saved"), result.err());
    assertArrayEquals(weights("a"), weights("b"));
  }

  @Test
  void showsABarOnATerminal() {
    Cli.Result result =
        Cli.runOn(60, "train", "tiny", "--data", "tiny", "--seed", 1, "--out", folder.resolve("a"));
    assertEquals(0, result.exitCode(), result.err());
    String[] frames = result.err().split("\n", 2)[0].split("\r", -1);
    String last = frames[frames.length - 1];
    assertTrue(last.startsWith("training 100% [="), result.err());
    assertTrue(last.contains("8/8"), result.err());
    assertTrue(last.length() < 60, last);
  }
}
