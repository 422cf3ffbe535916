package dev.seisei.core.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process that saves again and again, at random moments. */
class KillTest {
  private static final int KILLS = 8;
  private static final int MOST_MICROS = 30_000;

  @TempDir Path temporary;

  /** What is killed: saves one step after another, and says so. */
  static final class Saving {
    private Saving() {}

    public static void main(String[] arguments) {
      Path folder = Path.of(arguments[0]);
      int step = Checkpoint.isCheckpoint(folder) ? Models.stepOf(folder) : 0;
      while (true) {
        step++;
        Models.step(folder, step).commit();
        System.out.println(step);
      }
    }
  }

  @Test
  void leavesTheOldOneOrTheNewOne() throws IOException, InterruptedException {
    Path folder = temporary.resolve("v");
    Models.step(folder, 1).commit();
    Files.writeString(folder.resolve("notes.txt"), "mine");
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < KILLS; i++) {
      int said = killed(folder, random.nextInt(MOST_MICROS));
      int step = Models.stepOf(folder);
      // It may have saved one more before it could say so.
      assertTrue(step == said || step == said + 1, step + " after " + said);
      assertEquals("mine", Files.readString(folder.resolve("notes.txt")));
      assertEquals(List.of("v"), Models.names(temporary));
    }
  }

  /** Lets a process save at least once and for some time on, kills it; the last step it said. */
  private static int killed(Path folder, int micros) throws IOException, InterruptedException {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath,
                Saving.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader out = process.inputReader()) {
      String said = out.readLine();
      assertNotNull(said, "it saved nothing");
      assertFalse(process.waitFor(micros, TimeUnit.MICROSECONDS));
      // Unlike the process's own method this one leaves the pipe open, so that the rest can be
      // read.
      process.toHandle().destroyForcibly();
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        said = line;
      }
      return Integer.parseInt(said);
    } finally {
      process.destroyForcibly();
    }
  }
}
