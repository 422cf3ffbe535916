package dev.seisei.engine.plan;

/** In what arithmetic a plan computes matrix products and convolutions. */
public enum Precision {
  /** As the graph says; for a float graph, float32 throughout. */
  F32,
  /**
   * Products in bfloat16, summed in float32, and what lies between them stored in it. Parameters,
   * states, results, losses and the sums of norms keep float32, and so do residual streams with a
   * term in it. On a processor that cannot multiply bfloat16, all is computed in float32.
   */
  BF16
}
