package dev.seisei.benchmarks.peers;

import dev.seisei.benchmarks.workload.Batch;
import java.util.Map;

/** A network that one side computes. Used by one thread, the one that opened it. */
public interface Network extends AutoCloseable {
  /** Takes what the next run works on, in the form that the side works in. Not timed. */
  void fill(Batch batch);

  /** A training step, or inference. */
  void run();

  /** The last run's losses; or, of inference, those elements that {@link Elements} says. */
  double[] values();

  /** Parts of a run that can be timed apart, by name. */
  default Map<String, Runnable> parts() {
    return Map.of();
  }

  @Override
  void close();
}
