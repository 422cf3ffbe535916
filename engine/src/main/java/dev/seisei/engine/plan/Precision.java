package dev.seisei.engine.plan;

/** In what arithmetic a plan computes matrix products and convolutions. */
public enum Precision {
  /** As the graph says; for a float graph, float32 throughout. */
  F32,
  /** Products in bfloat16 with float32 accumulation; parameters, norms and losses in float32. */
  BF16
}
