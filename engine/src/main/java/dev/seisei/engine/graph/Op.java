package dev.seisei.engine.graph;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a node computes: a pure function of its inputs, whose attributes are the components of the
 * implementing record, so that two operations are equal if they compute the same.
 *
 * <p>An operation either has a gradient rule, or a {@linkplain #decompose decomposition} that is
 * differentiated in its place, or it is not differentiable (integers, comparisons).
 */
public interface Op {
  /** The name that messages, {@code explain()} and providers use, such as {@code matmul}. */
  String opName();

  /**
   * Types of the outputs.
   *
   * @throws IllegalArgumentException if the inputs do not fit, naming what does not
   */
  List<TensorType> infer(List<TensorType> inputs);

  /**
   * Gradients with respect to the inputs, given those with respect to the outputs.
   *
   * @param gradients one an output; null where nothing depends on that output
   * @return one an input, null where no gradient flows; or empty, if this operation has no rule and
   *     its decomposition is to be differentiated
   */
  default Optional<List<@Nullable Value>> gradient(Node node, List<@Nullable Value> gradients) {
    return Optional.empty();
  }

  /** The same function by simpler operations; empty for a primitive. */
  default Optional<List<Value>> decompose(List<Value> inputs) {
    return Optional.empty();
  }

  /** This operation with the dimensions among its attributes replaced. */
  default Op bind(UnaryOperator<Dim> dims) {
    return this;
  }
}
