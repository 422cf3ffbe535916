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
    Strided result = layout.of(request.out().dtype());
    Recipe recipe = new Recipe();
    if (!forward(recipe, log, new Arg(Place.input(0), layout), new Arg(Place.output(0), result))) {
      return null;
    }
    Proposal proposal =
        recipe.proposal(List.of(Layouts.keepOwn(request.in(0), layout)), List.of(result));
    return result.equals(layout) ? proposal.withInPlace(List.of(0)) : proposal;
  }

  /** Adds x → y along the rows of matrices. */
  static boolean forward(Recipe recipe, boolean log, Arg x, Arg y) {
    Primitive primitive =
        Primitives.findBearable(
            new SoftmaxSpecs.Forward(log, Rows.matrix(x.layout()), y.layout().dtype()));
    if (primitive == null) {
      return false;
    }
    recipe.add(primitive, Map.of(DNNL_ARG_SRC, x.place(), DNNL_ARG_DST, y.place()));
    return true;
  }

  static @Nullable Proposal gradient(Request request, boolean log) {
    Strided layout =
        Rows.layout(request.in(0).strided(), request.in(1).strided(), request.out().strided());
    Strided y = layout.of(request.in(0).dtype());
    Strided dy = layout.of(request.in(1).dtype());
    Strided dx = layout.of(request.out().dtype());
    Recipe recipe = new Recipe();
    if (!gradient(
        recipe,
        log,
        new Arg(Place.input(0), y),
        new Arg(Place.input(1), dy),
        new Arg(Place.output(0), dx))) {
      return null;
    }
    Proposal proposal =
        recipe.proposal(
            List.of(Layouts.keepOwn(request.in(0), y), Layouts.keepOwn(request.in(1), dy)),
            List.of(dx));
    return recipe.isSingle() && dx.equals(dy) ? proposal.withInPlace(List.of(1)) : proposal;
  }

  /** Adds (y, dy) → dx along the rows of matrices. */
  static boolean gradient(Recipe recipe, boolean log, Arg y, Arg dy, Arg dx) {
    Primitive primitive = single(log, y, dy, dx);
    if (primitive == null) {
      return !y.layout().repeats()
          && y.layout().equals(dy.layout())
          && y.layout().equals(dx.layout())
          && pieces(recipe, log, matrix(y), matrix(dy), matrix(dx));
    }
    recipe.add(
        primitive,
        Map.of(
            DNNL_ARG_DST, y.place(), DNNL_ARG_DIFF_DST, dy.place(), DNNL_ARG_DIFF_SRC, dx.place()));
    return true;
  }

  private static @Nullable Primitive single(boolean log, Arg y, Arg dy, Arg dx) {
    return Primitives.findFast(
        new SoftmaxSpecs.Backward(
            log, Rows.matrix(y.layout()), dy.layout().dtype(), dx.layout().dtype()));
  }

  private static Arg matrix(Arg arg) {
    return arg.with(Rows.matrix(arg.layout()));
  }

  /**
   * oneDNN has a plain loop only on processors without AVX-512; four passes are ten times faster.
   */
  private static boolean pieces(Recipe recipe, boolean log, Arg y, Arg dy, Arg result) {
    Strided matrix = y.layout();
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
