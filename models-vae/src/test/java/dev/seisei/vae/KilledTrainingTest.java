package dev.seisei.vae;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.progress.Progress;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledTrainingTest {
  /** Steps after which the process is killed; it saves after every step, so mostly in a save. */
  private static final long[] KILLS = {1, 14, 37};

  @TempDir Path temporary;

  @Test
  void aTrainingKilledAgainAndAgainEndsAsIfItHadNotBeen() throws Exception {
    Path killed = temporary.resolve("killed");
    long before = 0;
    for (long kill : KILLS) {
      long reached = trainUntil(kill, killed);
      assertTrue(reached >= kill, "reached " + reached);
      long saved =
          ((Number) Checkpoint.open(killed).training().getOrDefault("step", -1)).longValue();
      assertTrue(saved >= before && saved >= kill - 1, "saved " + saved + " of " + kill);
      before = saved;
    }
    VaeTrainer trainer = new VaeTrainer();
    trainer.train(
        Runs.small(killed, TrainingProcess.SETTINGS, TrainingProcess.STEPS, true), Progress.SILENT);
    Path whole = temporary.resolve("whole");
    Runs.train(whole, TrainingProcess.SETTINGS, TrainingProcess.STEPS);
    for (String file : new String[] {"model.safetensors", "state.safetensors", "curve.csv"}) {
      assertEquals(-1, Files.mismatch(whole.resolve(file), killed.resolve(file)), file);
    }
  }

  /** Kills a training once it has said that it took a step. */
  private static long trainUntil(long step, Path folder) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                TrainingProcess.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    long reached = 0;
    try (BufferedReader steps = process.inputReader()) {
      for (String line = steps.readLine();
          line != null && reached < step;
          line = steps.readLine()) {
        reached = Long.parseLong(line);
      }
      process.destroyForcibly();
    }
    assertNotEquals(0, process.waitFor());
    return reached;
  }
}
