package dev.seisei.engine.op;

import dev.seisei.engine.graph.TensorType;
import dev.seisei.engine.graph.Value;
import java.util.List;
import java.util.Optional;

/** (y, dy) → y · (dy − Σ y·dy): the gradient of {@link Softmax} from its output. */
public record SoftmaxGradient() implements PrimitiveOp {
  @Override
  public String opName() {
    return "softmax_gradient";
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Check.count(inputs, 2);
    Check.that(inputs.get(0).equals(inputs.get(1)), "output and gradient differ in type");
    return List.of(inputs.get(0));
  }

  @Override
  public Optional<List<Value>> decompose(List<Value> inputs) {
    Value y = inputs.get(0);
    Value d = inputs.get(1);
    Value dot = Ops.sum(Ops.mul(y, d), List.of(-1));
    return Optional.of(List.of(Ops.mul(y, Ops.sub(d, dot))));
  }
}
