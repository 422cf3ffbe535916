package dev.seisei.engine.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.op.Ops;
import dev.seisei.engine.plan.Plan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.factory.Nd4j;

/** Programs that start with either library have the same files in memory. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class LibraryOrderTest {
  /** Runs in a process of its own: a plan and an array, in the order it is told. */
  static final class Program {
    private Program() {}

    public static void main(String[] order) {
      for (String first : order) {
        System.out.println(first.equals("plan") ? plan() : Nd4j.ones(2).sumNumber().doubleValue());
      }
    }

    private static double plan() {
      Value x = Ops.input("x", DType.F32, Shape.of(4, 4));
      try (Plan plan = Plan.of(Graph.of(Map.of("y", Ops.matmul(x, x)))).compile()) {
        plan.run();
        return plan.output("y").getDouble(0);
      }
    }
  }

  @TempDir Path cache;

  @Test
  void theOrderIsAlwaysTheSame() throws IOException, InterruptedException {
    run("array", "plan");
    Map<Path, Object> files = openMp();
    assertEquals(1, files.size(), files.toString());
    assertTrue(files.keySet().iterator().next().toString().contains("dnnl"), files.toString());
    run("plan", "array");
    run("plan");
    run("array");
    assertEquals(files, openMp());
  }

  private void run(String... order) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Dorg.bytedeco.javacpp.cachedir=" + cache,
            "-cp",
            System.getProperty("java.class.path"),
            Program.class.getName());
    builder.command().addAll(List.of(order));
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
  }

  /** The runtimes that are files and not links to them, and when they were last written. */
  private Map<Path, Object> openMp() throws IOException {
    Map<Path, Object> found = new HashMap<>();
    try (Stream<Path> all = Files.walk(cache)) {
      for (Path file : all.filter(path -> path.endsWith("libgomp.so.1")).toList()) {
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          found.put(file, Files.getAttribute(file, "unix:ctime"));
        }
      }
    }
    return found;
  }
}
