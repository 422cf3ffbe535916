package dev.seisei.benchmarks.gpt;

/** Makes a {@link Peer}. Has a public constructor without arguments that starts no native code. */
public interface PeerFactory {

  /**
   * Builds the network with the workload's initial weights, ready for the first step.
   *
   * @param threads how many threads to compute with; OMP_NUM_THREADS says the same
   */
  Peer open(GptWorkload workload, int threads);
}
