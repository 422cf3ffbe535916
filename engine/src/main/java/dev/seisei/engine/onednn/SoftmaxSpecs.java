package dev.seisei.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;

import dev.seisei.engine.kernel.Strided;
import dev.seisei.engine.memory.DType;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.softmax_backward;
import org.bytedeco.dnnl.softmax_forward;
import org.jspecify.annotations.Nullable;

/** Specifications of softmax primitives, along the rows of matrices. */
final class SoftmaxSpecs {
  private SoftmaxSpecs() {}

  private static algorithm kind(boolean log) {
    return log ? algorithm.softmax_log : algorithm.softmax_accurate;
  }

  private static softmax_forward.primitive_desc describe(
      boolean log, memory.desc source, memory.desc result) {
    return new softmax_forward.primitive_desc(
        Dnnl.ENGINE,
        prop_kind.forward_training,
        kind(log),
        source,
        result,
        1,
        Dnnl.attributes(List.of()),
        true);
  }

  /** x → y of the given type. */
  record Forward(boolean log, Strided matrix, DType result) implements Spec {
    @Override
    public @Nullable Primitive create() {
      memory.desc source = Dnnl.describe(matrix);
      memory.desc destination = Dnnl.describe(matrix.of(result));
      softmax_forward.primitive_desc description = describe(log, source, destination);
      return description.asBoolean()
          ? Primitive.of(
              description,
              new softmax_forward(description),
              Map.of(DNNL_ARG_SRC, source, DNNL_ARG_DST, destination),
              matrix.elements())
          : null;
    }
  }

  /**
   * (y, dy) → dx.
   *
   * @param matrix y
   * @param given the type of dy
   * @param wanted the type of dx
   */
  record Backward(boolean log, Strided matrix, DType given, DType wanted) implements Spec {
    @Override
    public @Nullable Primitive create() {
      memory.desc y = Dnnl.describe(matrix);
      memory.desc dy = Dnnl.describe(matrix.of(given));
      memory.desc dx = Dnnl.describe(matrix.of(wanted));
      softmax_backward.primitive_desc description =
          new softmax_backward.primitive_desc(
              Dnnl.ENGINE,
              kind(log),
              dx,
              dy,
              y,
              1,
              describe(log, y, y),
              Dnnl.attributes(List.of()),
              true);
      return description.asBoolean()
          ? Primitive.of(
              description,
              new softmax_backward(description),
              Map.of(DNNL_ARG_DST, y, DNNL_ARG_DIFF_DST, dy, DNNL_ARG_DIFF_SRC, dx),
              matrix.elements())
          : null;
    }
  }
}
