package dev.seisei.engine.samediff;

import static dev.seisei.engine.op.Ops.compare;
import static dev.seisei.engine.op.Ops.select;
import static dev.seisei.engine.samediff.ShapeImports.alongAxis;

import dev.seisei.engine.graph.Dim;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.TensorType;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.op.Compare;
import dev.seisei.engine.op.Gather;
import dev.seisei.engine.op.Ops;
import dev.seisei.engine.op.ScatterAdd;
import dev.seisei.engine.op.Unary;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Operations that look up rows, or put them somewhere, by indices computed while running. */
final class IndexImports {
  private IndexImports() {}

  static void register(OperationTable.Builder table) {
    table.put("gather", IndexImports::gather);
    table.put("gather_nd", IndexImports::gatherNd);
    table.put("embedding_lookup", IndexImports::embeddingLookup);
    table.put("scatter_add", call -> Ops.add(call.in(0), scattered(call)));
    table.put("scatter_sub", call -> Ops.sub(call.in(0), scattered(call)));
    table.put("scatter_nd", IndexImports::scatterNd);
    table.put("scatter_nd_add", call -> Ops.add(call.in(0), scatteredNd(call)));
    table.put("scatter_nd_sub", call -> Ops.sub(call.in(0), scatteredNd(call)));
    table.put("unsorted_segment_sum", call -> Segments.unsorted(call).sum());
    table.put("unsorted_segment_mean", call -> Segments.unsorted(call).mean());
    table.put("unsorted_segment_sqrt_n", call -> Segments.unsorted(call).overRoot());
    table.put("segment_sum", call -> Segments.sorted(call).sum());
    table.put("segment_mean", call -> Segments.sorted(call).mean());
    table.put("invert_permutation", IndexImports::invertPermutation);
    table.put("reverse_sequence", IndexImports::reverseSequence);
    table.put("onehot", IndexImports::oneHot);
    table.put("sequence_mask", IndexImports::sequenceMask);
  }

  private static Value gather(OperationCall call) {
    Value table = call.in(0);
    return gather(table, call.in(1), table.shape().normalizeAxis(call.index(0)));
  }

  static Value gather(Value table, Value indices, int axis) {
    if (axis == 0) {
      return Ops.apply(new Gather(), table, indices);
    }
    // Bring the axis to the front, look up, and bring the indices' axes back to its place.
    List<Integer> toFront = new ArrayList<>(Ops.allAxes(table));
    toFront.remove(axis);
    toFront.add(0, axis);
    Value found = Ops.apply(new Gather(), Ops.permute(table, toFront), indices);
    List<Integer> back = new ArrayList<>(Ops.allAxes(found));
    Collections.rotate(back.subList(0, axis + indices.shape().rank()), axis);
    return Ops.permute(found, back);
  }

  private static Value embeddingLookup(OperationCall call) {
    if (call.inputs().size() != 2) {
      throw call.refuse("looks up in several tables; join them to one first");
    }
    return gather(call.in(0), call.in(1), 0);
  }

  // Indices of several axes, along the last axis of the indices.

  private static Value gatherNd(OperationCall call) {
    Value indices = call.in(1);
    Shape shape = call.in(0).shape();
    int axes = depth(indices);
    Shape rows = Shape.of(shape.range(0, axes).elements());
    Value table = Ops.reshape(call.in(0), rows.concat(shape.range(axes, shape.rank())));
    return Ops.apply(new Gather(), table, rowOf(indices, shape));
  }

  /** How many axes are indexed. */
  private static int depth(Value indices) {
    return Math.toIntExact(indices.shape().dim(-1).value());
  }

  /** The row of a table whose leading axes were joined to one. */
  private static Value rowOf(Value indices, Shape table) {
    int axes = depth(indices);
    Value row = null;
    for (int axis = 0; axis < axes; axis++) {
      Value index = Ops.slice(indices, -1, Dim.of(axis), Dim.ONE);
      Value extent = Ops.extent(table.dim(axis), indices.type().dtype());
      row = row == null ? index : Ops.add(Ops.mul(row, extent), index);
    }
    if (row == null) {
      throw new IllegalArgumentException("the indices are empty along their last axis");
    }
    return Ops.reshape(row, indices.shape().without(-1));
  }

  private static Value scatterNd(OperationCall call) {
    return scatterNd(call.in(0), call.in(1), new Shape(ShapeContent.require(call.in(2), "shape")));
  }

  private static Value scatteredNd(OperationCall call) {
    return scatterNd(call.in(1), call.in(2), call.in(0).shape());
  }

  private static Value scatterNd(Value indices, Value updates, Shape shape) {
    Dim rows = shape.range(0, depth(indices)).elements();
    Value sums = Ops.apply(new ScatterAdd(rows), rowOf(indices, shape), updates);
    return Ops.reshape(sums, shape);
  }

  // Rows.

  private static Value scattered(OperationCall call) {
    return Ops.apply(new ScatterAdd(call.in(0).shape().dim(0)), call.in(1), call.in(2));
  }

  /** Rows that belong together, and how many groups there are. */
  private record Segments(Value rows, Value ids, Dim count) {
    static Segments unsorted(OperationCall call) {
      Dim count =
          call.inputs().size() > 2
              ? ShapeContent.require(call.in(2), "number of segments").get(0)
              : Dim.of(call.integer(0, 0));
      return new Segments(call.in(0), call.in(1), count);
    }

    static Segments sorted(OperationCall call) {
      List<Dim> ids = ShapeContent.require(call.in(1), "list of segments");
      return new Segments(call.in(0), call.in(1), ids.get(ids.size() - 1).plus(1));
    }

    Value sum() {
      return Ops.apply(new ScatterAdd(count), ids, rows);
    }

    /** The number of rows of each group, at least 1. */
    private Value sizes() {
      Value ones = Ops.fill(1, new TensorType(rows.type().dtype(), ids.shape()));
      Value sizes = Ops.apply(new ScatterAdd(count), ids, ones);
      return alongAxis(PairwiseImports.larger(sizes, Ops.onesLike(sizes)), 0, rows.shape().rank());
    }

    Value mean() {
      return Ops.div(sum(), sizes());
    }

    Value overRoot() {
      return Ops.div(sum(), Ops.unary(Unary.SQRT, sizes()));
    }
  }

  /** y[x[i]] = i. */
  private static Value invertPermutation(OperationCall call) {
    Value x = call.in(0);
    Dim count = x.shape().dim(0);
    return Ops.apply(new ScatterAdd(count), x, Ops.iota(count, x.type().dtype()));
  }

  /** The first elements of each sequence in opposite order, as many as its length says. */
  private static Value reverseSequence(OperationCall call) {
    Value x = call.in(0);
    int time = x.shape().normalizeAxis(call.index(0));
    int batch = x.shape().normalizeAxis(call.index(1));
    List<Integer> order = new ArrayList<>(Ops.allAxes(x));
    order.removeAll(List.of(batch, time));
    order.addAll(0, List.of(batch, time));
    Value rows = Ops.permute(x, order);
    DType dtype = call.in(1).type().dtype();
    Dim sequences = x.shape().dim(batch);
    Dim steps = x.shape().dim(time);
    Value step = Ops.iota(steps, dtype);
    Value length = alongAxis(call.in(1), 0, 2);
    Value mirrored = Ops.scale(Ops.sub(length, step), 1, -1);
    Value from = select(compare(Compare.LT, step, length), mirrored, step);
    Value offset = Ops.mul(alongAxis(Ops.iota(sequences, dtype), 0, 2), Ops.extent(steps, dtype));
    Shape rest = rows.shape().range(2, x.shape().rank());
    Value table = Ops.reshape(rows, Shape.of(sequences.times(steps)).concat(rest));
    Value reversed = Ops.apply(new Gather(), table, Ops.add(from, offset));
    List<Integer> back = Ops.allAxes(x).stream().map(order::indexOf).toList();
    return Ops.permute(reversed, back);
  }

  /** Arguments [axis, depth] and [on, off]. */
  private static Value oneHot(OperationCall call) {
    Value indices = call.in(0);
    Dim depth =
        call.inputs().size() > 1
            ? ShapeContent.require(call.in(1), "depth").get(0)
            : Dim.of(call.integer(1, 0));
    int rank = indices.shape().rank() + 1;
    int axis = call.index(0) < 0 ? call.index(0) + rank : call.index(0);
    Value classes = alongAxis(Ops.iota(depth, indices.type().dtype()), axis, rank);
    Value expanded = Ops.reshape(indices, indices.shape().insert(axis, Dim.ONE));
    DType dtype = call.resultType();
    return select(
        compare(Compare.EQ, classes, expanded),
        Ops.scalar(call.number(0, 1), dtype),
        Ops.scalar(call.number(1, 0), dtype));
  }

  /** Whether a position lies within the length. */
  private static Value sequenceMask(OperationCall call) {
    Value lengths = call.in(0);
    if (call.inputs().size() < 2 && call.integers().length == 0) {
      throw call.refuse("is as long as the longest sequence; give it a maximal length");
    }
    Dim longest =
        call.inputs().size() > 1
            ? ShapeContent.require(call.in(1), "maximal length").get(0)
            : Dim.of(call.integer(0, 0));
    Value position = Ops.iota(longest, lengths.type().dtype());
    Value length = Ops.reshape(lengths, lengths.shape().concat(Shape.of(1)));
    return Ops.cast(compare(Compare.LT, position, length), call.resultType());
  }
}
