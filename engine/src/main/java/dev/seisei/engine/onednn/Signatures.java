package dev.seisei.engine.onednn;

import dev.seisei.engine.graph.Dim;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.TensorType;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.op.Composite;
import java.util.ArrayList;
import java.util.List;

/**
 * The operands that kernels of composites read and write. A name alone is not believed: a graph may
 * come from a file, and a kernel does not look where its memory ends.
 */
final class Signatures {
  private Signatures() {}

  /** Whether a composite has the operands of the function that its name stands for. */
  static boolean fits(Composite composite) {
    List<TensorType> inputs = composite.parameters().stream().map(Value::type).toList();
    List<TensorType> outputs = composite.results().stream().map(Value::type).toList();
    if (inputs.isEmpty() || outputs.isEmpty()) {
      return false;
    }
    TensorType x = inputs.get(0);
    int rank = x.shape().rank();
    return switch (composite.opName()) {
      case "layer_norm", "rms_norm" ->
          rank >= 1
              && inputs.size() <= 3
              && outputs.equals(List.of(x))
              && areVectors(inputs, x.shape().dim(-1));
      case "group_norm" ->
          rank >= 2
              && (inputs.size() == 1 || inputs.size() == 3)
              && outputs.equals(List.of(x))
              && areVectors(inputs, x.shape().dim(1));
      case "batch_norm" ->
          rank >= 2
              && inputs.size() == 3
              && outputs.size() == 3
              && outputs.get(0).equals(x)
              && areVectors(inputs, x.shape().dim(1))
              && areVectors(outputs, x.shape().dim(1));
      case "max_pool", "average_pool" -> isPooled(composite, inputs, outputs);
      case "resample_nearest" -> isEnlarged(composite, inputs, outputs);
      case "attention" -> isAttention(composite, inputs, outputs);
      case "cached_attention" -> CachedAttentionKernels.fits(composite, inputs, outputs);
      case "lstm", "gru" -> RecurrentKernels.fits(composite, inputs, outputs);
      case "sparse_softmax_cross_entropy" ->
          rank == 2
              && inputs.size() == 2
              && outputs.size() == 1
              && isVector(inputs.get(1), x.shape().dim(0))
              && isInteger(inputs.get(1).dtype())
              && isVector(outputs.get(0), x.shape().dim(0))
              && outputs.get(0).dtype() == x.dtype();
      case "sgd", "rms_prop", "adam", "lion" -> isOptimizerStep(inputs, outputs);
      default -> inputs.size() == 1 && outputs.equals(inputs);
    };
  }

  /** [N, C, D…] → [N, C, D′…]. */
  private static boolean isPooled(
      Composite composite, List<TensorType> inputs, List<TensorType> outputs) {
    Shape x = inputs.get(0).shape();
    int axes = x.rank() - 2;
    if (inputs.size() != 1 || outputs.size() != 1 || axes < 1 || axes > 3) {
      return false;
    }
    List<Dim> dims = new ArrayList<>(List.of(x.dim(0), x.dim(1)));
    for (int axis = 0; axis < axes; axis++) {
      long kernel = (long) composite.number("kernel_" + axis);
      long stride = (long) composite.number("stride_" + axis);
      long dilation = (long) composite.number("dilation_" + axis);
      long before = (long) composite.number("before_" + axis);
      long after = (long) composite.number("after_" + axis);
      long reach = (kernel - 1) * dilation + 1;
      boolean possible =
          kernel > 0
              && stride > 0
              && dilation > 0
              && before >= 0
              && after >= 0
              && before < reach
              && after < reach;
      if (!possible) {
        return false;
      }
      Dim room = x.dim(axis + 2).plus(before + after - reach);
      dims.add(room.floorDiv(Dim.of(stride)).plus(1));
    }
    return outputs.equals(List.of(inputs.get(0).withShape(new Shape(dims))));
  }

  /** [N, C, H, W] → [N, C, fH, fW]. */
  private static boolean isEnlarged(
      Composite composite, List<TensorType> inputs, List<TensorType> outputs) {
    if (inputs.size() != 1 || inputs.get(0).shape().rank() != 4) {
      return false;
    }
    long factor = (long) composite.number("factor");
    Shape x = inputs.get(0).shape();
    Shape y = Shape.of(x.dim(0), x.dim(1), x.dim(2).times(factor), x.dim(3).times(factor));
    return factor > 0 && outputs.equals(List.of(inputs.get(0).withShape(y)));
  }

  /** (q, k, v, mask?) → y. */
  private static boolean isAttention(
      Composite composite, List<TensorType> inputs, List<TensorType> outputs) {
    if (inputs.size() < 3
        || inputs.size() > 4
        || inputs.stream().limit(3).anyMatch(type -> type.shape().rank() != 4)
        || inputs.stream().anyMatch(type -> !type.shape().isConstant())) {
      return false;
    }
    long[] q = inputs.get(0).shape().toLongs();
    long[] k = inputs.get(1).shape().toLongs();
    long[] v = inputs.get(2).shape().toLongs();
    return q[0] == k[0]
        && q[3] == k[3]
        && k[0] == v[0]
        && k[1] == v[1]
        && k[2] == v[2]
        && k[1] > 0
        && q[1] % k[1] == 0
        && composite.number("heads") == q[1]
        && composite.number("key_heads") == k[1]
        && List.of(Shape.of(q[0], q[1], q[2], v[3]))
            .equals(outputs.stream().map(TensorType::shape).toList())
        && (inputs.size() == 3 || fits(inputs.get(3).shape().toLongs(), q[0], q[1], q[2], k[2]));
  }

  /** Whether a shape can be repeated to be another. */
  private static boolean fits(long[] shape, long... whole) {
    if (shape.length > whole.length) {
      return false;
    }
    for (int i = 0; i < shape.length; i++) {
      long extent = shape[shape.length - 1 - i];
      if (extent != 1 && extent != whole[whole.length - 1 - i]) {
        return false;
      }
    }
    return true;
  }

  /** (parameters, gradient, rate, step count, slots…) → parameters, slots…. */
  private static boolean isOptimizerStep(List<TensorType> inputs, List<TensorType> outputs) {
    if (inputs.size() != outputs.size() + 3) {
      return false;
    }
    TensorType x = inputs.get(0);
    List<TensorType> vectors = new ArrayList<>(inputs);
    TensorType count = vectors.remove(3);
    TensorType rate = vectors.remove(2);
    vectors.addAll(outputs);
    return vectors.stream().allMatch(x::equals)
        && isVector(rate, Dim.of(1))
        && isVector(count, Dim.of(1));
  }

  /** Whether all but the first have as many elements as given. */
  private static boolean areVectors(List<TensorType> types, Dim elements) {
    return types.stream().skip(1).allMatch(type -> isVector(type, elements));
  }

  private static boolean isVector(TensorType type, Dim elements) {
    return type.shape().elements().equals(elements);
  }

  private static boolean isInteger(DType dtype) {
    return dtype == DType.I32 || dtype == DType.I64;
  }
}
