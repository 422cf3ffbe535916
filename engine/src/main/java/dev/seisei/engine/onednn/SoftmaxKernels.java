package dev.seisei.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;

import dev.seisei.engine.kernel.Proposal;
import dev.seisei.engine.kernel.Request;
import dev.seisei.engine.kernel.Strided;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.op.Binary;
import dev.seisei.engine.op.Scale;
import dev.seisei.engine.op.Unary;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Softmax and its logarithm along the last axis, and their gradients. */
final class SoftmaxKernels {
  private SoftmaxKernels() {}

  static @Nullable Proposal forward(Request request, boolean log) {
    Strided layout =
        Rows.layout(request.in(0).strided(), request.out().strided()).of(request.in(0).dtype());
    DType result = request.out().dtype();
    Primitive primitive =
        Primitives.findBearable(new SoftmaxSpecs.Forward(log, Rows.matrix(layout), result));
    if (primitive == null) {
      return null;
    }
    Recipe recipe = new Recipe();
    recipe.add(primitive, Map.of(DNNL_ARG_SRC, Place.input(0), DNNL_ARG_DST, Place.output(0)));
    Proposal proposal =
        recipe.proposal(
            List.of(Layouts.keepOwn(request.in(0), layout)), List.of(layout.of(result)));
    return result == layout.dtype() ? proposal.withInPlace(List.of(0)) : proposal;
  }

  static @Nullable Proposal gradient(Request request, boolean log) {
    Strided layout =
        Rows.layout(request.in(0).strided(), request.in(1).strided(), request.out().strided());
    Strided y = layout.of(request.in(0).dtype());
    Strided dy = layout.of(request.in(1).dtype());
    Strided dx = layout.of(request.out().dtype());
    Recipe recipe = new Recipe();
    boolean whole = whole(recipe, log, Rows.matrix(y), dy.dtype(), dx.dtype());
    boolean mixed = !y.equals(dy) || !y.equals(dx);
    if (!whole && (mixed || !pieces(recipe, log, Rows.matrix(y)))) {
      return null;
    }
    Proposal proposal =
        recipe.proposal(
            List.of(Layouts.keepOwn(request.in(0), y), Layouts.keepOwn(request.in(1), dy)),
            List.of(dx));
    return whole && dx.equals(dy) ? proposal.withInPlace(List.of(1)) : proposal;
  }

  private static boolean whole(
      Recipe recipe, boolean log, Strided matrix, DType given, DType wanted) {
    Primitive primitive =
        Primitives.findFast(new SoftmaxSpecs.Backward(log, matrix, given, wanted));
    if (primitive == null) {
      return false;
    }
    recipe.add(
        primitive,
        Map.of(
            DNNL_ARG_DST,
            Place.input(0),
            DNNL_ARG_DIFF_DST,
            Place.input(1),
            DNNL_ARG_DIFF_SRC,
            Place.output(0)));
    return true;
  }

  /**
   * oneDNN has a plain loop only on processors without AVX-512; four passes are ten times faster.
   */
  private static boolean pieces(Recipe recipe, boolean log, Strided matrix) {
    Arg y = new Arg(Place.input(0), matrix);
    Arg dy = new Arg(Place.input(1), matrix);
    Arg result = new Arg(Place.output(0), matrix);
    long length = matrix.extent(1);
    Arg sums = recipe.temporary(Strided.dense(DType.F32, matrix.extent(0), 1));
    Arg ones = new Arg(Place.ones(matrix.dtype(), length), matrix.dense(length, 1));
    Arg repeated = sums.with(sums.layout().broadcast(matrix.shape()));
    Elementwise steps = new Elementwise(recipe);
    if (log) {
      return MatMulKernels.multiply(recipe, dy, ones, sums, List.of())
          && steps.function(Unary.EXP, y, result)
          && steps.binary(
              Binary.MUL,
              result,
              repeated,
              result,
              List.of(new Applied(new Scale(-1, 0), null), new Applied(Binary.ADD, dy)));
    }
    return steps.binary(Binary.MUL, y, dy, result, List.of())
        && MatMulKernels.multiply(recipe, result, ones, sums, List.of())
        && steps.binary(Binary.SUB, dy, repeated, result, List.of(new Applied(Binary.MUL, y)));
  }
}
