package dev.seisei.engine.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.memory.Buffer;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.memory.MemoryLimitException;
import dev.seisei.engine.op.Ops;
import dev.seisei.engine.op.Softmax;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;

/** How large Java's heap may be says nothing of how large arrays may be. */
class SmallHeapTest {
  /** Runs in a process of its own: takes eight times its heap, then compiles and runs a plan. */
  static final class Program {
    private static final long MANY = 384L << 20;

    private Program() {}

    public static void main(String[] args) {
      try (Buffer many = Device.CPU.allocate(MANY)) {
        Pointer.memset(many.pointer(), 1, MANY);
        Value x = Ops.input("x", DType.F32, Shape.of(8, 16));
        Value y = Ops.apply(new Softmax(), Ops.matmul(x, Ops.transpose(x)));
        try (Plan plan = Plan.of(Graph.of(Map.of("y", y))).compile()) {
          plan.run();
          System.out.println("first probability " + plan.output("y").getDouble(0));
        }
        System.out.println("limit " + Device.CPU.memoryLimit());
        Device.CPU.allocate(200L << 20).close();
      } catch (MemoryLimitException e) {
        System.out.println("refused: " + e.getMessage());
      }
    }
  }

  @Test
  void arraysMayBeManyTimesAsLarge() throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx48m",
            "-cp",
            System.getProperty("java.class.path"),
            Program.class.getName());
    builder.environment().put("SEISEI_MEMORY", "512m");
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    assertTrue(output.contains("first probability 0.125"), output);
    assertTrue(output.contains("limit 536870912"), output);
    assertTrue(output.contains("refused: cannot allocate 200.0 MiB: 384."), output);
  }
}
