package dev.seisei.engine.op;

import dev.seisei.engine.graph.TensorType;
import dev.seisei.engine.graph.Value;
import java.util.List;
import java.util.Optional;

/**
 * The gradient of a function of one element: (point, dy) → dx, where the point is the function's
 * input or output, whichever its derivative is written in.
 */
public record UnaryGradient(Unary of) implements PrimitiveOp {
  @Override
  public String opName() {
    return of.opName() + "_gradient";
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Check.count(inputs, 2);
    Check.that(inputs.get(0).equals(inputs.get(1)), "point and gradient differ in type");
    return List.of(Check.floating(inputs.get(0)));
  }

  @Override
  public Optional<List<Value>> decompose(List<Value> inputs) {
    return Optional.of(List.of(of.derivative(inputs.get(0), inputs.get(1))));
  }
}
