package dev.seisei.engine.op;

import dev.seisei.engine.graph.Dim;
import dev.seisei.engine.graph.TensorType;
import dev.seisei.engine.memory.DType;
import java.util.List;

/** The index (I64) of the largest or smallest element along an axis, whose extent becomes 1. */
public record ArgReduce(boolean largest, int axis) implements PrimitiveOp {
  @Override
  public String opName() {
    return largest ? "argmax" : "argmin";
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    TensorType type = Check.only(inputs);
    Check.axis(axis, type);
    return List.of(new TensorType(DType.I64, type.shape().with(axis, Dim.ONE)));
  }
}
