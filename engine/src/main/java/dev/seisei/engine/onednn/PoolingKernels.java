package dev.seisei.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WORKSPACE;

import dev.seisei.engine.gradient.CompositeGradient;
import dev.seisei.engine.kernel.Proposal;
import dev.seisei.engine.kernel.Request;
import dev.seisei.engine.kernel.Strided;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.op.Composite;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.jspecify.annotations.Nullable;

/**
 * The largest or the mean of what a window sees: [N, C, D…] → [N, C, D′…]. Where several elements
 * are the largest, the first of them gets the gradient.
 */
final class PoolingKernels {
  private PoolingKernels() {}

  static boolean claims(Composite composite) {
    return kind(composite) != null;
  }

  private static @Nullable algorithm kind(Composite composite) {
    boolean padded = Boolean.TRUE.equals(composite.attributes().get("counts_padding"));
    return switch (composite.opName()) {
      case "max_pool" -> algorithm.pooling_max;
      case "average_pool" ->
          padded ? algorithm.pooling_avg_include_padding : algorithm.pooling_avg_exclude_padding;
      default -> null;
    };
  }

  private static PoolingSpecs.@Nullable Pooling pooling(Composite composite, Strided x, Strided y) {
    algorithm kind = kind(composite);
    int axes = x.rank() - 2;
    return kind == null
        ? null
        : new PoolingSpecs.Pooling(
            kind,
            x,
            y,
            numbers(composite, "kernel", axes, 0),
            numbers(composite, "stride", axes, 0),
            numbers(composite, "dilation", axes, -1),
            numbers(composite, "before", axes, 0),
            numbers(composite, "after", axes, 0));
  }

  /** An attribute of each axis, with something added. */
  static List<Long> numbers(Composite composite, String name, int axes, long added) {
    List<Long> numbers = new ArrayList<>();
    for (int axis = 0; axis < axes; axis++) {
      numbers.add((long) composite.number(name + "_" + axis) + added);
    }
    return numbers;
  }

  static @Nullable Proposal forward(Request request, Composite composite) {
    Strided x = Images.channelsInnermost(request.in(0).strided());
    Strided y = Images.channelsInnermost(request.out().strided()).of(x.dtype());
    PoolingSpecs.Pooling pooling = pooling(composite, x, y);
    Primitive primitive =
        pooling == null
            ? null
            : Primitives.findBearable(new PoolingSpecs.Forward(pooling, false, List.of()));
    if (primitive == null) {
      return null;
    }
    Recipe recipe = new Recipe();
    recipe.add(primitive, Map.of(DNNL_ARG_SRC, Place.input(0), DNNL_ARG_DST, Place.output(0)));
    return recipe.proposal(List.of(Layouts.keepOwn(request.in(0), x)), List.of(y));
  }

  /** (x, y, dy) → dx. Which elements were the largest is found again. */
  static @Nullable Proposal gradient(Request request, CompositeGradient op) {
    Strided x = Images.channelsInnermost(request.in(0).strided());
    Strided dy = Images.channelsInnermost(request.in(2).strided()).of(x.dtype());
    PoolingSpecs.Pooling pooling = pooling(op.of(), x, dy);
    // It adds up in the type of the result.
    boolean coarse = x.dtype() != DType.F32 && pooling != null && pooling.overlaps();
    if (pooling == null || coarse) {
      return null;
    }
    Primitive backward = Primitives.findBearable(new PoolingSpecs.Backward(pooling));
    Primitive forward = Primitives.findBearable(new PoolingSpecs.Forward(pooling, true, List.of()));
    if (backward == null || forward == null) {
      return null;
    }
    Recipe recipe = new Recipe();
    Map<Integer, Place> arguments = new HashMap<>();
    arguments.put(DNNL_ARG_DIFF_DST, Place.input(2));
    arguments.put(DNNL_ARG_DIFF_SRC, Place.output(0));
    if (pooling.remembers()) {
      long bytes = forward.layout(DNNL_ARG_WORKSPACE).get_size();
      Place largest = recipe.temporary(Strided.dense(DType.U8, bytes)).place();
      recipe.add(
          forward,
          Map.of(
              DNNL_ARG_SRC,
              Place.input(0),
              DNNL_ARG_DST,
              recipe.temporary(dy).place(),
              DNNL_ARG_WORKSPACE,
              largest));
      arguments.put(DNNL_ARG_WORKSPACE, largest);
    }
    recipe.add(backward, arguments);
    return recipe.proposal(
        List.of(
            pooling.remembers() ? Layouts.keepOwn(request.in(0), x) : request.in(0).strided(),
            request.in(1).strided(),
            Layouts.keepOwn(request.in(2), dy)),
        List.of(x));
  }
}
