package dev.seisei.benchmarks.libtorch;

import java.util.Map;

/**
 * What libtorch leaves to its users, and what makes it faster or slower.
 *
 * @param executor whether TorchScript's graph executor optimises
 * @param adam 0 for the fused operator, 1 for operators over lists, 2 for a loop
 * @param channelsLast whether convolutions get channels last
 * @param fusedAttention whether attention is one operator
 */
record LibtorchSettings(boolean executor, int adam, boolean channelsLast, boolean fusedAttention) {
  /** The fastest, as measured; docs/performance.md has the others. */
  static final LibtorchSettings FASTEST = new LibtorchSettings(true, 0, true, true);

  /** As the scripts take them. */
  Map<String, Integer> numbers() {
    return Map.of(
        "adam",
        adam,
        "channels_last",
        channelsLast ? 1 : 0,
        "fused_attention",
        fusedAttention ? 1 : 0);
  }
}
