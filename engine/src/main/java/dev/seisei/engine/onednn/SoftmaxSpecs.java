package dev.seisei.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;

import dev.seisei.engine.kernel.Strided;
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

  private static softmax_forward.primitive_desc describe(boolean log, memory.desc layout) {
    return new softmax_forward.primitive_desc(
        Dnnl.ENGINE,
        prop_kind.forward_training,
        kind(log),
        layout,
        layout,
        1,
        Dnnl.attributes(List.of()),
        true);
  }

  /** x → y. */
  record Forward(boolean log, Strided matrix) implements Spec {
    @Override
    public @Nullable Primitive create() {
      memory.desc layout = Dnnl.describe(matrix);
      softmax_forward.primitive_desc description = describe(log, layout);
      return description.asBoolean()
          ? Primitive.of(
              description,
              new softmax_forward(description),
              Map.of(DNNL_ARG_SRC, layout, DNNL_ARG_DST, layout),
              matrix.elements())
          : null;
    }
  }

  /** (y, dy) → dx. */
  record Backward(boolean log, Strided matrix) implements Spec {
    @Override
    public @Nullable Primitive create() {
      memory.desc layout = Dnnl.describe(matrix);
      softmax_backward.primitive_desc description =
          new softmax_backward.primitive_desc(
              Dnnl.ENGINE,
              kind(log),
              layout,
              layout,
              layout,
              1,
              describe(log, layout),
              Dnnl.attributes(List.of()),
              true);
      return description.asBoolean()
          ? Primitive.of(
              description,
              new softmax_backward(description),
              Map.of(DNNL_ARG_DST, layout, DNNL_ARG_DIFF_DST, layout, DNNL_ARG_DIFF_SRC, layout),
              matrix.elements())
          : null;
    }
  }
}
