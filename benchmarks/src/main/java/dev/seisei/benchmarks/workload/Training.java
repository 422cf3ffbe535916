package dev.seisei.benchmarks.workload;

import dev.seisei.engine.optim.Optimizer;

/** How every network is trained on every side: Adam, corrected for bias, without weight decay. */
public final class Training {
  /** Where weights and batches come from. */
  public static final long SEED = 1851;

  /** η, the step size. */
  public static final double LEARNING_RATE = 2e-4;

  /** Decay of the mean of the gradients. */
  public static final double BETA1 = 0.9;

  /** Decay of the mean of the squared gradients. */
  public static final double BETA2 = 0.999;

  /** What is added to the divisor. */
  public static final double EPSILON = 1e-8;

  private Training() {}

  static Optimizer optimizer() {
    return new Optimizer.Adam(BETA1, BETA2, EPSILON, false);
  }
}
