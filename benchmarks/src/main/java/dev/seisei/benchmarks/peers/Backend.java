package dev.seisei.benchmarks.peers;

import dev.seisei.benchmarks.workload.Workload;
import java.nio.file.Path;

/** What computes networks on one side. Made without starting anything. */
public interface Backend {
  /**
   * Starts what is there before any network, such as native libraries.
   *
   * @param threads how many to compute with; OMP_NUM_THREADS says the same
   */
  void start(int threads);

  /**
   * Makes a network ready to run.
   *
   * @param weights where {@link WeightFiles} lie, for a side that does not make them itself
   * @throws UnsupportedOperationException if the side cannot compute it, saying why
   */
  Network open(Workload workload, Mode mode, Path weights);
}
