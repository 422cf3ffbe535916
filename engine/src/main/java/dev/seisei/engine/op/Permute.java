package dev.seisei.engine.op;

import dev.seisei.engine.graph.Node;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.TensorType;
import dev.seisei.engine.graph.Value;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Axes in another order: output axis i is input axis {@code order[i]}. */
public record Permute(List<Integer> order) implements PrimitiveOp {
  public Permute {
    order = List.copyOf(order);
    Check.that(
        order.stream().sorted().toList().equals(IntStream.range(0, order.size()).boxed().toList()),
        order + " is not a permutation");
  }

  @Override
  public String opName() {
    return "permute";
  }

  /** The order that undoes this one. */
  public List<Integer> inverse() {
    return IntStream.range(0, order.size()).mapToObj(order::indexOf).toList();
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    TensorType type = Check.only(inputs);
    Check.that(
        type.shape().rank() == order.size(),
        "order " + order + " does not fit shape " + type.shape());
    return List.of(type.withShape(new Shape(order.stream().map(type.shape()::dim).toList())));
  }

  @Override
  public Optional<List<@Nullable Value>> gradient(Node node, List<@Nullable Value> gradients) {
    Value d = gradients.get(0);
    if (d == null) {
      return Optional.of(Ops.none(node.inputs().size()));
    }
    return Optional.of(Ops.one(Ops.permute(d, inverse())));
  }
}
