package dev.seisei.engine.op;

import dev.seisei.engine.graph.Dim;
import dev.seisei.engine.graph.Node;
import dev.seisei.engine.graph.TensorType;
import dev.seisei.engine.graph.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Joins values of equal shape but for one axis along that axis. */
public record Concat(int axis) implements PrimitiveOp {
  @Override
  public String opName() {
    return "concat";
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Check.that(!inputs.isEmpty(), "takes at least one operand");
    TensorType first = inputs.get(0);
    Check.axis(axis, first);
    Dim total = Dim.ZERO;
    for (TensorType type : inputs) {
      Check.sameDtype(first, type);
      Check.that(
          type.shape().rank() == first.shape().rank()
              && type.shape().without(axis).equals(first.shape().without(axis)),
          "shapes " + first.shape() + " and " + type.shape() + " differ beside axis " + axis);
      total = total.plus(type.shape().dim(axis));
    }
    return List.of(first.withShape(first.shape().with(axis, total)));
  }

  @Override
  public Optional<List<@Nullable Value>> gradient(Node node, List<@Nullable Value> gradients) {
    Value d = gradients.get(0);
    if (d == null) {
      return Optional.of(Ops.none(node.inputs().size()));
    }
    List<@Nullable Value> result = new ArrayList<>();
    Dim offset = Dim.ZERO;
    for (Value input : node.inputs()) {
      Dim extent = input.shape().dim(axis);
      result.add(Ops.slice(d, axis, offset, extent));
      offset = offset.plus(extent);
    }
    return Optional.of(result);
  }
}
