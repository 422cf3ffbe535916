package dev.seisei.engine.op;

import dev.seisei.engine.graph.Node;
import dev.seisei.engine.graph.TensorType;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.memory.DType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** (condition, a, b) → a where the condition holds, else b; three operands of one shape. */
public record Select() implements PrimitiveOp {
  @Override
  public String opName() {
    return "select";
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Check.count(inputs, 3);
    Check.that(inputs.get(0).dtype() == DType.BOOL, "the condition must be BOOL");
    Check.that(inputs.get(1).equals(inputs.get(2)), "the two choices differ in type");
    Check.that(
        inputs.get(0).shape().equals(inputs.get(1).shape()),
        "the condition's shape differs from the choices'");
    return List.of(inputs.get(1));
  }

  @Override
  public Optional<List<@Nullable Value>> gradient(Node node, List<@Nullable Value> gradients) {
    Value d = gradients.get(0);
    if (d == null) {
      return Optional.of(Ops.none(3));
    }
    Value zero = Ops.zerosLike(d);
    Value condition = node.input(0);
    return Optional.of(
        Arrays.asList(null, Ops.select(condition, d, zero), Ops.select(condition, zero, d)));
  }
}
