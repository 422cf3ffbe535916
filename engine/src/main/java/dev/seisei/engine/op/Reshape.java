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

/** The same elements, row-major, in another shape. */
public record Reshape(Shape shape) implements PrimitiveOp {
  @Override
  public String opName() {
    return "reshape";
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    TensorType type = Check.only(inputs);
    Dim from = type.shape().elements();
    Dim to = shape.elements();
    Check.that(
        from.equals(to) || !from.isConstant() || !to.isConstant(),
        "cannot reshape "
            + type.shape()
            + " to "
            + shape
            + ": "
            + from
            + " elements against "
            + to);
    return List.of(type.withShape(shape));
  }

  @Override
  public Optional<List<@Nullable Value>> gradient(Node node, List<@Nullable Value> gradients) {
    Value d = gradients.get(0);
    if (d == null) {
      return Optional.of(Ops.none(node.inputs().size()));
    }
    return Optional.of(Ops.one(Ops.reshape(d, node.input(0).shape())));
  }

  @Override
  public Op bind(UnaryOperator<Dim> dims) {
    return new Reshape(shape.map(dims));
  }
}
