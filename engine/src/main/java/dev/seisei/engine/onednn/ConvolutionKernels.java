package dev.seisei.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import dev.seisei.engine.kernel.Layout;
import dev.seisei.engine.kernel.Opaque;
import dev.seisei.engine.kernel.Proposal;
import dev.seisei.engine.kernel.Request;
import dev.seisei.engine.kernel.Strided;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.op.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Convolutions and their gradients.
 *
 * <p>Images are taken and given with the channels innermost, whatever the order of their axes, and
 * weights in blocks: that runs generated code on every processor, at twice to ten times the speed
 * of channels outermost. Whoever reads the result takes it as it lies, so that a network turns its
 * images around once. (Only gradients of weights take images in blocks, where vectors have 256
 * bits.)
 */
final class ConvolutionKernels {
  private ConvolutionKernels() {}

  static @Nullable Proposal forward(Request request, Window window) {
    Strided x = Images.channelsInnermost(request.in(0).strided());
    Strided y = Images.channelsInnermost(request.out().strided());
    List<Layout> inputs = new ArrayList<>(List.of(Layouts.keepOwn(request.in(0), x)));
    List<Arg> operands = new ArrayList<>();
    for (int i = 2; i < request.inputs().size(); i++) {
      Strided operand = Layouts.alignedWith(request.in(i).strided(), Layouts.order(y));
      inputs.add(operand);
      operands.add(new Arg(Place.input(i), operand));
    }
    ConvolutionSpecs.Geometry geometry = geometry(window, x, request.in(1).strided().shape(), y);
    List<Applied> posts = ElementwiseKernels.posts(request, shifted(operands));
    Arg result = new Arg(Place.output(0), y);
    for (int fused = posts.size(); fused >= 0; fused--) {
      List<Applied> within = posts.subList(0, fused);
      List<Post> fusable = Elementwise.fuse(within);
      if (fusable == null || Elementwise.hasSlowTanh(within)) {
        continue;
      }
      List<Post> functions = Post.withChannelBias(fusable);
      Primitive primitive =
          find(new ConvolutionSpecs.Forward(geometry, functions), fused == 0 && !posts.isEmpty());
      if (primitive == null) {
        continue;
      }
      Recipe recipe = new Recipe();
      recipe.add(
          primitive,
          Elementwise.withOperands(
              Map.of(
                  DNNL_ARG_SRC,
                  Place.input(0),
                  DNNL_ARG_WEIGHTS,
                  Place.input(1),
                  DNNL_ARG_DST,
                  Place.output(0)),
              functions,
              within));
      if (!new Elementwise(recipe).apply(posts.subList(fused, posts.size()), result)) {
        return null;
      }
      inputs.add(1, blocked(primitive, DNNL_ARG_WEIGHTS, x.dtype()));
      return recipe.proposal(inputs, List.of(Layouts.keepOwn(request.out(), y)));
    }
    return null;
  }

  /** As inputs, of which the first two are not post-operations'. */
  private static List<Arg> shifted(List<Arg> operands) {
    List<Arg> inputs =
        new ArrayList<>(Collections.nCopies(2, new Arg(Place.input(0), Strided.dense(DType.F32))));
    inputs.addAll(operands);
    return inputs;
  }

  /** A primitive that runs generated code; what is fused already has no other way, though. */
  private static @Nullable Primitive find(Spec spec, boolean whateverItTakes) {
    return whateverItTakes ? Primitives.find(spec) : Primitives.findBearable(spec);
  }

  /** (dy, w) → dx. */
  static @Nullable Proposal inputGradient(Request request, Window window) {
    Strided dy = Images.channelsInnermost(request.in(0).strided());
    Strided dx = Images.channelsInnermost(request.out().strided());
    InputPhases phases = InputPhases.of(request, window);
    Proposal phased = phases != null && phases.areFaster() ? phases.propose() : null;
    if (phased != null) {
      return phased;
    }
    Primitive primitive =
        Primitives.findBearable(
            new ConvolutionSpecs.InputGradient(
                geometry(window, dx, request.in(1).strided().shape(), dy)));
    if (primitive == null) {
      return null;
    }
    Recipe recipe = new Recipe();
    recipe.add(
        primitive,
        ConvolutionSpecs.InputGradient.arguments(Place.input(0), Place.input(1), Place.output(0)));
    return recipe.proposal(
        List.of(
            Layouts.keepOwn(request.in(0), dy), blocked(primitive, DNNL_ARG_WEIGHTS, dy.dtype())),
        List.of(Layouts.keepOwn(request.out(), dx)));
  }

  /**
   * (x, dy) → dw. Where vectors have 256 bits, oneDNN adds up images in blocks of 8 channels 1.1 to
   * 1.5 times as fast as with the channels innermost, which is worth turning them around.
   */
  static @Nullable Proposal weightGradient(Request request, Window window) {
    Strided x = Images.channelsInnermost(request.in(0).strided());
    Strided dy = Images.channelsInnermost(request.in(1).strided());
    Strided dw = request.out().strided();
    if (Unfolding.isFasterForWeights(x, window, dy)) {
      Proposal unfolded = unfoldedWeightGradient(request, window, Unfolding.MOST);
      if (unfolded != null) {
        return unfolded;
      }
    }
    boolean inBlocks = !Dnnl.HAS_AVX512;
    Primitive primitive =
        Primitives.findBearable(
            new ConvolutionSpecs.WeightGradient(geometry(window, x, dw.shape(), dy), inBlocks));
    if (primitive == null) {
      return null;
    }
    Opaque blocks = blocked(primitive, DNNL_ARG_DIFF_WEIGHTS, DType.F32);
    Primitive unblock =
        Primitives.findBearable(new ReorderSpec(blocks, grouped(dw, window.groups())));
    if (unblock == null) {
      return null;
    }
    Recipe recipe = new Recipe();
    Place made = recipe.temporary(Strided.dense(DType.U8, blocks.bytes())).place();
    recipe.add(
        primitive,
        Map.of(
            DNNL_ARG_SRC,
            Place.input(0),
            DNNL_ARG_DIFF_DST,
            Place.input(1),
            DNNL_ARG_DIFF_WEIGHTS,
            made));
    recipe.add(unblock, Map.of(DNNL_ARG_FROM, made, DNNL_ARG_TO, Place.output(0)));
    return recipe.proposal(
        inBlocks
            ? List.of(
                blocked(primitive, DNNL_ARG_SRC, x.dtype()),
                blocked(primitive, DNNL_ARG_DIFF_DST, dy.dtype()))
            : List.of(Layouts.keepOwn(request.in(0), x), Layouts.keepOwn(request.in(1), dy)),
        List.of(dw));
  }

  /**
   * (x, dy) → dw, [O, K…·C] = dyᵀ·rows, some images after others. There are no groups.
   *
   * @param most bytes of rows to write out at a time
   */
  static @Nullable Proposal unfoldedWeightGradient(Request request, Window window, long most) {
    Strided x = Images.channelsInnermost(request.in(0).strided());
    Strided dy = Images.channelsInnermost(request.in(1).strided());
    int axes = window.axes();
    Strided dw = request.out().strided();
    long[] kernel = Arrays.copyOfRange(dw.shape(), 2, axes + 2);
    long[] outputs = Arrays.copyOfRange(dy.shape(), 2, axes + 2);
    Recipe recipe = new Recipe();
    Unfolding unfolding = new Unfolding(recipe, window, x, kernel, outputs, most);
    long columns = dw.elements() / dw.extent(0);
    Arg sum = recipe.temporary(Strided.dense(DType.F32, dw.extent(0), columns));
    for (long image = 0; image < x.extent(0); image += unfolding.together()) {
      long count = Math.min(unfolding.together(), x.extent(0) - image);
      Arg seen = unfolding.rows(Place.input(0), image, count);
      if (seen == null) {
        return null;
      }
      long offset = image * unfolding.rowsPerImage() * dy.extent(1) * dy.dtype().bytes();
      Strided given = dy.dense(count * unfolding.rowsPerImage(), dy.extent(1));
      Arg gradient = new Arg(Place.input(1).after(offset), given.permute(List.of(1, 0)));
      boolean done =
          image == 0
              ? MatMulKernels.multiply(recipe, gradient, seen, sum, List.of())
              : MatMulKernels.accumulate(recipe, gradient, seen, sum, List.of());
      if (!done) {
        return null;
      }
    }
    Strided channelsLast = Images.channelsInnermost(dw.of(DType.F32));
    return new Elementwise(recipe).copy(sum.with(channelsLast), new Arg(Place.output(0), dw))
        ? recipe.proposal(
            List.of(Layouts.keepOwn(request.in(0), x), Layouts.keepOwn(request.in(1), dy)),
            List.of(dw))
        : null;
  }

  private static ConvolutionSpecs.Geometry geometry(
      Window window, Strided x, long[] weights, Strided y) {
    return new ConvolutionSpecs.Geometry(
        x,
        IntStream.range(0, weights.length + (window.groups() > 1 ? 1 : 0))
            .mapToLong(i -> grouped(Strided.dense(DType.F32, weights), window.groups()).extent(i))
            .boxed()
            .toList(),
        y,
        window.strides(),
        window.dilations().stream().map(d -> d - 1).toList(),
        window.before(),
        window.after());
  }

  /** [O, …] as [G, O/G, …], if there are groups. */
  static Strided grouped(Strided weights, long groups) {
    if (groups == 1) {
      return weights;
    }
    long perGroup = weights.extent(0) / groups;
    long[] shape = weights.shape();
    shape[0] = perGroup;
    return Layouts.insert(
        weights.with(shape, weights.strides()), 0, groups, perGroup * weights.stride(0));
  }

  private static Opaque blocked(Primitive primitive, int argument, DType dtype) {
    return new Blocked(primitive.layout(argument)).layout(dtype);
  }
}
