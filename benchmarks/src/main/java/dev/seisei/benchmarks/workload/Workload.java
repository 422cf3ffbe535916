package dev.seisei.benchmarks.workload;

import dev.seisei.engine.nn.Params;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * A network that is trained and then used. Implementations are records of sizes.
 *
 * <p>A training step updates parameters by Adam ({@link Training}), once for each objective, in
 * order. Nothing is random in it: noise is part of the batch.
 */
public interface Workload {
  /** What users call the network, such as {@code vae}. */
  String name();

  /** What one training step minimises, one after another. */
  default List<Objective> objectives() {
    return List.of(Objective.LOSS);
  }

  /**
   * Adds an objective's loss to the graph of the parameters.
   *
   * @return a scalar, in nats where it is a likelihood
   */
  SDVariable loss(Objective objective, Params params, Layers layers);

  /** Adds what the network is used for, to the graph of the parameters. */
  SDVariable inference(Params params, Layers layers);

  /**
   * The inputs of a step: every placeholder of every graph above, always the same for the same
   * sizes and step. The caller closes it.
   */
  Batch batch(int step);

  /**
   * How far the losses of two sides may lie apart in the first steps of training: ‖a − b‖ / max(√n,
   * ‖b‖) over n losses. More where a step enlarges what rounding does.
   *
   * @param precision F32 or BF16
   */
  default double tolerance(String precision) {
    return usualTolerance(precision);
  }

  /** How far values of two sides may lie apart. */
  static double usualTolerance(String precision) {
    return precision.equals("F32") ? 2e-3 : 2e-2;
  }
}
