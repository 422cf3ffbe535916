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

import dev.seisei.engine.gradient.CompositeGradient;
import dev.seisei.engine.kernel.Proposal;
import dev.seisei.engine.kernel.Request;
import dev.seisei.engine.kernel.Strided;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.op.Composite;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Batch normalisation in training: (x, gain, shift) → y, mean, variance. */
final class BatchNormKernels {
  private static final String NAME = "batch_norm";

  private BatchNormKernels() {}

  static boolean claims(Composite composite) {
    return composite.opName().equals(NAME);
  }

  /** Only the gradient of y; mean and variance flow into running statistics, which stop it. */
  static boolean claims(CompositeGradient gradient) {
    return claims(gradient.of()) && gradient.given().equals(List.of(0));
  }

  static @Nullable Proposal forward(Request request, Composite composite) {
    Strided x = Images.channelsInnermost(request.in(0).strided());
    Strided channels = Strided.dense(DType.F32, x.extent(1));
    Primitive primitive =
        Primitives.findBearable(
            new ChannelNormSpecs.BatchForward(
                Images.flat(x), (float) composite.number("epsilon"), false, true));
    if (primitive == null) {
      return null;
    }
    Recipe recipe = new Recipe();
    recipe.add(
        primitive,
        Map.of(
            DNNL_ARG_SRC,
            Place.input(0),
            DNNL_ARG_SCALE,
            Place.input(1),
            DNNL_ARG_SHIFT,
            Place.input(2),
            DNNL_ARG_DST,
            Place.output(0),
            DNNL_ARG_MEAN,
            Place.output(1),
            DNNL_ARG_VARIANCE,
            Place.output(2)));
    return recipe
        .proposal(
            List.of(Layouts.keepOwn(request.in(0), x), channels, channels),
            List.of(x, channels, channels))
        .withInPlace(List.of(0));
  }

  /** (x, gain, shift, y, mean, variance, dy) → those gradients that are wanted. */
  static @Nullable Proposal gradient(Request request, CompositeGradient op) {
    Strided x = Images.channelsInnermost(request.in(0).strided());
    Strided channels = Strided.dense(DType.F32, x.extent(1));
    Strided image = Images.flat(x);
    Primitive primitive =
        Primitives.findBearable(
            new ChannelNormSpecs.BatchBackward(image, (float) op.of().number("epsilon"), false));
    if (primitive == null) {
      return null;
    }
    Recipe recipe = new Recipe();
    recipe.add(
        primitive,
        Map.of(
            DNNL_ARG_SRC,
            Place.input(0),
            DNNL_ARG_SCALE,
            Place.input(1),
            DNNL_ARG_MEAN,
            Place.input(4),
            DNNL_ARG_VARIANCE,
            Place.input(5),
            DNNL_ARG_DIFF_DST,
            Place.input(6),
            DNNL_ARG_DIFF_SRC,
            recipe.wanted(op, 0, image),
            DNNL_ARG_DIFF_SCALE,
            recipe.wanted(op, 1, channels),
            DNNL_ARG_DIFF_SHIFT,
            recipe.wanted(op, 2, channels)));
    List<Strided> outputs = new ArrayList<>();
    op.wanted().forEach(input -> outputs.add(input == 0 ? x : channels));
    return recipe.proposal(
        List.of(
            Layouts.keepOwn(request.in(0), x),
            channels,
            request.in(2).strided(),
            request.in(3).strided(),
            channels,
            channels,
            Layouts.keepOwn(request.in(6), x)),
        outputs);
  }
}
