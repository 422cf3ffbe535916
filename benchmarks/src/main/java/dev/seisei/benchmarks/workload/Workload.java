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
   * How far the losses of two sides may lie apart in the first steps of training: |a − b| / max(1,
   * |b|) for one loss, ‖a − b‖ / max(√n, ‖b‖) for n. More where a step enlarges what rounding does.
   *
   * @param precision F32 or BF16
   */
  default double tolerance(String precision) {
    return precision.equals("F32") ? 2e-3 : 2e-2;
  }

  /**
   * How far results of two sides may lie apart: ‖a − b‖ / ‖b‖.
   *
   * <p>bfloat16 has 8 significant bits, so that rounding to it moves a number by 2⁻⁸ of itself at
   * most. Errors that have nothing to do with each other add up as their squares: after n roundings
   * there are √n · 2⁻⁸ at most. The deepest of these networks rounds operands and what it stores
   * some 250 times between its input and its result, which is 2⁻⁴. In float32, 2⁻²⁴ in place of
   * 2⁻⁸, other approximations of functions and other orders of long sums weigh more.
   *
   * @param precision F32 or BF16
   */
  static double resultTolerance(String precision) {
    return precision.equals("F32") ? 2e-3 : 0x1p-4;
  }
}
