package dev.seisei.engine.op;

import dev.seisei.engine.graph.Node;
import dev.seisei.engine.graph.TensorType;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.memory.DType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Comparisons of two elements, with the operands of {@link Binary}; the result is BOOL. */
public enum Compare implements PrimitiveOp {
  EQ,
  NE,
  LT,
  LE,
  GT,
  GE;

  @Override
  public String opName() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    return List.of(new TensorType(DType.BOOL, Binary.inferBroadcast(inputs)));
  }

  @Override
  public Optional<List<@Nullable Value>> gradient(Node node, List<@Nullable Value> gradients) {
    return Optional.of(Ops.none(2));
  }
}
