package dev.seisei.engine.op;

import dev.seisei.engine.graph.Node;
import dev.seisei.engine.graph.TensorType;
import dev.seisei.engine.graph.Value;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** x^exponent, element by element, with a fixed exponent. */
public record Power(double exponent) implements PrimitiveOp {
  @Override
  public String opName() {
    return "power";
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    return List.of(Check.floating(Check.only(inputs)));
  }

  @Override
  public Optional<List<@Nullable Value>> gradient(Node node, List<@Nullable Value> gradients) {
    Value gradient = gradients.get(0);
    return Optional.of(
        Ops.one(
            gradient == null
                ? null
                : Ops.mul(Ops.scale(gradient, exponent, 0), Ops.pow(node.input(0), exponent - 1))));
  }
}
