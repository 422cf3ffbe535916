package dev.seisei.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;

import dev.seisei.engine.kernel.Layout;
import dev.seisei.engine.kernel.Opaque;
import dev.seisei.engine.kernel.Proposal;
import dev.seisei.engine.kernel.Request;
import dev.seisei.engine.kernel.Strided;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.LongPointer;
import org.jspecify.annotations.Nullable;

/** Copies from one layout to another. */
final class MoveKernels {
  private MoveKernels() {}

  static @Nullable Proposal convert(Request request) {
    Layout from = request.in(0).layout();
    Layout to = request.out().layout();
    if (to instanceof Opaque packed && packed.key() instanceof PackedWeights weights) {
      return weights.convert(request.in(0).strided());
    }
    Primitive primitive = find(from, to);
    if (primitive == null) {
      return null;
    }
    Recipe recipe = new Recipe();
    recipe.add(primitive, Map.of(DNNL_ARG_FROM, Place.input(0), DNNL_ARG_TO, Place.output(0)));
    return recipe.proposal(List.of(from), List.of(to));
  }

  private static @Nullable Primitive find(Layout from, Layout to) {
    if (from instanceof Strided source && to instanceof Strided destination) {
      List<Integer> order = Layouts.order(destination);
      Strided target = destination.permute(order);
      List<Strided> merged = Layouts.merge(List.of(source.permute(order), target), target.shape());
      return Primitives.findFast(new ReorderSpec(merged.get(0), merged.get(1)));
    }
    if (from instanceof Strided source && to instanceof Opaque blocks) {
      return Primitives.findBearable(new ReorderSpec(shapedLike(source, blocks), to));
    }
    if (from instanceof Opaque blocks && to instanceof Strided destination) {
      return Primitives.findBearable(new ReorderSpec(from, shapedLike(destination, blocks)));
    }
    return Primitives.findBearable(new ReorderSpec(from, to));
  }

  /** Weights in blocks may have an axis of groups in front. */
  private static Strided shapedLike(Strided weights, Opaque blocks) {
    if (!(blocks.key() instanceof Blocked blocked)) {
      throw new IllegalArgumentException("not a layout of this provider: " + blocks);
    }
    LongPointer shape = blocked.description().get_dims();
    return blocked.description().get_ndims() > weights.rank()
        ? ConvolutionKernels.grouped(weights, shape.get(0))
        : weights;
  }
}
