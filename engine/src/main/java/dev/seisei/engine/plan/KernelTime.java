package dev.seisei.engine.plan;

import dev.seisei.engine.graph.Op;
import dev.seisei.engine.kernel.Layout;
import dev.seisei.engine.kernel.Strided;
import dev.seisei.engine.op.Convolution;
import dev.seisei.engine.op.ConvolutionInputGradient;
import dev.seisei.engine.op.ConvolutionWeightGradient;
import dev.seisei.engine.op.MatMul;

/**
 * How long a kernel of a plan takes.
 *
 * @param operation the operation's name, such as {@code matmul}
 * @param result type and shape of the first result
 * @param implementation the provider's name for the code
 * @param multiplications of numbers, each with an addition: of matrix products and convolutions
 *     with their gradients, taps on padding included; 0 of others
 * @param milliseconds on average
 */
public record KernelTime(
    String operation,
    String result,
    String implementation,
    long multiplications,
    double milliseconds) {
  static KernelTime of(Task task, double milliseconds) {
    return new KernelTime(
        task.op().opName(),
        task.outputs().get(0).layout().toString(),
        task.proposal().implementation(),
        multiplications(task),
        milliseconds);
  }

  private static long multiplications(Task task) {
    Op op = task.op();
    Layout result = task.outputs().get(0).layout();
    if (op instanceof MatMul) {
      Strided a = task.inputs().get(0).strided();
      return elements(result) * a.extent(a.rank() - 1);
    }
    if (op instanceof Convolution) {
      return convolution(result, task.inputs().get(1).layout(), channels(result));
    }
    if (op instanceof ConvolutionInputGradient) {
      Layout dy = task.inputs().get(0).layout();
      return convolution(dy, task.inputs().get(1).layout(), channels(dy));
    }
    if (op instanceof ConvolutionWeightGradient) {
      return convolution(task.inputs().get(1).layout(), result, ((Strided) result).extent(0));
    }
    return 0;
  }

  /** Each output is a sum over the weights of its channel. */
  private static long convolution(Layout y, Layout weights, long channels) {
    return elements(y) * (elements(weights) / channels);
  }

  private static long channels(Layout image) {
    return ((Strided) image).extent(1);
  }

  /** Blocks of a provider's own may have some more. */
  private static long elements(Layout layout) {
    return layout instanceof Strided strided
        ? strided.elements()
        : layout.span() / layout.dtype().bytes();
  }
}
