package dev.seisei.engine.op;

import dev.seisei.engine.graph.Dim;
import dev.seisei.engine.graph.Node;
import dev.seisei.engine.graph.Op;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.TensorType;
import dev.seisei.engine.graph.Value;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Stretches axes of extent 1 to a shape of equal rank. */
public record Broadcast(Shape shape) implements PrimitiveOp {
  @Override
  public String opName() {
    return "broadcast";
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    TensorType type = Check.only(inputs);
    Check.that(
        type.shape().rank() == shape.rank() && Shape.broadcast(type.shape(), shape).equals(shape),
        "cannot broadcast " + type.shape() + " to " + shape);
    return List.of(type.withShape(shape));
  }

  @Override
  public Optional<List<@Nullable Value>> gradient(Node node, List<@Nullable Value> gradients) {
    Value d = gradients.get(0);
    if (d == null) {
      return Optional.of(Ops.none(node.inputs().size()));
    }
    return Optional.of(Ops.one(Ops.sumTo(d, node.input(0).shape())));
  }

  @Override
  public Op bind(UnaryOperator<Dim> dims) {
    return new Broadcast(shape.map(dims));
  }
}
