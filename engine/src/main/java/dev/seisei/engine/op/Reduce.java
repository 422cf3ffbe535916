package dev.seisei.engine.op;

import dev.seisei.engine.graph.Dim;
import dev.seisei.engine.graph.Node;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.TensorType;
import dev.seisei.engine.graph.Value;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Combines the elements along some axes, whose extents become 1. (Dropping them is a {@link
 * Reshape}; a mean is a sum divided by an {@link Leaf.Extent}.)
 *
 * @param axes sorted, without repeats
 */
public record Reduce(Kind kind, List<Integer> axes) implements PrimitiveOp {
  /** How elements are combined. */
  public enum Kind {
    SUM,
    /** Where several elements are the largest, they share the gradient equally. */
    MAX,
    MIN,
    /** Over one axis. */
    PROD
  }

  public Reduce {
    axes = axes.stream().sorted().distinct().toList();
    Check.that(kind != Kind.PROD || axes.size() == 1, "a product reduces one axis");
  }

  @Override
  public String opName() {
    return "reduce_" + kind.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    TensorType type = Check.only(inputs);
    Shape shape = type.shape();
    for (int axis : axes) {
      Check.axis(axis, type);
      shape = shape.with(axis, Dim.ONE);
    }
    return List.of(type.withShape(shape));
  }

  @Override
  public Optional<List<@Nullable Value>> gradient(Node node, List<@Nullable Value> gradients) {
    Value d = gradients.get(0);
    if (d == null) {
      return Optional.of(Ops.none(1));
    }
    Value x = node.input(0);
    Value spread = Ops.broadcast(d, x.shape());
    return Optional.of(
        Ops.one(
            switch (kind) {
              case SUM -> spread;
              case MAX, MIN -> {
                Value winner =
                    Ops.cast(
                        Ops.compare(Compare.EQ, x, Ops.broadcast(node.output(), x.shape())),
                        x.type().dtype());
                Value winners = Ops.apply(new Reduce(Kind.SUM, axes), winner);
                yield Ops.mul(Ops.div(spread, winners), winner);
              }
              case PROD -> {
                int axis = axes.get(0);
                Value before = Ops.apply(new Cumulative(Kind.PROD, axis, true, false), x);
                Value after = Ops.apply(new Cumulative(Kind.PROD, axis, true, true), x);
                yield Ops.mul(spread, Ops.mul(before, after));
              }
            }));
  }
}
