package dev.seisei.engine.op;

import dev.seisei.engine.graph.Node;
import dev.seisei.engine.graph.TensorType;
import dev.seisei.engine.graph.Value;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The identity, through which no gradient flows. */
public record StopGradient() implements PrimitiveOp {
  @Override
  public String opName() {
    return "stop_gradient";
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    return List.of(Check.only(inputs));
  }

  @Override
  public Optional<List<@Nullable Value>> gradient(Node node, List<@Nullable Value> gradients) {
    return Optional.of(Ops.none(1));
  }
}
