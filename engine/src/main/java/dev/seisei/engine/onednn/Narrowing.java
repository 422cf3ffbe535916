package dev.seisei.engine.onednn;

import dev.seisei.engine.gradient.CompositeGradient;
import dev.seisei.engine.graph.Op;
import dev.seisei.engine.kernel.KernelProvider.Narrow;
import dev.seisei.engine.op.Binary;
import dev.seisei.engine.op.Composite;
import dev.seisei.engine.op.Convolution;
import dev.seisei.engine.op.ConvolutionInputGradient;
import dev.seisei.engine.op.ConvolutionWeightGradient;
import dev.seisei.engine.op.MatMul;
import dev.seisei.engine.op.Reduce;
import dev.seisei.engine.op.Softmax;
import dev.seisei.engine.op.SoftmaxGradient;
import dev.seisei.engine.op.UnaryGradient;
import java.util.List;

/** Which operands kernels take in bfloat16, on processors that multiply such numbers. */
final class Narrowing {
  private Narrowing() {}

  static Narrow of(Op op, int input) {
    if (!Dnnl.MULTIPLIES_BF16) {
      return Narrow.NEVER;
    }
    if (isProduct(op)) {
      return input < 2 ? Narrow.BETTER : Narrow.POSSIBLE;
    }
    if (isAttention(op)) {
      return input < 3 ? Narrow.BETTER : Narrow.NEVER;
    }
    if (op instanceof CompositeGradient gradient && isAttention(gradient.of())) {
      int y = gradient.of().parameters().size();
      return input < 3 || input == y + 1
          ? Narrow.BETTER
          : input == y ? Narrow.POSSIBLE : Narrow.NEVER;
    }
    if (RecurrentKernels.isRecurrent(op)) {
      return RecurrentKernels.isMultiplied(op, input) ? Narrow.BETTER : Narrow.NEVER;
    }
    return takes(op, input) ? Narrow.POSSIBLE : Narrow.NEVER;
  }

  static boolean ofResult(Op op) {
    return Dnnl.MULTIPLIES_BF16
        && (op instanceof MatMul
            || op instanceof Convolution
            || op instanceof ConvolutionInputGradient
            || op instanceof Softmax
            || isAttention(op)
            || RecurrentKernels.isRecurrent(op)
            || (op instanceof CompositeGradient gradient && isAttention(gradient.of()))
            || (!(op instanceof Reduce) && takes(op, 0)));
  }

  private static boolean isProduct(Op op) {
    return op instanceof MatMul
        || op instanceof Convolution
        || op instanceof ConvolutionInputGradient
        || op instanceof ConvolutionWeightGradient;
  }

  private static boolean takes(Op op, int input) {
    if (op instanceof Binary binary) {
      return Functions.has(binary);
    }
    if (op instanceof UnaryGradient gradient) {
      return ElementwiseKernels.hasGradient(gradient.of());
    }
    if (op instanceof SoftmaxGradient) {
      return true;
    }
    if (op instanceof Reduce reduce) {
      return reduce.kind() == Reduce.Kind.SUM;
    }
    if (op instanceof CompositeGradient gradient) {
      int inputs = gradient.of().parameters().size();
      return takes(gradient.of(), 0)
          && (input == 0 || input == inputs || input == inputs + gradient.of().results().size());
    }
    if (op instanceof Composite composite && takesFirst(composite)) {
      return input == 0;
    }
    return !Functions.of(op).isEmpty();
  }

  private static boolean isAttention(Op op) {
    return op instanceof Composite composite && AttentionKernels.claims(composite);
  }

  private static boolean takesFirst(Composite composite) {
    return List.of(
            "layer_norm",
            "rms_norm",
            "batch_norm",
            "group_norm",
            "resample_nearest",
            "max_pool",
            "average_pool")
        .contains(composite.opName());
  }
}
