package dev.seisei.benchmarks.peers;

import dev.seisei.benchmarks.workload.Batch;
import dev.seisei.benchmarks.workload.Compiled;
import dev.seisei.benchmarks.workload.Workload;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.plan.Precision;
import java.nio.file.Path;

/** This project's engine. */
final class EngineBackend implements Backend {
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
    Compiled compiled;
    try {
      compiled =
          mode == Mode.TRAIN
              ? Compiled.training(workload, precision)
              : Compiled.inference(workload, precision);
    } catch (IllegalArgumentException e) {
      throw new UnsupportedOperationException(e.getMessage(), e);
    }
    if (precision == Precision.BF16 && !compiled.holdsBfloat16()) {
      compiled.close();
      throw new UnsupportedOperationException(
          "this processor does not multiply bfloat16, so that it would be float32 once more");
    }
    return new Planned(compiled, mode);
  }

  private record Planned(Compiled compiled, Mode mode) implements Network {
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

    @Override
    public void close() {
      compiled.close();
    }
  }
}
