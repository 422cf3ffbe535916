package dev.seisei.engine.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.plan.Plan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Reading a file and running what it holds does not start ND4J, which takes seconds. */
class ReadingWithoutNd4jTest {
  /** Runs in a process of its own. */
  static final class Program {
    private Program() {}

    public static void main(String[] args) throws IOException {
      byte[] file = GoldenFileTest.golden();
      long start = System.nanoTime();
      Graph graph = Objects.requireNonNull(GraphFile.read(file).get("scores"));
      System.out.println("read in " + (System.nanoTime() - start) / 1_000_000 + " ms");
      try (Plan plan = Plan.of(graph).bind("batch", 1).compile()) {
        plan.run();
        System.out.println("last score " + plan.output("y").toFloats()[2]);
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
    assertTrue(output.contains("last score " + (float) Math.tanh(-0.25)), output);
    assertTrue(output.contains("dev.seisei.engine.plan.Plan "), "classes were not logged");
    assertFalse(output.contains("org.nd4j."), "ND4J was loaded");
  }
}
