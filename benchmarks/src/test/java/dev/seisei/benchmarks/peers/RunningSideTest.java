package dev.seisei.benchmarks.peers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.benchmarks.process.FakeProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class RunningSideTest {
  private static RunningSide side(FakeProcess process) throws IOException {
    return new RunningSide(Side.LIBTORCH, process);
  }

  private static String message(Executable action) {
    return String.valueOf(assertThrows(IOException.class, action).getMessage());
  }

  private static String complaint(FakeProcess process) {
    String message = message(() -> side(process));
    assertTrue(process.killed(), "a process that nobody listens to is left behind");
    return message;
  }

  @Test
  void hearsWhatASideSays() throws IOException {
    FakeProcess process = new FakeProcess("values 1.5 2", "values 3 4e-3", "peak 12.5", "ready");
    try (RunningSide side = side(process)) {
      assertNull(side.refusal());
      assertEquals(2, side.values().size());
      assertArrayEquals(new double[] {3, 0.004}, side.values().get(1));
      assertEquals(12.5, side.peak());
    }
    assertFalse(process.killed());
  }

  @Test
  void hearsARefusal() throws IOException {
    try (RunningSide side = side(new FakeProcess("refused no such operation"))) {
      assertEquals("no such operation", side.refusal());
    }
  }

  @Test
  void keepsTheTimesThatCount() throws IOException {
    FakeProcess process =
        new FakeProcess("values 1", "peak NaN", "ready", "ms 9", "done", "ms 1", "ms 3", "done");
    try (RunningSide side = side(process)) {
      side.run(1, 0);
      assertEquals(9, side.last());
      side.forgetTimes();
      side.run(2, 4);
      assertEquals(2, side.times().median());
      assertEquals(List.of("run 1 0", "run 2 4"), process.orders().lines().toList());
    }
  }

  @Test
  void refusesRubbish() {
    assertEquals("libtorch F32 answered: hello", complaint(new FakeProcess("hello")));
    assertEquals(
        "libtorch F32 answered: values 1 two", complaint(new FakeProcess("values 1 two", "ready")));
    assertEquals("libtorch F32 answered: values", complaint(new FakeProcess("values", "ready")));
    assertEquals("libtorch F32 answered: peak high", complaint(new FakeProcess("peak high")));
  }

  @Test
  void refusesRubbishInPlaceOfTimes() throws IOException {
    RunningSide rubbish = side(new FakeProcess("ready", "ms fast", "done"));
    assertEquals("libtorch F32 answered: ms fast", message(() -> rubbish.run(1, 0)));
    RunningSide few = side(new FakeProcess("ready", "ms 1", "done"));
    assertEquals("libtorch F32 told the times of 1 runs, not 2", message(() -> few.run(2, 0)));
  }

  @Test
  void noticesASideThatDies() throws IOException {
    assertTrue(
        complaint(new FakeProcess("values 1", "peak 1")).contains("ended before it answered"));
    RunningSide later = side(new FakeProcess("values 1", "ready", "ms 1"));
    assertTrue(message(() -> later.run(2, 0)).contains("ended before it answered"));
  }

  /** The same with processes of the system, which end with an error, or talk of something else. */
  @Test
  void noticesProcessesThatAreNoSides() throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process dead = new ProcessBuilder(java, "no.such.Main").start();
    assertTrue(
        message(() -> new RunningSide(Side.SESSION, dead)).contains("ended before it answered"));
    Process chatty = new ProcessBuilder(java, "--version").start();
    assertTrue(
        message(() -> new RunningSide(Side.SESSION, chatty))
            .startsWith("samediff-session F32 answered: "));
  }
}
