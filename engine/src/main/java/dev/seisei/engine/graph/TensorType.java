package dev.seisei.engine.graph;

import dev.seisei.engine.memory.DType;

/** Element type and shape of a value. */
public record TensorType(DType dtype, Shape shape) {
  public TensorType withShape(Shape other) {
    return new TensorType(dtype, other);
  }

  public TensorType withDtype(DType other) {
    return new TensorType(other, shape);
  }

  @Override
  public String toString() {
    return dtype + shape.toString();
  }
}
