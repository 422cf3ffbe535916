package dev.seisei.benchmarks.samediff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.seisei.benchmarks.workload.Batch;
import dev.seisei.benchmarks.workload.Compiled;
import dev.seisei.benchmarks.workload.Workload;
import dev.seisei.engine.plan.Precision;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The formulations for the session compute what the engine computes. */
class SessionTrainingTest {
  @ParameterizedTest
  @FieldSource("dev.seisei.benchmarks.workload.SmallWorkloads#ALL")
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
