package dev.seisei.benchmarks.samediff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.seisei.benchmarks.workload.Batch;
import dev.seisei.benchmarks.workload.Compiled;
import dev.seisei.benchmarks.workload.Dcgan;
import dev.seisei.benchmarks.workload.Ddpm;
import dev.seisei.benchmarks.workload.Gpt;
import dev.seisei.benchmarks.workload.Gru;
import dev.seisei.benchmarks.workload.Lstm;
import dev.seisei.benchmarks.workload.Vae;
import dev.seisei.benchmarks.workload.Workload;
import dev.seisei.engine.plan.Precision;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The formulations for the session compute what the engine computes. */
class SessionTrainingTest {
  static Stream<Workload> small() {
    return Stream.of(
        new Vae(4, 8, 16, 1, 3),
        new Dcgan(8, 4, 5),
        new Ddpm(1, 8, 32, 1),
        new Lstm(4, 4, 16, 2),
        new Gru(4, 4, 16, 2),
        new Gpt("gpt", 4, 8, 16, 1, 2));
  }

  @ParameterizedTest
  @MethodSource("small")
  void losesAsMuchStepByStep(Workload workload) {
    try (SessionTraining session = new SessionTraining(workload);
        Compiled compiled = Compiled.training(workload, Precision.F32)) {
      for (int step = 0; step < 3; step++) {
        try (Batch batch = workload.batch(step)) {
          session.fill(batch);
          compiled.fill(batch);
        }
        session.run();
        compiled.run();
        double[] losses =
            compiled.results().stream().mapToDouble(loss -> loss.getDouble(0)).toArray();
        assertArrayEquals(losses, session.values(), 1e-3, "step " + step);
      }
    }
  }
}
