package dev.seisei.engine.op;

import dev.seisei.engine.graph.Dim;
import dev.seisei.engine.graph.Node;
import dev.seisei.engine.graph.Op;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.TensorType;
import dev.seisei.engine.graph.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Puts zeros around the input, and {@code interior} zeros between neighbours: the transpose of
 * {@link Slice}.
 */
public record Pad(List<Dim> before, List<Dim> after, List<Long> interior) implements PrimitiveOp {
  public Pad {
    before = List.copyOf(before);
    after = List.copyOf(after);
    interior = List.copyOf(interior);
    Check.that(
        interior.stream().allMatch(i -> i >= 0), "interior padding must be >= 0, got " + interior);
  }

  @Override
  public String opName() {
    return "pad";
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    TensorType type = Check.only(inputs);
    Check.that(
        type.shape().rank() == before.size()
            && before.size() == after.size()
            && after.size() == interior.size(),
        "padding " + before + ", " + after + ", " + interior + " of shape " + type.shape());
    List<Dim> dims = new ArrayList<>();
    for (int i = 0; i < before.size(); i++) {
      Check.notNegative(before.get(i), "the padding in front", i);
      Check.notNegative(after.get(i), "the padding at the end", i);
      Dim spread = type.shape().dim(i).minus(Dim.ONE).times(interior.get(i) + 1).plus(1);
      dims.add(before.get(i).plus(spread).plus(after.get(i)));
    }
    return List.of(type.withShape(new Shape(dims)));
  }

  @Override
  public Optional<List<@Nullable Value>> gradient(Node node, List<@Nullable Value> gradients) {
    Value d = gradients.get(0);
    if (d == null) {
      return Optional.of(Ops.none(node.inputs().size()));
    }
    List<Long> step = interior.stream().map(i -> i + 1).toList();
    return Optional.of(
        Ops.one(Ops.apply(new Slice(before, node.input(0).shape().dims(), step), d)));
  }

  @Override
  public Op bind(UnaryOperator<Dim> dims) {
    return new Pad(before.stream().map(dims).toList(), after.stream().map(dims).toList(), interior);
  }
}
