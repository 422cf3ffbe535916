package dev.seisei.benchmarks.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.benchmarks.process.FakeProcess;
import dev.seisei.benchmarks.workload.Compiled;
import dev.seisei.benchmarks.workload.Vae;
import dev.seisei.benchmarks.workload.Workload;
import dev.seisei.engine.plan.Precision;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SideProcessTest {
  private static final Workload VAE = new Vae(4, 4, 8, 1, 2);

  @TempDir Path weights;

  private List<String> answers(Backend backend, Mode mode, String orders) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SideProcess.serve(
        backend,
        VAE,
        mode,
        new SideProcess.Limits(1, 3, 60),
        weights,
        new BufferedReader(new StringReader(orders)),
        new PrintStream(out, true, StandardCharsets.UTF_8));
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private static List<String> kinds(List<String> lines) {
    return lines.stream().map(line -> line.split(" ", -1)[0]).toList();
  }

  @Test
  void tellsValuesAndThenTimes() throws IOException {
    List<String> lines =
        answers(new EngineBackend(Precision.F32), Mode.TRAIN, "run 2 1\nrun 1 0\n");
    assertEquals(
        List.of("values", "values", "values", "peak", "ready", "ms", "ms", "done", "ms", "done"),
        kinds(lines));
  }

  /** What one end says, the other end understands. */
  @Test
  void isUnderstoodByWhoeverCompares() throws IOException {
    List<String> lines = answers(new EngineBackend(Precision.F32), Mode.INFER, "run 2 0\n");
    try (RunningSide side =
        new RunningSide(Side.ENGINE, new FakeProcess(lines.toArray(String[]::new)))) {
      assertEquals(3, side.values().size());
      assertEquals(Elements.COUNT, side.values().get(0).length);
      side.run(2, 0);
      assertTrue(side.times().median() > 0);
    }
  }

  /** A row that says bfloat16 is of bfloat16: either its plans hold it, or it refuses. */
  @Test
  void computesInBfloat16OrRefuses() throws IOException {
    boolean held;
    try (Compiled plans = Compiled.training(VAE, Precision.BF16)) {
      held = plans.plans().get(0).explain().contains("BF16");
    }
    List<String> lines = answers(new EngineBackend(Precision.BF16), Mode.TRAIN, "");
    assertEquals(
        held ? List.of("values", "values", "values", "peak", "ready") : List.of("refused"),
        kinds(lines));
  }

  @Test
  void saysWhyItCannot() throws IOException {
    Backend unable =
        new Backend() {
          @Override
          public void start(int threads) {}

          @Override
          public Network open(Workload workload, Mode mode, Path folder) {
            throw new UnsupportedOperationException("no such\noperation");
          }
        };
    assertEquals(List.of("refused no such operation"), answers(unable, Mode.TRAIN, "run 1 0\n"));
  }

  @Test
  void knowsItsParts() {
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> answers(new EngineBackend(Precision.F32), Mode.TRAIN, "part lunch 1 0\n"));
    assertEquals("no part lunch in []", refusal.getMessage());
  }
}
