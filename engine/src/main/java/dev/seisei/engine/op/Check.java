package dev.seisei.engine.op;

import dev.seisei.engine.graph.TensorType;
import java.util.List;

/** Preconditions that many operations share. */
final class Check {
  private Check() {}

  static void that(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }

  static TensorType floating(TensorType type) {
    that(type.dtype().isFloating(), "needs a floating-point operand, got " + type.dtype());
    return type;
  }

  static TensorType only(List<TensorType> inputs) {
    count(inputs, 1);
    return inputs.get(0);
  }

  static void count(List<TensorType> inputs, int count) {
    that(inputs.size() == count, "takes " + count + " operands, got " + inputs.size());
  }

  static void sameDtype(TensorType a, TensorType b) {
    that(
        a.dtype() == b.dtype(),
        "operands have types " + a.dtype() + " and " + b.dtype() + "; cast one of them");
  }
}
