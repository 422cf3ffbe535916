package dev.seisei.core.lock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.core.progress.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessLockTest {
  @TempDir Path folder;

  /** Gives up as soon as it has to wait. */
  private static final class Impatient implements Progress {
    private String told = "";

    @Override
    public void at(long done, long total, String detail) {
      told = detail;
    }

    @Override
    public boolean cancelled() {
      return true;
    }
  }

  @Test
  void threadsTakeTurns() throws Exception {
    Path file = folder.resolve("lock");
    int[] inside = {0};
    int[] turns = {0};
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        all.add(
            threads.submit(
                () -> {
                  ProcessLock mutex = ProcessLock.acquire(file, Progress.SILENT);
                  try {
                    assertEquals(1, ++inside[0]);
                    turns[0]++;
                    Files.writeString(folder.resolve("turn"), "as slow as the work of a fetch");
                    inside[0]--;
                  } finally {
                    mutex.close();
                  }
                  return null;
                }));
      }
      for (Future<?> each : all) {
        each.get();
      }
    } finally {
      threads.shutdown();
    }
    assertEquals(4, turns[0]);
  }

  @Test
  void aWaitIsToldAndCanBeCancelledWithoutHarmToTheHolder() throws Exception {
    Path file = folder.resolve("lock");
    Impatient impatient = new Impatient();
    ProcessLock mutex = ProcessLock.acquire(file, Progress.SILENT);
    try {
      assertThrows(CancellationException.class, () -> ProcessLock.acquire(file, impatient));
      assertEquals("waiting for another that works on " + file, impatient.told);
      assertEquals("waited", other(file), "the lock still keeps another process out");
    } finally {
      mutex.close();
    }
    assertEquals("taken", other(file));
    ProcessLock.acquire(file, impatient).close();
  }

  /** What becomes of an impatient process that wants the lock. */
  private static String other(Path file) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ProcessLockTest.class.getName(),
                file.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(1, TimeUnit.MINUTES));
    return said.strip();
  }

  /** Wants a lock, and prints what became of that. */
  public static void main(String[] arguments) throws IOException {
    try {
      ProcessLock.acquire(Path.of(arguments[0]), new Impatient()).close();
      System.out.println("taken");
    } catch (CancellationException e) {
      System.out.println("waited");
    }
  }
}
