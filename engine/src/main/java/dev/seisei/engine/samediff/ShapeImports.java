package dev.seisei.engine.samediff;

import dev.seisei.engine.graph.Dim;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.TensorType;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.op.Ops;
import dev.seisei.engine.op.Reverse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import org.nd4j.linalg.api.ops.impl.shape.Reshape;

/** Operations that give the same elements another shape or order, join them, or ask for shapes. */
final class ShapeImports {
  private ShapeImports() {}

  static void register(OperationTable.Builder table) {
    table.put("reshape", ShapeImports::reshape);
    table.put("flatten", ShapeImports::flatten);
    table.put("flatten_2d", ShapeImports::flatten2d);
    table.put("squeeze", ShapeImports::squeeze);
    table.put("expand_dims", ShapeImports::expandDims);
    table.put("permute", ShapeImports::permute);
    table.put("transpose", ShapeImports::permute);
    table.put("reverse", call -> Ops.apply(new Reverse(axes(call)), call.in(0)));
    table.put("concat", ShapeImports::concat);
    table.put("stack", call -> stack(axis(call, 0, call.in(0).shape().rank() + 1), call.inputs()));
    table.put("parallel_stack", call -> stack(0, call.inputs()));
    table.put("tile", ShapeImports::tile);
    table.put("broadcast_to", ShapeImports::broadcastTo);
    table.put("shape_of", call -> shapeOf(call.in(0)));
    table.putAll("shapes_of", call -> call.inputs().stream().map(ShapeImports::shapeOf).toList());
    table.put("size", call -> Ops.extent(call.in(0).shape().elements(), DType.I64));
    table.put("size_at", ShapeImports::sizeAt);
    table.put("rank", call -> Ops.scalar(call.in(0).shape().rank(), DType.I32));
  }

  /** A shape as an I64 vector, whose content {@link ShapeContent} knows. */
  static Value shapeOf(Value x) {
    List<Value> extents = new ArrayList<>();
    for (Dim dim : x.shape().dims()) {
      extents.add(Ops.reshape(Ops.extent(dim, DType.I64), Shape.of(1)));
    }
    return extents.isEmpty()
        ? Ops.fill(0, new TensorType(DType.I64, Shape.of(0)))
        : Ops.concat(0, extents);
  }

  private static Value sizeAt(OperationCall call) {
    return Ops.extent(call.in(0).shape().dim(call.index(0)), DType.I64);
  }

  private static Value reshape(OperationCall call) {
    List<Dim> target;
    if (call.inputs().size() > 1) {
      target = ShapeContent.require(call.in(1), "shape");
    } else {
      long[] arguments = call.integers();
      // The first argument may say the order of elements instead of an extent.
      boolean ordered =
          arguments.length > 0
              && (arguments[0] == Reshape.C_ORDER || arguments[0] == Reshape.F_ORDER);
      if (ordered && arguments[0] == Reshape.F_ORDER) {
        throw call.refuse("reshapes in column-major order; use row-major order");
      }
      target = LongStream.of(arguments).skip(ordered ? 1 : 0).mapToObj(Dim::of).toList();
    }
    return Ops.reshape(call.in(0), resolve(call.in(0).shape(), target));
  }

  /** Replaces an extent of -1 by what is left over. */
  static Shape resolve(Shape from, List<Dim> target) {
    Dim unknown = Dim.of(-1);
    int at = target.indexOf(unknown);
    if (at < 0) {
      return new Shape(target);
    }
    List<Dim> dims = new ArrayList<>(target);
    dims.set(at, Dim.ONE);
    Dim known = new Shape(dims).elements();
    dims.set(at, from.elements().floorDiv(known));
    return new Shape(dims);
  }

  /** One vector of all elements of all inputs. */
  private static Value flatten(OperationCall call) {
    if (call.integer(0, 'c') != 'c') {
      throw call.refuse("flattens in column-major order; use row-major order, 'c'");
    }
    return Ops.concat(0, call.inputs().stream().map(ShapeImports::vector).toList());
  }

  /** All elements along one axis. */
  static Value vector(Value x) {
    return Ops.reshape(x, Shape.of(x.shape().elements()));
  }

  private static Value flatten2d(OperationCall call) {
    Shape shape = call.in(0).shape();
    int axis = axis(call, 0, shape.rank());
    Dim rows = shape.range(0, axis).elements();
    Dim columns = shape.range(axis, shape.rank()).elements();
    return Ops.reshape(call.in(0), Shape.of(rows, columns));
  }

  /** Drops the given axes, or all whose extent is 1. */
  private static Value squeeze(OperationCall call) {
    Shape shape = call.in(0).shape();
    long[] given = call.integers();
    List<Dim> dims = new ArrayList<>();
    for (int axis = 0; axis < shape.rank(); axis++) {
      int front = axis;
      boolean named = Arrays.stream(given).anyMatch(a -> a == front || a == front - shape.rank());
      if (given.length == 0 ? !shape.dim(axis).isOne() : !named) {
        dims.add(shape.dim(axis));
      }
    }
    return Ops.reshape(call.in(0), new Shape(dims));
  }

  private static Value expandDims(OperationCall call) {
    Value x = call.in(0);
    return Ops.reshape(x, x.shape().insert(axis(call, 0, x.shape().rank() + 1), Dim.ONE));
  }

  /** A vector as an array of the given rank that extends along one axis only. */
  static Value alongAxis(Value vector, int axis, int rank) {
    List<Dim> dims = new ArrayList<>(Collections.nCopies(rank, Dim.ONE));
    dims.set(axis, vector.shape().elements());
    return Ops.reshape(vector, new Shape(dims));
  }

  private static Value permute(OperationCall call) {
    Value x = call.in(0);
    List<Integer> order;
    if (call.inputs().size() > 1) {
      order =
          ShapeContent.require(call.in(1), "order of axes").stream()
              .map(dim -> x.shape().normalizeAxis(Math.toIntExact(dim.value())))
              .toList();
    } else if (call.integers().length > 0) {
      order =
          Arrays.stream(call.integers())
              .mapToObj(axis -> x.shape().normalizeAxis(Math.toIntExact(axis)))
              .toList();
    } else {
      order = new ArrayList<>(Ops.allAxes(x));
      Collections.reverse(order);
    }
    return Ops.permute(x, order);
  }

  private static int axis(OperationCall call, int argument, int rank) {
    int axis = Math.toIntExact(call.integer(argument, 0));
    return axis < 0 ? axis + rank : axis;
  }

  private static List<Integer> axes(OperationCall call) {
    return call.inputs().size() > 1 ? call.axesIn(1) : call.axes();
  }

  private static Value concat(OperationCall call) {
    List<Value> parts = call.inputs();
    int axis;
    if (call.flag(0, false)) {
      // The last input says along which axis.
      Value last = parts.get(parts.size() - 1);
      parts = parts.subList(0, parts.size() - 1);
      axis = Math.toIntExact(ShapeContent.require(last, "axis").get(0).value());
    } else {
      axis = axis(call, 0, parts.get(0).shape().rank());
    }
    return Ops.concat(axis, parts);
  }

  static Value stack(int axis, List<Value> parts) {
    return Ops.concat(
        axis, parts.stream().map(x -> Ops.reshape(x, x.shape().insert(axis, Dim.ONE))).toList());
  }

  /** Repeats the whole along each axis: a broadcast of shape [1, d₀, 1, d₁ …]. */
  private static Value tile(OperationCall call) {
    Value x = call.in(0);
    List<Dim> times =
        call.inputs().size() > 1
            ? ShapeContent.require(call.in(1), "list of repetitions")
            : LongStream.of(call.integers()).mapToObj(Dim::of).toList();
    int rank = Math.max(times.size(), x.shape().rank());
    Shape from = x.shape().expandTo(rank);
    Shape repeats = new Shape(times).expandTo(rank);
    List<Dim> single = new ArrayList<>();
    List<Dim> spread = new ArrayList<>();
    List<Dim> joined = new ArrayList<>();
    for (int axis = 0; axis < rank; axis++) {
      single.addAll(List.of(Dim.ONE, from.dim(axis)));
      spread.addAll(List.of(repeats.dim(axis), from.dim(axis)));
      joined.add(repeats.dim(axis).times(from.dim(axis)));
    }
    Value once = Ops.reshape(x, new Shape(single));
    return Ops.reshape(Ops.broadcast(once, new Shape(spread)), new Shape(joined));
  }

  private static Value broadcastTo(OperationCall call) {
    return Ops.broadcast(call.in(0), new Shape(ShapeContent.require(call.in(1), "shape")));
  }
}
