package dev.seisei.engine.plan;

/** In what arithmetic a plan computes matrix products and convolutions. */
public enum Precision {
  /** As the graph says; for a float graph, float32 throughout. */
  F32,
  /**
   * Products in bfloat16, summed in float32, and what lies between them stored in it. Parameters,
   * states, results, losses and the sums of norms keep float32, and so do residual streams with a
   * term in it. On a processor that cannot multiply bfloat16, all is computed in float32, and only
   * weights that a plan does not change are stored in bfloat16.
   */
  BF16,
  /**
   * Weights that a plan only reads in 8-bit integers, with a scale for each column, and what is
   * multiplied by them rounded row by row; all else in float32. For sampling, where reading weights
   * takes most of the time.
   *
   * <p>Source: Dettmers et al., 2022, arXiv 2208.07339, section 3.1, without the parts in float16.
   */
  INT8
}
