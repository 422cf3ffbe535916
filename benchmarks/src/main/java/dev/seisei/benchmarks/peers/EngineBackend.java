package dev.seisei.benchmarks.peers;

import dev.seisei.benchmarks.workload.Batch;
import dev.seisei.benchmarks.workload.Compiled;
import dev.seisei.benchmarks.workload.Workload;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.plan.Precision;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** This project's engine. */
final class EngineBackend implements Backend {
  /** Of a plan in bfloat16 that stores nothing so. */
  static final String IN_FLOAT32 = "computed in float32: this processor does not multiply bfloat16";

  private final Precision precision;

  EngineBackend(Precision precision) {
    this.precision = precision;
  }

  @Override
  public void start(int threads) {
    // ND4J and oneDNN take their threads from OMP_NUM_THREADS, and start with the first network.
  }

  @Override
  public Network open(Workload workload, Mode mode, Path weights) {
    try {
      return new Planned(
          mode == Mode.TRAIN
              ? Compiled.training(workload, precision)
              : Compiled.inference(workload, precision),
          mode,
          precision);
    } catch (IllegalArgumentException e) {
      throw new UnsupportedOperationException(e.getMessage(), e);
    }
  }

  private record Planned(Compiled compiled, Mode mode, Precision precision) implements Network {
    @Override
    public void fill(Batch batch) {
      compiled.fill(batch);
    }

    @Override
    public void run() {
      compiled.run();
    }

    @Override
    public double[] values() {
      if (mode == Mode.TRAIN) {
        return compiled.results().stream().mapToDouble(loss -> loss.getDouble(0)).toArray();
      }
      Tensor result = compiled.results().get(0);
      return Elements.of(result.elements(), result::getDouble);
    }

    /** A plan is asked, not the processor: it alone knows what it does. */
    @Override
    public @Nullable String note() {
      boolean asAsked =
          precision != Precision.BF16
              || compiled.plans().stream().anyMatch(plan -> plan.explain().contains("BF16"));
      return asAsked ? null : IN_FLOAT32;
    }

    @Override
    public void close() {
      compiled.close();
    }
  }
}
