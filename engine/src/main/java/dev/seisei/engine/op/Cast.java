package dev.seisei.engine.op;

import dev.seisei.engine.graph.Node;
import dev.seisei.engine.graph.TensorType;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.memory.DType;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The same elements in another type; towards integers it truncates. */
public record Cast(DType to) implements PrimitiveOp {
  @Override
  public String opName() {
    return "cast";
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    return List.of(Check.only(inputs).withDtype(to));
  }

  @Override
  public Optional<List<@Nullable Value>> gradient(Node node, List<@Nullable Value> gradients) {
    Value d = gradients.get(0);
    DType from = node.input(0).type().dtype();
    return Optional.of(
        Ops.one(d == null || !from.isFloating() || !to.isFloating() ? null : Ops.cast(d, from)));
  }
}
