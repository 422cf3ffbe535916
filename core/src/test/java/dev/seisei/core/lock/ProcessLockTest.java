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
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessLockTest {
  private static final int HOLDS = 500;

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

  @Test
  void processesThatTakeTheLockAgainAndAgainAreAloneWithIt() throws Exception {
    List<Process> all = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      all.add(process(folder.resolve("lock"), folder.resolve("inside")));
    }
    for (Process each : all) {
      String said = new String(each.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals("alone " + HOLDS + " times", said.strip());
    }
  }

  /** What becomes of an impatient process that wants the lock. */
  private static String other(Path file) throws IOException, InterruptedException {
    Process process = process(file);
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(1, TimeUnit.MINUTES));
    return said.strip();
  }

  private static Process process(Path... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(ProcessLockTest.class.getName());
    for (Path argument : arguments) {
      command.add(argument.toString());
    }
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  /**
   * Wants a lock, and prints what became of that: once, or with a second file many times, which
   * nobody else makes while it has the lock.
   */
  public static void main(String[] arguments) throws IOException {
    Path file = Path.of(arguments[0]);
    if (arguments.length > 1) {
      take(file, Path.of(arguments[1]));
      return;
    }
    try {
      ProcessLock.acquire(file, new Impatient()).close();
      System.out.println("taken");
    } catch (CancellationException e) {
      System.out.println("waited");
    }
  }

  private static void take(Path file, Path inside) throws IOException {
    for (int holds = 0; holds < HOLDS; ) {
      Optional<ProcessLock> lock = ProcessLock.tryAcquire(file);
      if (lock.isPresent()) {
        ProcessLock held = lock.get();
        try (held) {
          Files.createFile(inside);
          Files.delete(inside);
          holds++;
        }
      }
    }
    System.out.println("alone " + HOLDS + " times");
  }
}
