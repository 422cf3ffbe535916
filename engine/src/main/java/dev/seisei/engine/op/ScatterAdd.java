package dev.seisei.engine.op;

import dev.seisei.engine.graph.Dim;
import dev.seisei.engine.graph.Node;
import dev.seisei.engine.graph.Op;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.TensorType;
import dev.seisei.engine.graph.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * (indices [I…], rows [I…, …]) → [N, …]: zeros to which each row is added at its index; the
 * transpose of {@link Gather}.
 */
public record ScatterAdd(Dim extent) implements PrimitiveOp {
  @Override
  public String opName() {
    return "scatter_add";
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Check.count(inputs, 2);
    Check.index(inputs.get(0));
    Shape indices = inputs.get(0).shape();
    Shape rows = inputs.get(1).shape();
    Check.that(
        rows.rank() >= indices.rank() && rows.range(0, indices.rank()).equals(indices),
        "rows " + rows + " do not belong to indices " + indices);
    return List.of(
        inputs.get(1).withShape(Shape.of(extent).concat(rows.range(indices.rank(), rows.rank()))));
  }

  @Override
  public Optional<List<@Nullable Value>> gradient(Node node, List<@Nullable Value> gradients) {
    Value d = gradients.get(0);
    if (d == null) {
      return Optional.of(Ops.none(node.inputs().size()));
    }
    return Optional.of(Arrays.asList(null, Ops.apply(new Gather(), d, node.input(0))));
  }

  @Override
  public Op bind(UnaryOperator<Dim> dims) {
    return new ScatterAdd(dims.apply(extent));
  }
}
