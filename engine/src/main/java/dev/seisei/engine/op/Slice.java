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
 * A box of the input: along each axis, {@code size} elements from {@code begin}, {@code step} apart
 * (at least 1).
 */
public record Slice(List<Dim> begin, List<Dim> size, List<Long> step) implements PrimitiveOp {
  public Slice {
    begin = List.copyOf(begin);
    size = List.copyOf(size);
    step = List.copyOf(step);
    Check.that(step.stream().allMatch(s -> s >= 1), "steps must be >= 1, got " + step);
  }

  @Override
  public String opName() {
    return "slice";
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    TensorType type = Check.only(inputs);
    Check.that(
        type.shape().rank() == begin.size()
            && begin.size() == size.size()
            && size.size() == step.size(),
        "slice of rank " + begin.size() + " of shape " + type.shape());
    for (int i = 0; i < begin.size(); i++) {
      Dim last = begin.get(i).plus(size.get(i).minus(Dim.ONE).times(step.get(i)));
      Dim room = type.shape().dim(i).minus(last);
      Check.notNegative(begin.get(i), "the begin", i);
      Check.notNegative(size.get(i), "the size", i);
      Check.that(
          !room.isConstant() || room.value() >= 1 || size.get(i).isZero(),
          "slice ends beyond axis " + i + " of " + type.shape());
    }
    return List.of(type.withShape(new Shape(size)));
  }

  @Override
  public Optional<List<@Nullable Value>> gradient(Node node, List<@Nullable Value> gradients) {
    Value d = gradients.get(0);
    if (d == null) {
      return Optional.of(Ops.none(node.inputs().size()));
    }
    Shape shape = node.input(0).shape();
    List<Dim> after = new ArrayList<>();
    List<Long> interior = new ArrayList<>();
    for (int i = 0; i < begin.size(); i++) {
      Dim covered = size.get(i).minus(Dim.ONE).times(step.get(i)).plus(1);
      after.add(shape.dim(i).minus(begin.get(i)).minus(covered));
      interior.add(step.get(i) - 1);
    }
    return Optional.of(Ops.one(Ops.apply(new Pad(begin, after, interior), d)));
  }

  @Override
  public Op bind(UnaryOperator<Dim> dims) {
    return new Slice(begin.stream().map(dims).toList(), size.stream().map(dims).toList(), step);
  }
}
