package dev.seisei.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;

import dev.seisei.engine.kernel.Strided;
import dev.seisei.engine.memory.DType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.eltwise_backward;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.jspecify.annotations.Nullable;

/** Specifications of elementwise primitives. */
final class ElementwiseSpecs {
  private ElementwiseSpecs() {}

  /** Adds the layouts of the post-operations' operands to a primitive's arguments. */
  static Map<Integer, memory.desc> withOperands(
      Map<Integer, memory.desc> arguments, List<Post> posts) {
    Map<Integer, memory.desc> all = new HashMap<>(arguments);
    Post.operands(posts).forEach((number, layout) -> all.put(number, Dnnl.describe(layout)));
    return all;
  }

  /** A function of each of some consecutive elements. */
  record Eltwise(Post.Function function, DType dtype, long elements) implements Spec {
    @Override
    public @Nullable Primitive create() {
      memory.desc layout = Dnnl.describe(Strided.dense(dtype, elements));
      eltwise_forward.primitive_desc description = describe(function, layout);
      return description.asBoolean()
          ? Primitive.of(
              description,
              new eltwise_forward(description),
              Map.of(DNNL_ARG_SRC, layout, DNNL_ARG_DST, layout),
              elements)
          : null;
    }

    private static eltwise_forward.primitive_desc describe(
        Post.Function function, memory.desc layout) {
      return new eltwise_forward.primitive_desc(
          Dnnl.ENGINE,
          prop_kind.forward_training,
          function.kind(),
          layout,
          layout,
          function.alpha(),
          function.beta(),
          Dnnl.attributes(List.of()),
          true);
    }
  }

  /**
   * (point, dy) → dx of some consecutive elements.
   *
   * @param fromOutput whether the point is the function's output
   */
  record EltwiseGradient(Post.Function function, boolean fromOutput, DType dtype, long elements)
      implements Spec {
    @Override
    public @Nullable Primitive create() {
      memory.desc layout = Dnnl.describe(Strided.dense(dtype, elements));
      eltwise_backward.primitive_desc description =
          new eltwise_backward.primitive_desc(
              Dnnl.ENGINE,
              function.kind(),
              layout,
              layout,
              layout,
              function.alpha(),
              function.beta(),
              Eltwise.describe(function, layout),
              Dnnl.attributes(List.of()),
              true);
      return description.asBoolean()
          ? Primitive.of(
              description,
              new eltwise_backward(description),
              Map.of(
                  fromOutput ? DNNL_ARG_DST : DNNL_ARG_SRC,
                  layout,
                  DNNL_ARG_DIFF_DST,
                  layout,
                  DNNL_ARG_DIFF_SRC,
                  layout),
              elements)
          : null;
    }
  }

  /** A function of two operands, of which the second may repeat elements. */
  record BinaryOf(algorithm function, Strided a, Strided b, Strided result, List<Post> posts)
      implements Spec {
    @Override
    public @Nullable Primitive create() {
      memory.desc first = Dnnl.describe(a);
      memory.desc second = Dnnl.describe(b);
      memory.desc destination = Dnnl.describe(result);
      binary.primitive_desc description =
          new binary.primitive_desc(
              Dnnl.ENGINE, function, first, second, destination, Dnnl.attributes(posts), true);
      return description.asBoolean()
          ? Primitive.of(
              description,
              new binary(description),
              withOperands(
                  Map.of(DNNL_ARG_SRC_0, first, DNNL_ARG_SRC_1, second, DNNL_ARG_DST, destination),
                  posts),
              result.elements())
          : null;
    }
  }
}
