package dev.seisei.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;

import dev.seisei.engine.gradient.CompositeGradient;
import dev.seisei.engine.kernel.Proposal;
import dev.seisei.engine.kernel.Request;
import dev.seisei.engine.kernel.Strided;
import dev.seisei.engine.op.Composite;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.jspecify.annotations.Nullable;

/** Images enlarged by repeating each pixel, [N, C, H, W] → [N, C, fH, fW], and the gradient. */
final class ResamplingKernels {
  private static final String NAME = "resample_nearest";

  private ResamplingKernels() {}

  static boolean claims(Composite composite) {
    return composite.opName().equals(NAME);
  }

  static @Nullable Proposal forward(Request request, Composite composite) {
    Strided x = Images.channelsInnermost(request.in(0).strided());
    Strided y = Images.channelsInnermost(request.out().strided()).of(x.dtype());
    long factor = (long) composite.number("factor");
    Recipe recipe = new Recipe();
    Arg source = new Arg(Place.input(0), x);
    for (long row = 0; row < factor; row++) {
      for (long column = 0; column < factor; column++) {
        long offset = y.offset(0, 0, row, column) * y.dtype().bytes();
        Strided every = y.slice(x.shape(), new long[] {1, 1, factor, factor});
        if (!new Elementwise(recipe).copy(source, new Arg(Place.output(0).after(offset), every))) {
          return null;
        }
      }
    }
    return recipe.proposal(List.of(Layouts.keepOwn(request.in(0), x)), List.of(y));
  }

  /** (x, y, dy) → dx. */
  static @Nullable Proposal gradient(Request request, CompositeGradient op) {
    Strided dy = Images.channelsInnermost(request.in(2).strided());
    Strided dx = Images.channelsInnermost(request.out().strided()).of(dy.dtype());
    List<Long> factors = Collections.nCopies(2, (long) op.of().number("factor"));
    List<Long> zeros = List.of(0L, 0L);
    Post sum = new Post.Function(algorithm.eltwise_linear, factors.get(0) * factors.get(1), 0);
    PoolingSpecs.Pooling blocks =
        new PoolingSpecs.Pooling(
            algorithm.pooling_avg_exclude_padding, dy, dx, factors, factors, zeros, zeros, zeros);
    Primitive primitive =
        Primitives.findBearable(new PoolingSpecs.Forward(blocks, false, List.of(sum)));
    if (primitive == null) {
      return null;
    }
    Recipe recipe = new Recipe();
    recipe.add(primitive, Map.of(DNNL_ARG_SRC, Place.input(2), DNNL_ARG_DST, Place.output(0)));
    return recipe.proposal(
        List.of(
            request.in(0).strided(), request.in(1).strided(), Layouts.keepOwn(request.in(2), dy)),
        List.of(dx));
  }
}
