package dev.seisei.engine.op;

import dev.seisei.engine.graph.Node;
import dev.seisei.engine.graph.TensorType;
import dev.seisei.engine.graph.Value;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** min(max(x, low), high). The gradient is 1 where the input lies within the bounds, else 0. */
public record Clip(double low, double high) implements PrimitiveOp {
  public Clip {
    Check.that(low <= high, "low must be <= high, got " + low + " and " + high);
  }

  @Override
  public String opName() {
    return "clip";
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    return List.of(Check.floating(Check.only(inputs)));
  }

  @Override
  public Optional<List<@Nullable Value>> gradient(Node node, List<@Nullable Value> gradients) {
    Value gradient = gradients.get(0);
    if (gradient == null) {
      return Optional.of(Ops.none(1));
    }
    Value x = node.input(0);
    Value above = Ops.compare(Compare.GE, x, Ops.fill(low, x.type()));
    Value below = Ops.compare(Compare.LE, x, Ops.fill(high, x.type()));
    Value inside = Ops.apply(Logical.AND, above, below);
    return Optional.of(Ops.one(Ops.select(inside, gradient, Ops.zerosLike(gradient))));
  }
}
