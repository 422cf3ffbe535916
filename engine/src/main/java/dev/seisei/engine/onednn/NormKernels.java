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
import dev.seisei.engine.op.Binary;
import dev.seisei.engine.op.Composite;
import dev.seisei.engine.op.Scale;
import dev.seisei.engine.op.Unary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Layer and root-mean-square normalisation over the last axis: (x, gain?, shift?). */
final class NormKernels {
  private NormKernels() {}

  static boolean isNorm(Composite composite) {
    return composite.opName().equals("layer_norm") || composite.opName().equals("rms_norm");
  }

  private static NormSpecs.Norm norm(Composite composite, Strided layout, int inputs) {
    return new NormSpecs.Norm(
        Rows.matrix(layout),
        (float) composite.number("epsilon"),
        composite.opName().equals("layer_norm"),
        inputs > 1,
        inputs > 2);
  }

  static @Nullable Proposal forward(Request request, Composite composite) {
    Strided layout = Rows.layout(request.in(0).strided(), request.out().strided());
    DType result = request.out().dtype();
    layout = layout.of(request.in(0).dtype());
    int count = request.inputs().size();
    Primitive primitive =
        Primitives.findBearable(
            new NormSpecs.Forward(norm(composite, layout, count), result, false));
    if (primitive == null) {
      return null;
    }
    Map<Integer, Place> arguments = new HashMap<>();
    arguments.put(DNNL_ARG_SRC, Place.input(0));
    arguments.put(DNNL_ARG_DST, Place.output(0));
    putColumns(arguments, count);
    Recipe recipe = new Recipe();
    recipe.add(primitive, arguments);
    Proposal proposal = recipe.proposal(inputs(request, layout, count), List.of(layout.of(result)));
    return result == layout.dtype() ? proposal.withInPlace(List.of(0)) : proposal;
  }

  private static void putColumns(Map<Integer, Place> arguments, int inputs) {
    if (inputs > 1) {
      arguments.put(DNNL_ARG_SCALE, Place.input(1));
    }
    if (inputs > 2) {
      arguments.put(DNNL_ARG_SHIFT, Place.input(2));
    }
  }

  /** Layouts of x and the vectors beside it; then of y, which is not read, and dy. */
  private static List<Strided> inputs(Request request, Strided layout, int count) {
    List<Strided> inputs = new ArrayList<>();
    for (int i = 0; i < request.inputs().size(); i++) {
      Strided own = request.in(i).strided();
      if (i == count) {
        inputs.add(own);
      } else {
        boolean vector = i > 0 && i < count;
        inputs.add(Layouts.keepOwn(request.in(i), vector ? own.dense() : layout.of(own.dtype())));
      }
    }
    return inputs;
  }

  /** (x, gain?, shift?, y, dy) → those gradients that are wanted. */
  static @Nullable Proposal gradient(Request request, CompositeGradient op) {
    int dy = request.inputs().size() - 1;
    int count = dy - 1;
    Strided layout =
        Rows.layout(request.in(0).strided(), request.in(dy).strided()).of(request.in(0).dtype());
    NormSpecs.Norm norm = norm(op.of(), layout, count);
    DType given = request.in(dy).dtype();
    DType wanted = op.wanted().get(0) == 0 ? request.out().dtype() : layout.dtype();
    Primitive statistics = Primitives.findBearable(new NormSpecs.Forward(norm, wanted, true));
    Primitive backward =
        Primitives.findBearable(new NormSpecs.Backward(norm.asCentred(), given, wanted));
    if (statistics == null || backward == null) {
      return null;
    }
    Recipe recipe = new Recipe();
    Place dx = recipe.wanted(op, 0, norm.matrix().of(wanted));
    // Mean and variance are computed again, which takes a third of the time that the rest does.
    Place variance = recipe.temporary(norm.statistics()).place();
    Place mean =
        norm.centred()
            ? recipe.temporary(norm.statistics()).place()
            : Place.zeros(norm.matrix().extent(0));
    Map<Integer, Place> forward = new HashMap<>();
    forward.put(DNNL_ARG_SRC, Place.input(0));
    forward.put(DNNL_ARG_DST, dx);
    forward.put(DNNL_ARG_VARIANCE, variance);
    if (norm.centred()) {
      forward.put(DNNL_ARG_MEAN, mean);
    }
    putColumns(forward, count);
    recipe.add(statistics, forward);
    Map<Integer, Place> arguments = new HashMap<>();
    arguments.put(DNNL_ARG_SRC, Place.input(0));
    arguments.put(DNNL_ARG_MEAN, mean);
    arguments.put(DNNL_ARG_VARIANCE, variance);
    arguments.put(DNNL_ARG_DIFF_DST, Place.input(dy));
    arguments.put(DNNL_ARG_DIFF_SRC, dx);
    if (norm.gain()) {
      arguments.put(DNNL_ARG_SCALE, Place.input(1));
      arguments.put(DNNL_ARG_DIFF_SCALE, recipe.wanted(op, 1, norm.columns()));
    }
    if (norm.shift()) {
      arguments.put(DNNL_ARG_DIFF_SHIFT, recipe.wanted(op, 2, norm.columns()));
    }
    recipe.add(backward, arguments);
    boolean mixed = given != DType.F32 || wanted != DType.F32 || layout.dtype() != DType.F32;
    if (!norm.centred() && (mixed || !uncentre(recipe, norm, Place.input(dy), variance, dx))) {
      return null;
    }
    List<Strided> outputs = new ArrayList<>();
    for (int input : op.wanted()) {
      outputs.add(input == 0 ? layout.of(wanted) : norm.columns());
    }
    return recipe.proposal(inputs(request, layout, count), outputs);
  }

  /**
   * The gradient of a root-mean-square norm from that of a layer norm of mean 0, which has one term
   * more: dx += mean(gain·dy) / √(mean square + ε). (In oneDNN 3.11 its own is the same as the
   * layer norm's, term and all.)
   */
  private static boolean uncentre(
      Recipe recipe, NormSpecs.Norm norm, Place dy, Place variance, Place dx) {
    Strided matrix = norm.matrix();
    Strided column = Strided.dense(DType.F32, matrix.extent(0), 1);
    Arg power = new Arg(variance, column);
    Arg term = recipe.temporary(column);
    Arg gain =
        new Arg(
            norm.gain() ? Place.input(1) : Place.ones(DType.F32, matrix.extent(1)),
            Strided.dense(DType.F32, matrix.extent(1), 1));
    Arg result = new Arg(dx, matrix);
    Elementwise steps = new Elementwise(recipe);
    return steps.function(new Scale(1, norm.epsilon()), power, power)
        && steps.function(Unary.RSQRT, power, power)
        && MatMulKernels.multiply(
            recipe,
            new Arg(dy, matrix),
            gain,
            term,
            List.of(
                new Applied(new Scale(1.0 / matrix.extent(1), 0), null),
                new Applied(Binary.MUL, power)))
        && steps.binary(
            Binary.ADD, result, term.with(column.broadcast(matrix.shape())), result, List.of());
  }
}
