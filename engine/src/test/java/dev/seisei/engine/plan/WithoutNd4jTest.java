package dev.seisei.engine.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.op.Ops;
import dev.seisei.engine.op.Softmax;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Compiling and running a plan does not start ND4J, which takes seconds. */
class WithoutNd4jTest {
  /** Runs in a process of its own. */
  static final class Program {
    private Program() {}

    public static void main(String[] args) {
      Value x = Ops.input("x", DType.F32, Shape.of(8, 16));
      Value y = Ops.apply(new Softmax(), Ops.matmul(x, Ops.transpose(x)));
      try (Plan plan = Plan.of(Graph.of(Map.of("y", y))).compile()) {
        plan.run();
        System.out.println("first probability " + plan.output("y").getDouble(0));
      }
    }
  }

  @Test
  void nd4jIsNotLoaded() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load",
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    assertTrue(output.contains("first probability 0.125"), output);
    assertTrue(output.contains("dev.seisei.engine.plan.Plan "), "classes were not logged");
    assertFalse(output.contains("org.nd4j.linalg.factory.Nd4j "), "ND4J was loaded");
  }
}
