package dev.seisei.engine.op;

import dev.seisei.engine.graph.Node;
import dev.seisei.engine.graph.TensorType;
import dev.seisei.engine.graph.Value;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Running sum or product along an axis.
 *
 * @param exclusive whether an element leaves itself out
 * @param reverse whether it runs from the end
 */
public record Cumulative(Reduce.Kind kind, int axis, boolean exclusive, boolean reverse)
    implements PrimitiveOp {
  public Cumulative {
    Check.that(
        kind == Reduce.Kind.SUM || kind == Reduce.Kind.PROD, "only sums and products accumulate");
  }

  @Override
  public String opName() {
    return "cumulative_" + kind.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    TensorType type = Check.only(inputs);
    Check.axis(axis, type);
    return List.of(type);
  }

  /** Of a product, y/x accumulated: not defined where an element is exactly 0. */
  @Override
  public Optional<List<@Nullable Value>> gradient(Node node, List<@Nullable Value> gradients) {
    Value d = gradients.get(0);
    if (d == null) {
      return Optional.of(Ops.none(1));
    }
    Cumulative back = new Cumulative(Reduce.Kind.SUM, axis, exclusive, !reverse);
    return Optional.of(
        Ops.one(
            kind == Reduce.Kind.SUM
                ? Ops.apply(back, d)
                : Ops.div(Ops.apply(back, Ops.mul(d, node.output())), node.input(0))));
  }
}
