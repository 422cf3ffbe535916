package dev.seisei.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;

import dev.seisei.engine.kernel.Proposal;
import dev.seisei.engine.kernel.Request;
import dev.seisei.engine.kernel.Strided;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Copies from one layout to another. */
final class MoveKernels {
  private MoveKernels() {}

  static @Nullable Proposal convert(Request request) {
    Strided from = request.in(0).strided();
    Strided to = request.out().strided();
    List<Integer> order = Layouts.order(to);
    List<Strided> merged =
        Layouts.merge(List.of(from.permute(order), to.permute(order)), to.permute(order).shape());
    Primitive primitive = Primitives.findFast(new ReorderSpec(merged.get(0), merged.get(1)));
    if (primitive == null) {
      return null;
    }
    Recipe recipe = new Recipe();
    recipe.add(primitive, Map.of(DNNL_ARG_FROM, Place.input(0), DNNL_ARG_TO, Place.output(0)));
    return recipe.proposal(List.of(from), List.of(to));
  }
}
