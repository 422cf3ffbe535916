package dev.seisei.engine.op;

import dev.seisei.engine.graph.TensorType;
import dev.seisei.engine.memory.DType;
import java.util.List;
import java.util.Locale;

/** Connectives of two truth values, with the operands of {@link Binary}. */
public enum Logical implements PrimitiveOp {
  AND,
  OR,
  XOR;

  @Override
  public String opName() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Check.that(inputs.stream().allMatch(t -> t.dtype() == DType.BOOL), "needs BOOL operands");
    return List.of(new TensorType(DType.BOOL, Binary.inferBroadcast(inputs)));
  }
}
