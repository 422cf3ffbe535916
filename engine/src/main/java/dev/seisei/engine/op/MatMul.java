package dev.seisei.engine.op;

import dev.seisei.engine.graph.Node;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.TensorType;
import dev.seisei.engine.graph.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * ([…, M, K], [… , K, N]) → […, M, N]: matrix products over the last two axes, operands of equal
 * rank whose leading extents are equal or 1. (A transposed operand is a {@link Permute}, which
 * costs nothing.)
 */
public record MatMul() implements PrimitiveOp {
  @Override
  public String opName() {
    return "matmul";
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Check.count(inputs, 2);
    Check.sameDtype(Check.floating(inputs.get(0)), inputs.get(1));
    Shape a = inputs.get(0).shape();
    Shape b = inputs.get(1).shape();
    int rank = a.rank();
    Check.that(rank >= 2 && rank == b.rank(), "needs operands of equal rank, at least 2");
    Check.that(
        a.dim(-1).equals(b.dim(-2)), "inner extents differ: " + a.dim(-1) + " and " + b.dim(-2));
    Shape batch = Shape.broadcast(a.range(0, rank - 2), b.range(0, rank - 2));
    return List.of(inputs.get(0).withShape(batch.concat(Shape.of(a.dim(-2), b.dim(-1)))));
  }

  @Override
  public Optional<List<@Nullable Value>> gradient(Node node, List<@Nullable Value> gradients) {
    Value d = gradients.get(0);
    if (d == null) {
      return Optional.of(Ops.none(node.inputs().size()));
    }
    Value a = node.input(0);
    Value b = node.input(1);
    return Optional.of(
        Arrays.asList(
            Ops.sumTo(Ops.matmul(d, Ops.transpose(b)), a.shape()),
            Ops.sumTo(Ops.matmul(Ops.transpose(a), d), b.shape())));
  }
}
