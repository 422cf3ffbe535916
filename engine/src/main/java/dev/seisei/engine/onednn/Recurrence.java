package dev.seisei.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import dev.seisei.engine.graph.Op;
import dev.seisei.engine.kernel.Layout;
import dev.seisei.engine.kernel.Proposal;
import dev.seisei.engine.kernel.Strided;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.op.Binary;
import dev.seisei.engine.op.Scale;
import dev.seisei.engine.op.Unary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.jspecify.annotations.Nullable;

/**
 * The recipe of a recurrent layer, and what its steps are made of. Every gate's elements lie
 * together without gaps, because oneDNN's elementwise functions want that.
 */
final class Recurrence {
  private static final Post.Function SIGMOID_SLOPE =
      new Post.Function(algorithm.eltwise_logistic_use_dst_for_bwd, 0, 0);
  private static final Post.Function TANH_SLOPE =
      new Post.Function(algorithm.eltwise_tanh_use_dst_for_bwd, 0, 0);

  private final Recipe recipe = new Recipe();
  private final Elementwise steps = new Elementwise(recipe);
  private final RecurrentSizes sizes;
  private final @Nullable Arg mask;
  private boolean possible = true;

  /**
   * @param mask the place of a mask that lies by time, or null if there is none
   */
  Recurrence(RecurrentSizes sizes, @Nullable Place mask) {
    this.sizes = sizes;
    this.mask = mask == null ? null : new Arg(mask, sizes.mask());
  }

  /** The kernel, or null if something of it could not be done. */
  @Nullable Proposal proposal(List<Layout> inputs, List<Layout> outputs) {
    return possible ? recipe.proposal(inputs, outputs) : null;
  }

  /** Memory for a number of every unit. */
  Arg temporary() {
    return recipe.temporary(sizes.state(DType.F32));
  }

  /** Memory for some steps of one gate or more. */
  Series temporary(DType dtype, long gates, long held, long width) {
    return temporary(dtype, gates, held, sizes.batch(), width);
  }

  /** Memory for one number of every unit of some gates. */
  Place vectors(long gates) {
    return temporary(DType.F32, gates, 1, 1, sizes.units()).place();
  }

  private Series temporary(DType dtype, long gates, long held, long batch, long width) {
    Place place = recipe.temporary(Strided.dense(dtype, gates, held, batch, width)).place();
    return Series.dense(place, dtype, held, batch, width);
  }

  /** A state before the first step. */
  Arg initial(RecurrentInputs inputs, int index) {
    return index < inputs.states()
        ? new Arg(Place.input(inputs.state() + index), sizes.state(DType.F32))
        : zeros(DType.F32);
  }

  Arg zeros(DType dtype) {
    return new Arg(Place.zeros(sizes.batch() * sizes.units()), sizes.state(dtype));
  }

  /** A state in the type in which products take it. */
  Arg as(DType dtype, Arg state) {
    if (state.layout().dtype() == dtype) {
      return state;
    }
    if (state.place().kind() == Place.Kind.CONSTANT) {
      return zeros(dtype);
    }
    Arg copy = recipe.temporary(state.layout().of(dtype));
    copy(state, copy);
    return copy;
  }

  /** The same numbers, [G, 1, N], in every row of a result [G, M, N]. */
  static Arg repeated(Arg numbers, Arg result) {
    Strided layout = result.layout();
    long n = layout.extent(2);
    return numbers.with(layout.with(layout.shape(), new long[] {n, 0, 1}));
  }

  boolean isMasked() {
    return mask != null;
  }

  /** A step's mask, for every unit. */
  Arg mask(long step) {
    if (mask == null) {
      throw new IllegalStateException("there is no mask");
    }
    return new Arg(
        mask.place().after(step * sizes.batch() * DType.F32.bytes()),
        mask.layout().with(new long[] {sizes.batch(), sizes.units()}, new long[] {1, 0}));
  }

  private void done(boolean success) {
    possible &= success;
  }

  void copy(Arg source, Arg result) {
    done(steps.copy(source, result));
  }

  void function(Op function, Arg source, Arg result) {
    done(steps.function(function, source, result));
  }

  void binary(Binary function, Arg a, Arg b, Arg result, List<Applied> posts) {
    done(steps.binary(function, a, b, result, posts));
  }

  /** The same, added to what is there before the functions are applied. */
  void binaryOnto(Binary function, Arg a, Arg b, Arg result, List<Applied> posts) {
    List<Post> all = new ArrayList<>(List.of(new Post.Accumulate()));
    List<Post> fused = Elementwise.fuse(posts);
    algorithm kind = Functions.of(function);
    Primitive primitive =
        fused == null || kind == null || !all.addAll(fused)
            ? null
            : Primitives.find(
                new ElementwiseSpecs.BinaryOf(kind, a.layout(), b.layout(), result.layout(), all));
    if (primitive == null) {
      done(false);
      return;
    }
    recipe.add(
        primitive,
        Elementwise.withOperands(
            Map.of(
                DNNL_ARG_SRC_0, a.place(), DNNL_ARG_SRC_1, b.place(), DNNL_ARG_DST, result.place()),
            all,
            posts));
  }

  void binary(Binary function, Arg a, Arg b, Arg result) {
    binary(function, a, b, result, List.of());
  }

  /** dy·σ′, from σ. */
  void sigmoidSlope(Arg sigmoid, Arg dy, Arg result) {
    done(steps.gradient(List.of(SIGMOID_SLOPE), true, sigmoid, dy, result));
  }

  /** dy·tanh′, from tanh. */
  void tanhSlope(Arg tanh, Arg dy, Arg result) {
    done(steps.gradient(List.of(TANH_SLOPE), true, tanh, dy, result));
  }

  static Applied plus(Arg operand) {
    return new Applied(Binary.ADD, operand);
  }

  static Applied times(Arg operand) {
    return new Applied(Binary.MUL, operand);
  }

  static Applied sigmoid() {
    return new Applied(Unary.SIGMOID, null);
  }

  /** tanh, then others. */
  static List<Applied> tanhThen(Applied... others) {
    List<Applied> posts = new ArrayList<>();
    if (Dnnl.SLOW_TANH) { // tanh x = 2·σ(2x) − 1
      posts.add(new Applied(new Scale(2, 0), null));
      posts.add(sigmoid());
      posts.add(new Applied(new Scale(2, -1), null));
    } else {
      posts.add(new Applied(Unary.TANH, null));
    }
    posts.addAll(List.of(others));
    return posts;
  }

  void tanh(Arg x, Arg result) {
    if (Dnnl.SLOW_TANH) {
      binary(Binary.MAX, x, x, result, tanhThen()); // the larger of equals
    } else {
      function(Unary.TANH, x, result);
    }
  }

  /** What a state becomes: the next where the mask is 1, the last where it is 0. */
  void keep(Arg last, Arg next, Arg result, long step) {
    binary(Binary.SUB, next, last, result, List.of(times(mask(step)), plus(last)));
  }

  /**
   * The reverse of {@link #keep}: divides a state's gradient.
   *
   * @param next what flows into the step
   * @param past what flows past it
   * @return next
   */
  Arg through(long step, Arg gradient, Arg next, Arg past) {
    binary(Binary.MUL, gradient, mask(step), next);
    binary(Binary.SUB, gradient, next, past);
    return next;
  }

  /** The same rows for several gates. */
  static Arg shared(Arg rows, long gates) {
    Strided layout = rows.layout();
    long m = layout.extent(0);
    long k = layout.extent(1);
    return rows.with(layout.with(new long[] {gates, m, k}, new long[] {0, k, 1}));
  }

  /** Rows [G, M, K] by some gates' weights [G, K, N]. */
  void product(
      Arg rows, int input, PackedWeights weights, int part, Arg result, List<Applied> posts) {
    product(rows, input, weights, part, result, List.of(), posts);
  }

  /**
   * The sums of some steps, [G, M, N]: rows [M, K] by the weights, of which each gate has a part,
   * plus a bias. Of all gates at once, the bias would be a post-operation's operand, which takes a
   * seventh more time.
   */
  void project(Arg rows, PackedWeights weights, Arg bias, Arg sums) {
    for (int gate = 0; gate < sums.layout().extent(0); gate++) {
      Arg one = gate(sums, gate);
      product(
          shared(rows, 1),
          RecurrentInputs.INPUT_WEIGHTS,
          weights,
          gate,
          one,
          List.of(plus(repeated(gate(bias, gate), one))));
    }
  }

  private static Arg gate(Arg all, long gate) {
    Strided layout = all.layout();
    return new Arg(
        all.place().after(gate * layout.stride(0) * layout.dtype().bytes()),
        layout.with(new long[] {1, layout.extent(1), layout.extent(2)}, layout.strides()));
  }

  /** The same, added to what is there before the functions are applied. */
  void productOnto(
      Arg rows, int input, PackedWeights weights, int part, Arg result, List<Applied> posts) {
    product(rows, input, weights, part, result, List.of(new Post.Accumulate()), posts);
  }

  private void product(
      Arg rows,
      int input,
      PackedWeights weights,
      int part,
      Arg result,
      List<Post> before,
      List<Applied> posts) {
    List<Post> after = Elementwise.fuse(posts);
    if (after == null) {
      done(false);
      return;
    }
    List<Post> both = new ArrayList<>(before);
    both.addAll(after);
    List<Post> all = Post.withColumnBias(both);
    Primitive primitive =
        Primitives.find(
            new GateProductSpec(
                rows.layout(), weights.parts().get(part).blocks(), result.layout(), all));
    if (primitive == null) {
      done(false);
      return;
    }
    recipe.add(
        primitive,
        Elementwise.withOperands(
            Map.of(
                DNNL_ARG_SRC,
                rows.place(),
                DNNL_ARG_WEIGHTS,
                Place.input(input).after(weights.offset(part)),
                DNNL_ARG_DST,
                result.place()),
            all,
            posts));
  }

  /**
   * Rows [M, K], transposed, by gradients [G, M, N], for weights [K, …·N].
   *
   * @param weights [G, K, N]
   * @param more whether to add to what is there
   */
  void weightGradient(Arg rows, Arg gradients, Arg weights, boolean more) {
    Strided layout = rows.layout();
    long m = layout.extent(0);
    long k = layout.extent(1);
    long gates = gradients.layout().extent(0);
    Arg turned = rows.with(layout.with(new long[] {gates, k, m}, new long[] {0, 1, k}));
    multiply(turned, gradients, weights, more);
  }

  /** The sums of the columns of gradients [G, M, N]. */
  void biasGradient(Arg gradients, Arg bias, boolean more) {
    Strided layout = gradients.layout();
    long m = layout.extent(1);
    Arg ones =
        new Arg(
            Place.ones(layout.dtype(), m),
            layout.with(new long[] {layout.extent(0), 1, m}, new long[] {0, m, 1}));
    multiply(ones, gradients, bias, more);
  }

  private void multiply(Arg a, Arg b, Arg result, boolean more) {
    long gates = result.layout().extent(0);
    if (gates > 1 && b.layout().extent(1) == 1) {
      // oneDNN 3.11 loses its way among matrices of one row that lie apart.
      for (long gate = 0; gate < gates; gate++) {
        multiply(gate(a, gate), gate(b, gate), gate(result, gate), more);
      }
      return;
    }
    done(
        more
            ? MatMulKernels.accumulate(recipe, a, b, result, List.of())
            : MatMulKernels.multiply(recipe, a, b, result, List.of()));
  }

  /** What a series held a step before, of steps that lie together. */
  record Before(Arg rows, long step, long steps) {}

  /** What a series held before some steps, where it began with a state. */
  static List<Before> before(Series series, Arg initial, long first, long count) {
    if (first > 0) {
      return List.of(new Before(series.rows(0, first - 1, count), first, count));
    }
    List<Before> parts = new ArrayList<>(List.of(new Before(initial, 0, 1)));
    if (count > 1) {
      parts.add(new Before(series.rows(0, 0, count - 1), 1, count - 1));
    }
    return parts;
  }

  /** The sum of two terms or more. */
  void sum(List<Arg> terms, Arg result) {
    binary(Binary.ADD, terms.get(0), terms.get(1), result, plusAll(terms.subList(2, terms.size())));
  }

  static List<Applied> plusAll(List<Arg> terms) {
    return terms.stream().map(Recurrence::plus).toList();
  }
}
