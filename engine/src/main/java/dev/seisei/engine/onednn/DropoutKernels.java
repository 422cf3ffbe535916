package dev.seisei.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;

import dev.seisei.engine.kernel.Proposal;
import dev.seisei.engine.kernel.Request;
import dev.seisei.engine.kernel.Strided;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.op.Composite;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.jspecify.annotations.Nullable;

/** What dropout multiplies by: 0 where noise is below the rate, 1/(1 − rate) elsewhere. */
final class DropoutKernels {
  private DropoutKernels() {}

  static boolean claims(Composite composite) {
    return composite.opName().equals("dropout_mask");
  }

  static @Nullable Proposal propose(Request request, Composite composite) {
    float rate = (float) composite.number("rate");
    Strided noise = request.in(0).strided();
    Strided layout = Layouts.isPacked(noise) ? noise : noise.dense();
    Strided line = Strided.dense(DType.F32, layout.elements());
    Primitive primitive =
        Primitives.findBearable(
            new ElementwiseSpecs.BinaryOf(
                algorithm.binary_ge,
                line,
                Strided.dense(DType.F32, 1),
                line,
                List.of(new Post.Function(algorithm.eltwise_linear, 1 / (1 - rate), 0))));
    if (primitive == null) {
      return null;
    }
    Recipe recipe = new Recipe();
    recipe.add(
        primitive,
        Map.of(
            DNNL_ARG_SRC_0,
            Place.input(0),
            DNNL_ARG_SRC_1,
            Place.number(rate),
            DNNL_ARG_DST,
            Place.output(0)));
    return recipe.proposal(List.of(layout), List.of(layout)).withInPlace(List.of(0));
  }
}
