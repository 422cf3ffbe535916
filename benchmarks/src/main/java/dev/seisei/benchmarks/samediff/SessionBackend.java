package dev.seisei.benchmarks.samediff;

import dev.seisei.benchmarks.peers.Backend;
import dev.seisei.benchmarks.peers.Mode;
import dev.seisei.benchmarks.peers.Network;
import dev.seisei.benchmarks.workload.Workload;
import java.nio.file.Path;

/** SameDiff's own session, which takes its threads from OMP_NUM_THREADS. */
public final class SessionBackend implements Backend {
  @Override
  public void start(int threads) {
    // ND4J starts with the first network.
  }

  @Override
  public Network open(Workload workload, Mode mode, Path weights) {
    return mode == Mode.TRAIN ? new SessionTraining(workload) : new SessionInference(workload);
  }
}
