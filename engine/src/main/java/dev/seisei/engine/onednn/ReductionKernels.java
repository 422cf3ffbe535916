package dev.seisei.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.algorithm.reduction_max;
import static org.bytedeco.dnnl.global.dnnl.algorithm.reduction_min;

import dev.seisei.engine.kernel.Proposal;
import dev.seisei.engine.kernel.Request;
import dev.seisei.engine.kernel.Strided;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.op.Binary;
import dev.seisei.engine.op.Reduce;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Sums and extremes over some axes.
 *
 * <p>oneDNN's reductions run generated code over trailing axes only, and take a quarter of a
 * microsecond a row. A sum is a product with a vector of ones instead, over any axis; extremes of
 * few elements are taken of all of the first elements at once, then the second ones, and so on.
 */
final class ReductionKernels {
  /** Up to how many elements an extreme is taken one after another. */
  private static final long FEW = 32;

  /** From how many elements a sum is taken in parts: for precision, and for all threads. */
  private static final long MANY = 1 << 15;

  /** Below how many elements each, many products cost more than moving everything first. */
  private static final long TINY = 512;

  private final Recipe recipe = new Recipe();
  private final Reduce.Kind kind;

  private ReductionKernels(Reduce.Kind kind) {
    this.kind = kind;
  }

  static @Nullable Proposal propose(Request request, Reduce op) {
    Strided own = request.in(0).strided();
    List<Integer> order = Layouts.order(own);
    boolean takesOwn = own.rank() > 0 && !own.repeats() && own.stride(last(order)) == 1;
    Strided x = takesOwn ? own : own.dense();
    order = Layouts.order(x);
    Strided result = Layouts.keepOwn(request.out(), Layouts.packed(request.out().strided(), order));
    ReductionKernels kernels = new ReductionKernels(op.kind());
    List<Group> groups = groups(x, order, op.axes());
    Arg source = new Arg(Place.input(0), x);
    Arg target = new Arg(Place.output(0), result);
    boolean done =
        kernels.reduce(groups, source, target)
            && new Elementwise(kernels.recipe)
                .apply(ElementwiseKernels.posts(request, List.of(source)), target);
    return done ? kernels.recipe.proposal(List.of(x), List.of(result)) : null;
  }

  private static int last(List<Integer> order) {
    return order.get(order.size() - 1);
  }

  /** Neighbouring axes that are all reduced or all kept. */
  private record Group(long extent, long stride, boolean reduced) {}

  private static List<Group> groups(Strided x, List<Integer> order, List<Integer> reduced) {
    List<Group> groups = new ArrayList<>();
    for (int axis : order) {
      if (x.extent(axis) == 1) {
        continue;
      }
      Group next = new Group(x.extent(axis), x.stride(axis), reduced.contains(axis));
      int before = groups.size() - 1;
      if (before >= 0
          && groups.get(before).reduced() == next.reduced()
          && groups.get(before).stride() == next.extent() * next.stride()) {
        groups.set(
            before,
            new Group(groups.get(before).extent() * next.extent(), next.stride(), next.reduced()));
      } else {
        groups.add(next);
      }
    }
    return groups;
  }

  private static long extent(List<Group> groups, boolean reduced) {
    return groups.stream()
        .filter(group -> group.reduced() == reduced)
        .mapToLong(Group::extent)
        .reduce(1, (a, b) -> a * b);
  }

  private boolean reduce(List<Group> groups, Arg x, Arg result) {
    if (groups.stream().noneMatch(Group::reduced)) {
      return new Elementwise(recipe)
          .copy(x.with(layout(groups, x)), result.with(layout(groups, result).dense()));
    }
    return kind == Reduce.Kind.SUM ? sum(groups, x, result) : extreme(groups, x, result);
  }

  /** The groups as axes, of elements as an operand has them. */
  private static Strided layout(List<Group> groups, Arg operand) {
    return groups.isEmpty()
        ? operand.layout().dense(1)
        : operand
            .layout()
            .with(
                groups.stream().mapToLong(Group::extent).toArray(),
                groups.stream().mapToLong(Group::stride).toArray());
  }

  /** Sums over the innermost groups first, until none is left. */
  private boolean sum(List<Group> groups, Arg x, Arg result) {
    List<Group> split = split(groups);
    int at = split.size() - 1;
    while (!split.get(at).reduced()) {
      at--;
    }
    boolean trailing = at == split.size() - 1;
    if (!trailing && at > 0 && isTiny(split, at, x)) {
      return sumMoved(split, x, result);
    }
    List<Group> rest = new ArrayList<>(split);
    rest.remove(at);
    boolean finished = rest.stream().noneMatch(Group::reduced);
    Strided packed = layout(rest, x).of(DType.F32).dense();
    Arg target = finished ? result : recipe.temporary(packed);
    boolean done =
        trailing
            ? sumRows(layout(split, x), x, target)
            : sumColumns(layout(split, x), at, x, target);
    return done && (finished || sum(dense(rest, target), target, result));
  }

  /** A long reduced group in two. */
  private static List<Group> split(List<Group> groups) {
    List<Group> result = new ArrayList<>();
    for (Group group : groups) {
      long inner = group.reduced() && group.extent() >= MANY ? divisor(group.extent()) : 1;
      if (inner > 1) {
        result.add(new Group(group.extent() / inner, inner * group.stride(), true));
        result.add(new Group(inner, group.stride(), true));
      } else {
        result.add(group);
      }
    }
    return result;
  }

  /** The largest divisor up to the root; 1 if it is too small to be of use. */
  private static long divisor(long extent) {
    for (long d = (long) Math.sqrt((double) extent); d >= 16; d--) {
      if (extent % d == 0) {
        return d;
      }
    }
    return 1;
  }

  private static List<Group> dense(List<Group> groups, Arg operand) {
    Strided dense = layout(groups, operand).dense();
    List<Group> result = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      result.add(new Group(groups.get(i).extent(), dense.stride(i), groups.get(i).reduced()));
    }
    return result;
  }

  private static boolean isTiny(List<Group> groups, int at, Arg x) {
    long inside = groups.get(at).extent() * groups.get(groups.size() - 1).extent();
    return inside < TINY && layout(groups, x).elements() / inside > 16;
  }

  /** [..., R] · ones [R, 1]. */
  private boolean sumRows(Strided x, Arg source, Arg target) {
    int last = x.rank() - 1;
    Strided rows = Layouts.insert(x, last, 1, 0);
    Arg ones = ones(rows, rows.extent(last + 1), 1);
    Strided sums = Strided.dense(DType.F32, with(rows.shape(), last + 1, 1));
    return MatMulKernels.multiply(recipe, source.with(rows), ones, target.with(sums), List.of());
  }

  /** ones [1, R] · [..., R, N], where R is the given axis and N the last. */
  private boolean sumColumns(Strided x, int at, Arg source, Arg target) {
    Strided sums = Strided.dense(DType.F32, with(x.shape(), at, 1));
    List<Integer> order = new ArrayList<>();
    IntStream.range(0, x.rank() - 1).filter(i -> i != at).forEach(order::add);
    order.addAll(List.of(at, x.rank() - 1));
    Strided columns = x.permute(order);
    return MatMulKernels.multiply(
        recipe,
        ones(columns, 1, x.extent(at)),
        source.with(columns),
        target.with(sums.permute(order)),
        List.of());
  }

  /** A vector of ones as a matrix that repeats itself beside another operand. */
  private static Arg ones(Strided beside, long rows, long columns) {
    long[] shape = beside.shape();
    shape[shape.length - 2] = rows;
    shape[shape.length - 1] = columns;
    long[] strides = new long[shape.length];
    strides[shape.length - 2] = columns;
    strides[shape.length - 1] = 1;
    return new Arg(Place.ones(beside.dtype(), rows * columns), beside.with(shape, strides));
  }

  private static long[] with(long[] shape, int axis, long extent) {
    shape[axis] = extent;
    return shape;
  }

  /** Brings all that is added up to the outside first. */
  private boolean sumMoved(List<Group> groups, Arg x, Arg result) {
    Arg moved = moved(groups, x, true);
    return moved != null && sumColumns(moved.layout(), 0, moved, result);
  }

  /** The largest or smallest elements. */
  private boolean extreme(List<Group> groups, Arg x, Arg result) {
    if (kind != Reduce.Kind.MAX && kind != Reduce.Kind.MIN) {
      return false;
    }
    long elements = extent(groups, true);
    if (elements <= FEW) {
      Arg moved = moved(groups, x, true);
      return moved != null && pairwise(moved, result);
    }
    Arg moved = moved(groups, x, false);
    if (moved == null) {
      return false;
    }
    Primitive primitive =
        Primitives.findBearable(
            new ReductionSpec(
                kind == Reduce.Kind.MAX ? reduction_max : reduction_min, moved.layout()));
    if (primitive == null) {
      return false;
    }
    recipe.add(primitive, Map.of(DNNL_ARG_SRC, moved.place(), DNNL_ARG_DST, result.place()));
    return true;
  }

  /** [R, N] → [N], row by row. */
  private boolean pairwise(Arg matrix, Arg result) {
    Binary function = kind == Reduce.Kind.MAX ? Binary.MAX : Binary.MIN;
    long rows = matrix.layout().extent(0);
    Strided row = matrix.layout().dense(matrix.layout().extent(1));
    Arg target = result.with(row);
    Elementwise steps = new Elementwise(recipe);
    Arg first = new Arg(matrix.place(), row);
    List<Arg> others = new ArrayList<>();
    for (long i = 1; i < rows; i++) {
      others.add(new Arg(matrix.place().after(i * row.elements() * Float.BYTES), row));
    }
    for (int from = 0; from < others.size(); ) {
      int to = Math.min(others.size(), from + 5);
      List<Applied> posts = new ArrayList<>();
      others.subList(from + 1, to).forEach(arg -> posts.add(new Applied(function, arg)));
      if (!steps.binary(function, first, others.get(from), target, posts)) {
        return false;
      }
      first = target;
      from = to;
    }
    return true;
  }

  /**
   * As a matrix with what is reduced along one axis; the operand itself where it is one already.
   */
  private @Nullable Arg moved(List<Group> groups, Arg x, boolean reducedFirst) {
    List<Integer> order = new ArrayList<>();
    for (boolean reduced : new boolean[] {reducedFirst, !reducedFirst}) {
      for (int i = 0; i < groups.size(); i++) {
        if (groups.get(i).reduced() == reduced) {
          order.add(i);
        }
      }
    }
    Strided wanted = layout(groups, x).permute(order);
    long reduced = extent(groups, true);
    long kept = extent(groups, false);
    Strided matrix = reducedFirst ? wanted.dense(reduced, kept) : wanted.dense(kept, reduced);
    if (wanted.isDense()) {
      return x.with(matrix);
    }
    Arg copy = recipe.temporary(wanted.dense());
    return new Elementwise(recipe).copy(x.with(wanted), copy) ? copy.with(matrix) : null;
  }
}
