package dev.seisei.benchmarks.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.engine.memory.Device;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class JavaProcessTest {
  private static final String PROPERTY = "seisei.memory";

  /** What the further process is. */
  static final class Limited {
    private Limited() {}

    public static void main(String[] args) {
      System.out.println(Device.CPU.memoryLimit());
      System.out.println(System.getenv("OMP_NUM_THREADS"));
      System.out.println(String.join(" ", args));
    }
  }

  @Test
  void hasTheLimitsOfThisProcess() throws IOException, InterruptedException {
    String before = System.getProperty(PROPERTY);
    System.setProperty(PROPERTY, "123m");
    try {
      Process process =
          JavaProcess.prepare(
                  3, JavaProcess.classPath(), Limited.class, List.of("two words", "more"))
              .start();
      try (BufferedReader lines = process.inputReader()) {
        assertEquals(
            List.of(Long.toString(123L << 20), "3", "two words more"), lines.lines().toList());
      }
      assertEquals(0, process.waitFor());
    } finally {
      if (before == null) {
        System.clearProperty(PROPERTY);
      } else {
        System.setProperty(PROPERTY, before);
      }
    }
    assertTrue(
        JavaProcess.prepare(1, "", Limited.class, List.of()).command().stream()
            .noneMatch(word -> word.contains("123m")));
  }
}
