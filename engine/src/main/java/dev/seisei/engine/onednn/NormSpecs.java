package dev.seisei.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_MEAN;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_VARIANCE;

import dev.seisei.engine.kernel.Strided;
import dev.seisei.engine.memory.DType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.global.dnnl.normalization_flags;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.layer_normalization_backward;
import org.bytedeco.dnnl.layer_normalization_forward;
import org.bytedeco.dnnl.memory;
import org.jspecify.annotations.Nullable;

/** Specifications of layer normalisation primitives, along the rows of matrices. */
final class NormSpecs {
  private NormSpecs() {}

  /**
   * What is normalised.
   *
   * @param centred whether the mean is subtracted; without, it is root-mean-square normalisation
   * @param gain whether each column is multiplied by a number
   * @param shift whether a number is added to each column
   */
  record Norm(Strided matrix, float epsilon, boolean centred, boolean gain, boolean shift) {
    private int flags() {
      return (centred ? 0 : normalization_flags.rms_norm.value)
          | (gain ? normalization_flags.use_scale.value : 0)
          | (shift ? normalization_flags.use_shift.value : 0);
    }

    /** The same with the mean subtracted. */
    Norm asCentred() {
      return new Norm(matrix, epsilon, true, gain, shift);
    }

    /** One number a row. */
    Strided statistics() {
      return Strided.dense(DType.F32, matrix.extent(0));
    }

    /** One number a column. */
    Strided columns() {
      return Strided.dense(DType.F32, matrix.extent(1));
    }

    private layer_normalization_forward.primitive_desc describe(boolean training, DType result) {
      prop_kind kind = training ? prop_kind.forward_training : prop_kind.forward_inference;
      return new layer_normalization_forward.primitive_desc(
          Dnnl.ENGINE,
          kind.value,
          Dnnl.describe(matrix),
          Dnnl.describe(matrix.of(result)),
          epsilon,
          flags(),
          Dnnl.attributes(List.of()),
          true);
    }

    private Map<Integer, memory.desc> arguments(boolean statistics) {
      Map<Integer, memory.desc> arguments = new HashMap<>();
      arguments.put(DNNL_ARG_SRC, Dnnl.describe(matrix));
      if (statistics) {
        arguments.put(DNNL_ARG_VARIANCE, Dnnl.describe(statistics()));
        if (centred) {
          arguments.put(DNNL_ARG_MEAN, Dnnl.describe(statistics()));
        }
      }
      if (gain) {
        arguments.put(DNNL_ARG_SCALE, Dnnl.describe(columns()));
      }
      if (shift) {
        arguments.put(DNNL_ARG_SHIFT, Dnnl.describe(columns()));
      }
      return arguments;
    }
  }

  /** x → y of the given type; in training also mean and variance of each row. */
  record Forward(Norm norm, DType result, boolean training) implements Spec {
    @Override
    public @Nullable Primitive create() {
      layer_normalization_forward.primitive_desc description = norm.describe(training, result);
      if (!description.asBoolean()) {
        return null;
      }
      Map<Integer, memory.desc> arguments = norm.arguments(training);
      arguments.put(DNNL_ARG_DST, Dnnl.describe(norm.matrix().of(result)));
      return Primitive.of(
          description,
          new layer_normalization_forward(description),
          arguments,
          norm.matrix().elements());
    }
  }

  /**
   * (x, mean, variance, dy) → gradients of x, gain and shift.
   *
   * @param given the type of dy
   * @param wanted the type of dx
   */
  record Backward(Norm norm, DType given, DType wanted) implements Spec {
    @Override
    public @Nullable Primitive create() {
      memory.desc dy = Dnnl.describe(norm.matrix().of(given));
      memory.desc dx = Dnnl.describe(norm.matrix().of(wanted));
      prop_kind kind = norm.gain() || norm.shift() ? prop_kind.backward : prop_kind.backward_data;
      layer_normalization_backward.primitive_desc description =
          new layer_normalization_backward.primitive_desc(
              Dnnl.ENGINE,
              kind.value,
              dx,
              dy,
              Dnnl.describe(norm.matrix()),
              norm.epsilon(),
              norm.flags(),
              norm.describe(true, given),
              Dnnl.attributes(List.of()),
              true);
      if (!description.asBoolean()) {
        return null;
      }
      Map<Integer, memory.desc> arguments = norm.arguments(true);
      arguments.remove(DNNL_ARG_SHIFT);
      arguments.put(DNNL_ARG_DIFF_DST, dy);
      arguments.put(DNNL_ARG_DIFF_SRC, dx);
      if (norm.gain()) {
        arguments.put(DNNL_ARG_DIFF_SCALE, Dnnl.describe(norm.columns()));
      }
      if (norm.shift()) {
        arguments.put(DNNL_ARG_DIFF_SHIFT, Dnnl.describe(norm.columns()));
      }
      return Primitive.of(
          description,
          new layer_normalization_backward(description),
          arguments,
          norm.matrix().elements());
    }
  }
}
