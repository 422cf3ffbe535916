package dev.seisei.engine.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.engine.memory.Device;
import dev.seisei.engine.memory.MemoryLimitException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Compiling, running and closing plans, and refusing them, leaves memory as it was. */
class FlatCompilationTest {
  private static final int ROUNDS = 40;
  private static final long ALLOWED = 24L << 20;

  /**
   * Runs in a process of its own, whose heap is in memory from the beginning: what grows is
   * something else.
   */
  static final class Program {
    private Program() {}

    public static void main(String[] args) throws IOException {
      Device device = Device.cpu(1L << 30);
      try (Network network = Network.transformer(1)) {
        UnaryOperator<PlanBuilder> free = builder -> builder.device(device);
        long bytes;
        try (Plan plan = network.plan(free)) {
          bytes = plan.bytes();
        }
        List<UnaryOperator<PlanBuilder>> settings =
            List.of(
                free,
                builder -> free.apply(builder).memoryBudget(bytes * 9 / 10),
                builder -> free.apply(builder).memoryBudget(1),
                builder -> builder.device(Device.cpu(bytes / 2)));
        int refused = compile(network, settings, ROUNDS);
        long before = FlatMemoryTest.resident();
        refused += compile(network, settings, ROUNDS);
        long growth = FlatMemoryTest.resident() - before;
        System.out.println(
            "refused " + refused + ", held " + device.allocatedBytes() + ", of " + bytes);
        System.out.println("grown by " + growth);
      }
    }

    private static int compile(
        Network network, List<UnaryOperator<PlanBuilder>> settings, int rounds) {
      int refused = 0;
      for (int i = 0; i < rounds; i++) {
        for (UnaryOperator<PlanBuilder> each : settings) {
          try (Plan plan = network.plan(each)) {
            plan.run();
          } catch (MemoryLimitException e) {
            refused++;
          }
        }
      }
      return refused;
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void nothingIsLeftBehind() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms256m",
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:+AlwaysPreTouch",
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    assertTrue(output.contains("refused " + 4 * ROUNDS + ", held 0, of "), output);
    String growth = output.substring(output.indexOf("grown by ") + 9).strip();
    assertTrue(Long.parseLong(growth) < ALLOWED, growth);
  }
}
