package dev.seisei.engine.samediff;

import dev.seisei.engine.graph.Dim;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.TensorType;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.op.Leaf;
import dev.seisei.engine.op.Ops;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Values made of numbers alone. */
final class CreationImports {
  private CreationImports() {}

  static void register(OperationTable.Builder table) {
    table.put("zeroslike", call -> Ops.zerosLike(like(call)));
    table.put("ones_as", call -> Ops.onesLike(like(call)));
    table.put("fill", CreationImports::fill);
    table.put("create", CreationImports::create);
    table.put("range", CreationImports::range);
    table.put("lin_space", CreationImports::linSpace);
    table.put("eye", CreationImports::eye);
    table.putAll("meshgrid", CreationImports::meshGrid);
  }

  private static Value like(OperationCall call) {
    return Ops.cast(call.in(0), call.resultType());
  }

  private static Value fill(OperationCall call) {
    Shape shape = new Shape(ShapeContent.require(call.in(0), "shape"));
    return Ops.fill(call.number(0, 0), new TensorType(call.resultType(), shape));
  }

  /** What an array holds before it is filled is 0 here. */
  private static Value create(OperationCall call) {
    Shape shape = new Shape(ShapeContent.require(call.in(0), "shape"));
    return Ops.fill(0, new TensorType(call.resultType(), shape));
  }

  /** from, from + step … below the end. */
  private static Value range(OperationCall call) {
    DType dtype = call.resultType();
    if (call.inputs().isEmpty()) {
      return range(call.number(0, 0), call.number(1, 0), call.number(2, 1), dtype);
    }
    if (call.inputs().stream().allMatch(input -> input.op() instanceof Leaf.Fill)) {
      double[] numbers =
          call.inputs().stream().mapToDouble(x -> ((Leaf.Fill) x.op()).number()).toArray();
      return range(numbers[0], numbers[1], numbers[2], dtype);
    }
    Dim from = ShapeContent.require(call.in(0), "first number").get(0);
    Dim to = ShapeContent.require(call.in(1), "end").get(0);
    Dim step = ShapeContent.require(call.in(2), "step").get(0);
    Dim count = to.minus(from).plus(step).plus(-1).floorDiv(step);
    Value steps = Ops.mul(Ops.iota(count, dtype), Ops.extent(step, dtype));
    return Ops.add(steps, Ops.extent(from, dtype));
  }

  private static Value range(double from, double to, double step, DType dtype) {
    long count = Math.max(0, (long) Math.ceil((to - from) / step));
    return Ops.scale(Ops.iota(Dim.of(count), dtype), step, from);
  }

  /** As many numbers as asked for, evenly spaced, both ends included. */
  private static Value linSpace(OperationCall call) {
    DType dtype = call.resultType();
    if (call.inputs().isEmpty()) {
      long count = call.integer(0, 0);
      double step = (call.number(1, 0) - call.number(0, 0)) / Math.max(1, count - 1);
      return Ops.scale(Ops.iota(Dim.of(count), dtype), step, call.number(0, 0));
    }
    Dim count = ShapeContent.require(call.in(2), "number of elements").get(0);
    Value from = Ops.cast(call.in(0), dtype);
    Value to = Ops.cast(call.in(1), dtype);
    Value step = Ops.div(Ops.sub(to, from), Ops.extent(count.plus(-1), dtype));
    return Ops.add(Ops.mul(Ops.iota(count, dtype), step), from);
  }

  /** Ones on the diagonal; arguments [rows, columns, batch…], or rows and columns as inputs. */
  private static Value eye(OperationCall call) {
    List<Dim> extents = new ArrayList<>();
    for (Value input : call.inputs()) {
      extents.addAll(ShapeContent.require(input, "number of rows or columns"));
    }
    if (extents.isEmpty()) {
      Arrays.stream(call.integers()).forEach(extent -> extents.add(Dim.of(extent)));
    }
    Dim rows = extents.get(0);
    Dim columns = extents.size() > 1 ? extents.get(1) : rows;
    Value matrix = Ops.cast(MatrixImports.diagonal(rows, columns, 0), call.resultType());
    return extents.size() > 2
        ? Ops.broadcast(
            matrix, new Shape(extents.subList(2, extents.size())).concat(matrix.shape()))
        : matrix;
  }

  /**
   * Each vector spread over the grid of all; in Cartesian order, the first two axes change place.
   */
  private static List<Value> meshGrid(OperationCall call) {
    int rank = call.inputs().size();
    boolean cartesian = call.integer(0, 1) != 0 && rank > 1;
    List<Value> along = new ArrayList<>();
    Shape grid = new Shape(List.of());
    for (int i = 0; i < rank; i++) {
      int axis = cartesian && i < 2 ? 1 - i : i;
      Value spread = ShapeImports.alongAxis(call.in(i), axis, rank);
      along.add(spread);
      grid = Shape.broadcast(grid, spread.shape());
    }
    Shape whole = grid;
    return along.stream().map(x -> Ops.broadcast(x, whole)).toList();
  }
}
