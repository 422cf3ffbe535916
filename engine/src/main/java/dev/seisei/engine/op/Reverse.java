package dev.seisei.engine.op;

import dev.seisei.engine.graph.Node;
import dev.seisei.engine.graph.TensorType;
import dev.seisei.engine.graph.Value;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The elements along some axes in opposite order. */
public record Reverse(List<Integer> axes) implements PrimitiveOp {
  public Reverse {
    axes = axes.stream().sorted().distinct().toList();
  }

  @Override
  public String opName() {
    return "reverse";
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    TensorType type = Check.only(inputs);
    axes.forEach(axis -> Check.axis(axis, type));
    return List.of(type);
  }

  @Override
  public Optional<List<@Nullable Value>> gradient(Node node, List<@Nullable Value> gradients) {
    Value d = gradients.get(0);
    if (d == null) {
      return Optional.of(Ops.none(node.inputs().size()));
    }
    return Optional.of(Ops.one(Ops.apply(this, d)));
  }
}
