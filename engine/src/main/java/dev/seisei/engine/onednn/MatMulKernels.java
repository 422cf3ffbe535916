package dev.seisei.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import dev.seisei.engine.kernel.Layout;
import dev.seisei.engine.kernel.Proposal;
import dev.seisei.engine.kernel.Request;
import dev.seisei.engine.kernel.Strided;
import dev.seisei.engine.memory.DType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Matrix products of any rank, over views where oneDNN's generated code takes them.
 *
 * <p>Its kernels want the elements of each operand's rows or columns next to each other, and those
 * of the result's rows. A result by columns is computed as the transposed product.
 */
final class MatMulKernels {
  /**
   * Terms of a sum up to which oneDNN 3.11 multiplies numbers of float32 by packed ones of
   * bfloat16; of more it computes something else.
   */
  private static final long MOST_MIXED_TERMS = 512;

  private MatMulKernels() {}

  static @Nullable Proposal propose(Request request) {
    Strided a = ownOrDense(request.in(0).strided());
    Strided b = ownOrDense(request.in(1).strided());
    Strided result = request.out().strided();
    Strided dense = result.dense();
    List<List<Strided>> attempts =
        List.of(
            List.of(a, b, byRows(result) || byRows(transposed(result)) ? result : dense),
            List.of(a, b, dense),
            List.of(a.dense(), b.dense(), dense));
    for (List<Strided> layouts : attempts) {
      Proposal proposal = attempt(request, layouts);
      if (proposal != null) {
        return proposal;
      }
    }
    return null;
  }

  private static @Nullable Proposal attempt(Request request, List<Strided> layouts) {
    Strided result = layouts.get(2);
    List<Integer> order = Layouts.order(result);
    List<Strided> inputs = new ArrayList<>(layouts.subList(0, 2));
    for (int i = 2; i < request.inputs().size(); i++) {
      inputs.add(Layouts.alignedWith(request.in(i).strided(), order));
    }
    List<Arg> arguments =
        IntStream.range(0, inputs.size())
            .mapToObj(i -> new Arg(Place.input(i), inputs.get(i)))
            .toList();
    Recipe recipe = new Recipe();
    List<Applied> posts = ElementwiseKernels.posts(request, arguments);
    Proposal packed = request.in(1).constant() ? packed(arguments, result, posts) : null;
    if (packed != null) {
      return packed;
    }
    return multiply(
            recipe, arguments.get(0), arguments.get(1), new Arg(Place.output(0), result), posts)
        ? recipe.proposal(inputs, List.of(result))
        : null;
  }

  /** With the second operand as oneDNN likes it best, which pays where that seldom changes. */
  private static @Nullable Proposal packed(
      List<Arg> arguments, Strided result, List<Applied> posts) {
    List<Post> functions = Elementwise.fuse(posts);
    boolean matrices = result.rank() == 2 && byRows(result);
    if (!matrices || functions == null || Elementwise.hasSlowTanh(posts)) {
      return null;
    }
    List<Post> fused = Post.withColumnBias(functions);
    Strided a = arguments.get(0).layout();
    Strided b = arguments.get(1).layout();
    if (a.dtype() != b.dtype() && a.extent(1) > MOST_MIXED_TERMS) {
      return inParts(arguments, result, fused, posts);
    }
    Primitive primitive = Primitives.findFast(new MatMulSpec(a, b, result, fused, true));
    if (primitive == null) {
      return null;
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
            fused,
            posts));
    List<Layout> inputs = new ArrayList<>(arguments.stream().map(Arg::layout).toList());
    inputs.set(1, new Blocked(primitive.layout(DNNL_ARG_WEIGHTS)).layout(b.dtype()));
    return recipe.proposal(inputs, List.of(result));
  }

  /** Sums of many terms, some after others. */
  private static @Nullable Proposal inParts(
      List<Arg> arguments, Strided result, List<Post> functions, List<Applied> posts) {
    Arg a = arguments.get(0);
    Strided b = arguments.get(1).layout();
    long terms = b.extent(0);
    long most = (terms + MOST_MIXED_TERMS - 1) / MOST_MIXED_TERMS;
    long some = ((terms + most - 1) / most + 31) / 32 * 32;
    List<TermBlocks> parts = new ArrayList<>();
    List<Primitive> primitives = new ArrayList<>();
    for (long first = 0; first < terms; first += some) {
      long count = Math.min(some, terms - first);
      boolean last = first + count == terms;
      List<Post> fused = accumulating(last ? functions : List.of(), parts.size());
      Primitive primitive =
          Primitives.findFast(
              new MatMulSpec(
                  a.layout().with(new long[] {a.layout().extent(0), count}, a.layout().strides()),
                  b.with(new long[] {count, b.extent(1)}, b.strides()),
                  result,
                  fused,
                  true));
      if (primitive == null) {
        return null;
      }
      primitives.add(primitive);
      Blocked blocks = new Blocked(primitive.layout(DNNL_ARG_WEIGHTS));
      parts.add(new TermBlocks(blocks, first, count));
    }
    PackedWeights weights = new PackedWeights(parts, b.dtype());
    Recipe recipe = new Recipe();
    for (int i = 0; i < parts.size(); i++) {
      Map<Integer, Place> places =
          Map.of(
              DNNL_ARG_SRC,
              a.place().after(parts.get(i).first() * a.layout().dtype().bytes()),
              DNNL_ARG_WEIGHTS,
              Place.input(1).after(weights.offset(i)),
              DNNL_ARG_DST,
              Place.output(0));
      boolean last = i == parts.size() - 1;
      recipe.add(
          primitives.get(i),
          last ? Elementwise.withOperands(places, accumulating(functions, i), posts) : places);
    }
    List<Layout> inputs = new ArrayList<>(arguments.stream().map(Arg::layout).toList());
    inputs.set(1, weights.layout());
    return recipe.proposal(inputs, List.of(result));
  }

  /** Functions after what adds to the parts before. */
  private static List<Post> accumulating(List<Post> functions, int before) {
    List<Post> fused = new ArrayList<>(functions);
    if (before > 0) {
      boolean bias = !fused.isEmpty() && fused.get(0) instanceof Post.Bias;
      fused.add(bias ? 1 : 0, new Post.Accumulate());
    }
    return fused;
  }

  /** Adds a product to a recipe; returns false, with the recipe spoilt, if there is no good one. */
  static boolean multiply(Recipe recipe, Arg a, Arg b, Arg result, List<Applied> posts) {
    for (int fused = posts.size(); fused >= 0; fused--) {
      List<Applied> within = posts.subList(0, fused);
      if (product(recipe, a, b, result, within, false)) {
        List<Applied> after = posts.subList(fused, posts.size());
        return after.isEmpty()
            || (Layouts.isPacked(result.layout()) && new Elementwise(recipe).apply(after, result));
      }
    }
    return false;
  }

  /** As {@link #multiply}, but adds the product to what is there. */
  static boolean accumulate(Recipe recipe, Arg a, Arg b, Arg result, List<Applied> posts) {
    return product(recipe, a, b, result, posts, true);
  }

  private static boolean product(
      Recipe recipe, Arg a, Arg b, Arg result, List<Applied> posts, boolean accumulate) {
    if (!byRows(result.layout())) {
      List<Applied> turned =
          posts.stream()
              .map(
                  post -> {
                    Arg operand = post.operand();
                    return operand == null ? post : new Applied(post.op(), transposed(operand));
                  })
              .toList();
      return byRows(transposed(result.layout()))
          && product(recipe, transposed(b), transposed(a), transposed(result), turned, accumulate);
    }
    if (Elementwise.hasSlowTanh(posts)) {
      return false;
    }
    List<Arg> operands = new ArrayList<>();
    posts.forEach(post -> operands.addAll(Elementwise.present(post.operand())));
    Merged merged = merge(a, b, result, operands);
    List<Post> fused = Elementwise.fuse(Elementwise.replaceOperands(posts, merged.operands()));
    if (fused == null || merged.isMisread()) {
      return false;
    }
    List<Post> applied = new ArrayList<>(Post.withColumnBias(fused));
    if (accumulate) {
      applied.add(new Post.Accumulate());
    }
    Primitive primitive =
        Primitives.findFast(
            new MatMulSpec(
                merged.a().layout(),
                merged.b().layout(),
                merged.result().layout(),
                applied,
                false));
    if (primitive == null) {
      return false;
    }
    recipe.add(
        primitive,
        Elementwise.withOperands(
            Map.of(
                DNNL_ARG_SRC, a.place(), DNNL_ARG_WEIGHTS, b.place(), DNNL_ARG_DST, result.place()),
            applied,
            posts));
    return true;
  }

  /** The operands over as few leading axes as possible. */
  private record Merged(Arg a, Arg b, Arg result, List<Arg> operands) {
    /**
     * Whether oneDNN 3.11 reads the wrong elements: in products of bfloat16 with several axes in
     * front, it takes a matrix that all of them share for one of many; it loses its way among
     * matrices of one row that lie apart, and among the operands of results that do.
     */
    boolean isMisread() {
      int rank = a.layout().rank();
      return (rank > 3
              && a.layout().dtype() == DType.BF16
              && operands.stream().anyMatch(operand -> isShared(operand.layout())))
          || (rank > 2 && b.layout().extent(rank - 2) == 1 && !b.layout().isDense())
          || (rank > 2
              && !result.layout().isDense()
              && operands.stream().anyMatch(operand -> repeatsRows(operand.layout())));
    }

    private static boolean repeatsRows(Strided operand) {
      int rows = operand.rank() - 2;
      return Layouts.isSingle(operand, rows)
          && IntStream.range(0, rows).anyMatch(axis -> !Layouts.isSingle(operand, axis));
    }

    private static boolean isShared(Strided operand) {
      int batch = operand.rank() - 2;
      return IntStream.range(0, batch).allMatch(axis -> Layouts.isSingle(operand, axis))
          && !Layouts.isSingle(operand, batch)
          && !Layouts.isSingle(operand, batch + 1);
    }
  }

  private static Merged merge(Arg a, Arg b, Arg result, List<Arg> operands) {
    int rank = result.layout().rank();
    // All but the last axis; along the rows of the result, b repeats itself.
    List<Strided> leading = new ArrayList<>();
    leading.add(leading(a.layout()));
    leading.add(repeatingLast(leading(b.layout())));
    leading.add(leading(result.layout()));
    operands.forEach(operand -> leading.add(leading(operand.layout())));
    List<Strided> axes = Layouts.merge(leading, leading.get(2).shape());
    // Rows may have been one, or have become one axis with those before.
    boolean hasRows = Layouts.isSingle(axes.get(1), axes.get(1).rank() - 1);
    int batch = axes.get(0).rank() - (hasRows ? 1 : 0);
    long k = a.layout().extent(rank - 1);
    long n = result.layout().extent(rank - 1);
    long m = hasRows ? axes.get(2).extent(batch) : 1;
    Strided left =
        matrix(axes.get(0), batch, m, rows(axes.get(0), batch), k, a.layout().stride(rank - 1));
    Strided right =
        matrix(axes.get(1), batch, k, b.layout().stride(rank - 2), n, b.layout().stride(rank - 1));
    List<Arg> rest = new ArrayList<>();
    for (int i = 0; i < operands.size(); i++) {
      Strided layout = operands.get(i).layout();
      boolean single = Layouts.isSingle(layout, rank - 1);
      Strided lead = axes.get(i + 3);
      rest.add(
          operands
              .get(i)
              .with(
                  withMatrix(
                      lead, batch, m, rows(lead, batch), n, single ? 0 : layout.stride(rank - 1))));
    }
    Strided target =
        matrix(
            axes.get(2), batch, m, rows(axes.get(2), batch), n, result.layout().stride(rank - 1));
    return new Merged(a.with(left), b.with(right), result.with(target), rest);
  }

  private static long rows(Strided axes, int batch) {
    return batch < axes.rank() ? axes.stride(batch) : 0;
  }

  /** A matrix after some leading axes; strides of extents of 1 are made to fit. */
  private static Strided matrix(
      Strided leading, int batch, long rows, long rowStride, long columns, long columnStride) {
    long column = columns == 1 ? 1 : columnStride;
    long row = rows > 1 ? rowStride : column == 1 ? columns : 1;
    return withMatrix(leading, batch, rows, row, columns, column);
  }

  private static Strided withMatrix(
      Strided leading, int batch, long rows, long rowStride, long columns, long columnStride) {
    long[] shape = new long[batch + 2];
    long[] strides = new long[batch + 2];
    for (int i = 0; i < batch; i++) {
      shape[i] = leading.extent(i);
      strides[i] = leading.stride(i);
    }
    shape[batch] = rows;
    strides[batch] = rowStride;
    shape[batch + 1] = columns;
    strides[batch + 1] = columnStride;
    return leading.with(shape, strides);
  }

  /** Without the last axis. */
  private static Strided leading(Strided layout) {
    int rank = layout.rank() - 1;
    long[] shape = new long[rank];
    long[] strides = new long[rank];
    for (int i = 0; i < rank; i++) {
      shape[i] = layout.extent(i);
      strides[i] = layout.stride(i);
    }
    return layout.with(shape, strides);
  }

  private static Strided repeatingLast(Strided layout) {
    long[] strides = layout.strides();
    strides[strides.length - 1] = 0;
    return layout.with(layout.shape(), strides);
  }

  /** Whether the elements of a row lie next to each other, and rows do not overlap. */
  private static boolean byRows(Strided layout) {
    int row = layout.rank() - 2;
    int column = layout.rank() - 1;
    return (layout.extent(column) == 1 || layout.stride(column) == 1)
        && (layout.extent(row) == 1 || layout.stride(row) >= layout.extent(column));
  }

  private static Strided ownOrDense(Strided layout) {
    return byRows(layout) || byRows(transposed(layout)) ? layout : layout.dense();
  }

  private static Strided transposed(Strided layout) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, layout.rank()).boxed().toList());
    Collections.swap(order, layout.rank() - 2, layout.rank() - 1);
    return layout.permute(order);
  }

  private static Arg transposed(Arg arg) {
    return arg.with(transposed(arg.layout()));
  }
}
