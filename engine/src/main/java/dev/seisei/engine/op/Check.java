package dev.seisei.engine.op;

import dev.seisei.engine.graph.Dim;
import dev.seisei.engine.graph.TensorType;
import dev.seisei.engine.memory.DType;
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

  /** That there is such an axis, counted from the front. */
  static void axis(int axis, TensorType type) {
    that(
        axis >= 0 && axis < type.shape().rank(),
        "axis " + axis + " does not exist in shape " + type.shape());
  }

  /** That a dimension, as far as it is known, is not negative. */
  static void notNegative(Dim dim, String what, int axis) {
    that(
        !dim.isConstant() || dim.value() >= 0,
        what + " of axis " + axis + " must be >= 0, got " + dim);
  }

  static void index(TensorType type) {
    that(
        type.dtype() == DType.I32 || type.dtype() == DType.I64,
        "indices must be I32 or I64, got " + type.dtype());
  }

  static void sameDtype(TensorType a, TensorType b) {
    that(
        a.dtype() == b.dtype(),
        "operands have types " + a.dtype() + " and " + b.dtype() + "; cast one of them");
  }
}
