package dev.seisei.engine.samediff;

import dev.seisei.engine.graph.Dim;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.TensorType;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.op.Ops;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import org.nd4j.linalg.api.ops.impl.shape.Reshape;

/** Operations that move elements, and arithmetic on shapes. */
final class ShapeImports {
  private ShapeImports() {}

  static void register(OperationTable.Builder table) {
    table.put("reshape", ShapeImports::reshape);
    table.put("permute", ShapeImports::permute);
    table.put("transpose", ShapeImports::permute);
    table.put("shape_of", call -> shapeOf(call.in(0)));
    table.put("concat", ShapeImports::concat);
    table.put("stack", ShapeImports::stack);
    table.putAll("split", ShapeImports::split);
    table.putAll("unstack", ShapeImports::unstack);
    table.put("expand_dims", ShapeImports::expandDims);
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

  private static Value concat(OperationCall call) {
    return Ops.concat(axis(call, 0, call.in(0).shape().rank()), call.inputs());
  }

  private static Value stack(OperationCall call) {
    int axis = axis(call, 0, call.in(0).shape().rank() + 1);
    return Ops.concat(
        axis,
        call.inputs().stream().map(x -> Ops.reshape(x, x.shape().insert(axis, Dim.ONE))).toList());
  }

  private static List<Value> split(OperationCall call) {
    Value x = call.in(0);
    int parts = call.outputs();
    int axis = axis(call, call.inputs().size() > 1 ? 0 : 1, x.shape().rank());
    Dim extent = x.shape().dim(axis).floorDiv(Dim.of(parts));
    if (!extent.times(parts).equals(x.shape().dim(axis))) {
      throw call.refuse("axis " + axis + " of " + x.shape() + " does not split into " + parts);
    }
    List<Value> result = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      result.add(Ops.slice(x, axis, extent.times(i), extent));
    }
    return result;
  }

  private static List<Value> unstack(OperationCall call) {
    Value x = call.in(0);
    int axis = axis(call, 0, x.shape().rank());
    List<Value> result = new ArrayList<>();
    for (int i = 0; i < call.outputs(); i++) {
      result.add(Ops.reshape(Ops.slice(x, axis, Dim.of(i), Dim.ONE), x.shape().without(axis)));
    }
    return result;
  }

  private static Value expandDims(OperationCall call) {
    Value x = call.in(0);
    return Ops.reshape(x, x.shape().insert(axis(call, 0, x.shape().rank() + 1), Dim.ONE));
  }
}
