package dev.seisei.engine.op;

import dev.seisei.engine.graph.Node;
import dev.seisei.engine.graph.TensorType;
import dev.seisei.engine.graph.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * (table [N, …], indices [I…]) → [I…, …]: rows of the table. An index outside [0, N) is an error at
 * run time on the host.
 */
public record Gather() implements PrimitiveOp {
  @Override
  public String opName() {
    return "gather";
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Check.count(inputs, 2);
    TensorType table = inputs.get(0);
    TensorType indices = inputs.get(1);
    Check.index(indices);
    Check.that(table.shape().rank() >= 1, "the table must have a rank of at least 1");
    return List.of(
        table.withShape(indices.shape().concat(table.shape().range(1, table.shape().rank()))));
  }

  @Override
  public Optional<List<@Nullable Value>> gradient(Node node, List<@Nullable Value> gradients) {
    Value d = gradients.get(0);
    if (d == null) {
      return Optional.of(Ops.none(node.inputs().size()));
    }
    Value table = node.input(0);
    return Optional.of(
        Arrays.asList(Ops.apply(new ScatterAdd(table.shape().dim(0)), node.input(1), d), null));
  }
}
