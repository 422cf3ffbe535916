package dev.seisei.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WORKSPACE;

import dev.seisei.engine.kernel.Strided;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.pooling_backward;
import org.bytedeco.dnnl.pooling_forward;
import org.jspecify.annotations.Nullable;

/** Specifications of pooling. */
final class PoolingSpecs {
  private PoolingSpecs() {}

  /**
   * What is pooled.
   *
   * @param x [N, C, D…]
   * @param y [N, C, D′…]
   * @param gaps how many inputs lie between two taps of the window
   */
  record Pooling(
      algorithm kind,
      Strided x,
      Strided y,
      List<Long> kernel,
      List<Long> strides,
      List<Long> gaps,
      List<Long> before,
      List<Long> after) {
    /** Whether a gradient needs to know which element was the largest. */
    boolean remembers() {
      return kind == algorithm.pooling_max;
    }

    /** Whether an element is seen by several windows. */
    boolean overlaps() {
      return IntStream.range(0, kernel.size())
          .anyMatch(i -> strides.get(i) < (kernel.get(i) - 1) * (gaps.get(i) + 1) + 1);
    }

    private pooling_forward.primitive_desc forward(boolean training, List<Post> posts) {
      return new pooling_forward.primitive_desc(
          Dnnl.ENGINE,
          training ? prop_kind.forward_training : prop_kind.forward_inference,
          kind,
          Dnnl.describe(x),
          Dnnl.describe(y),
          Dnnl.longs(strides),
          Dnnl.longs(kernel),
          Dnnl.longs(gaps),
          Dnnl.longs(before),
          Dnnl.longs(after),
          Dnnl.attributes(posts),
          true);
    }
  }

  /** x → y; in training also what a gradient needs to know. */
  record Forward(Pooling pooling, boolean training, List<Post> posts) implements Spec {
    @Override
    public @Nullable Primitive create() {
      pooling_forward.primitive_desc description = pooling.forward(training, posts);
      if (!description.asBoolean()) {
        return null;
      }
      Map<Integer, memory.desc> arguments = new HashMap<>();
      arguments.put(DNNL_ARG_SRC, Dnnl.describe(pooling.x()));
      arguments.put(DNNL_ARG_DST, Dnnl.describe(pooling.y()));
      if (training && pooling.remembers()) {
        arguments.put(DNNL_ARG_WORKSPACE, description.workspace_desc());
      }
      return Primitive.of(
          description, new pooling_forward(description), arguments, pooling.x().elements());
    }
  }

  /** dy, and what the forward pass remembered → dx. */
  record Backward(Pooling pooling) implements Spec {
    @Override
    public @Nullable Primitive create() {
      pooling_forward.primitive_desc forward = pooling.forward(true, List.of());
      if (!forward.asBoolean()) {
        return null;
      }
      memory.desc dx = Dnnl.describe(pooling.x());
      memory.desc dy = Dnnl.describe(pooling.y());
      pooling_backward.primitive_desc description =
          new pooling_backward.primitive_desc(
              Dnnl.ENGINE,
              pooling.kind(),
              dx,
              dy,
              Dnnl.longs(pooling.strides()),
              Dnnl.longs(pooling.kernel()),
              Dnnl.longs(pooling.gaps()),
              Dnnl.longs(pooling.before()),
              Dnnl.longs(pooling.after()),
              forward,
              Dnnl.attributes(List.of()),
              true);
      if (!description.asBoolean()) {
        return null;
      }
      Map<Integer, memory.desc> arguments = new HashMap<>();
      arguments.put(DNNL_ARG_DIFF_DST, dy);
      arguments.put(DNNL_ARG_DIFF_SRC, dx);
      if (pooling.remembers()) {
        arguments.put(DNNL_ARG_WORKSPACE, forward.workspace_desc());
      }
      return Primitive.of(
          description, new pooling_backward(description), arguments, pooling.x().elements());
    }
  }
}
