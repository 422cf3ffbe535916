package dev.seisei.engine.op;

import dev.seisei.engine.graph.Node;
import dev.seisei.engine.graph.TensorType;
import dev.seisei.engine.graph.Value;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** factor · x + shift, element by element, with two fixed numbers. */
public record Scale(double factor, double shift) implements PrimitiveOp {
  @Override
  public String opName() {
    return "scale";
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    return List.of(Check.only(inputs));
  }

  @Override
  public Optional<List<@Nullable Value>> gradient(Node node, List<@Nullable Value> gradients) {
    Value gradient = gradients.get(0);
    return Optional.of(Ops.one(gradient == null ? null : Ops.scale(gradient, factor, 0)));
  }
}
