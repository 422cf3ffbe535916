package dev.seisei.engine.plan;

import dev.seisei.engine.graph.Dim;
import dev.seisei.engine.graph.Op;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.op.Convolution;
import dev.seisei.engine.op.ConvolutionInputGradient;
import dev.seisei.engine.op.ConvolutionWeightGradient;
import dev.seisei.engine.op.MatMul;
import java.util.List;

/** Counts multiplications by the shapes of values, which no layout pads. */
final class Multiplications {
  private Multiplications() {}

  /** Of matrix products and convolutions with their gradients; 0 of other operations. */
  static long of(Op op, List<Value> inputs, List<Value> outputs) {
    Shape result = outputs.get(0).type().shape();
    if (op instanceof MatMul) {
      Shape a = inputs.get(0).type().shape();
      return elements(result) * a.dim(a.rank() - 1).value();
    }
    if (op instanceof Convolution) {
      return convolution(result, inputs.get(1).type().shape());
    }
    if (op instanceof ConvolutionInputGradient) {
      return convolution(inputs.get(0).type().shape(), inputs.get(1).type().shape());
    }
    if (op instanceof ConvolutionWeightGradient) {
      return convolution(inputs.get(1).type().shape(), result);
    }
    return 0;
  }

  /** Each output is a sum over the weights of its channel. */
  private static long convolution(Shape y, Shape weights) {
    return elements(y) * (elements(weights) / weights.dim(0).value());
  }

  private static long elements(Shape shape) {
    return shape.dims().stream().mapToLong(Dim::value).reduce(1, (a, b) -> a * b);
  }
}
