package dev.seisei.engine.op;

import dev.seisei.engine.graph.TensorType;
import dev.seisei.engine.graph.Value;
import java.util.List;
import java.util.Optional;

/** (y, dy) → dy − exp(y) · Σ dy: the gradient of {@link LogSoftmax} from its output. */
public record LogSoftmaxGradient() implements PrimitiveOp {
  @Override
  public String opName() {
    return "log_softmax_gradient";
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
    Value probability = Ops.unary(Unary.EXP, y);
    return Optional.of(List.of(Ops.sub(d, Ops.mul(probability, Ops.sum(d, List.of(-1))))));
  }
}
