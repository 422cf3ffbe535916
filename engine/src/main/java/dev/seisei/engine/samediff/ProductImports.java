package dev.seisei.engine.samediff;

import dev.seisei.engine.graph.Dim;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.op.Ops;
import dev.seisei.engine.op.Unary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/** Matrix products. */
final class ProductImports {
  private ProductImports() {}

  static void register(OperationTable.Builder table) {
    table.put("matmul", ProductImports::matmul);
    table.put("tensordot", ProductImports::tensorDot);
    table.put("xw_plus_b", ProductImports::linear);
    table.put("relu_layer", call -> Ops.unary(Unary.RELU, linear(call)));
  }

  /**
   * Arguments [transpose a, transpose b, transpose the result]; a vector is a row, then a column.
   */
  private static Value matmul(OperationCall call) {
    Value a = call.in(0);
    Value b = call.in(1);
    boolean row = a.shape().rank() == 1;
    boolean column = b.shape().rank() == 1;
    a = row ? ShapeImports.alongAxis(a, 1, 2) : transposeIf(call.integer(0, 0), a);
    b = column ? ShapeImports.alongAxis(b, 0, 2) : transposeIf(call.integer(1, 0), b);
    Value product = Ops.matmul(a, b);
    if (call.number(0, 1) != 1) {
      product = Ops.scale(product, call.number(0, 1), 0);
    }
    if (!row && !column) {
      return transposeIf(call.integer(2, 0), product);
    }
    List<Dim> dims = new ArrayList<>();
    if (!row) {
      dims.add(product.shape().dim(-2));
    }
    if (!column) {
      dims.add(product.shape().dim(-1));
    }
    return Ops.reshape(product, new Shape(dims));
  }

  private static Value transposeIf(long flag, Value x) {
    return flag != 0 ? Ops.transpose(x) : x;
  }

  /** Sums over pairs of axes; arguments [n, axes of a…, n, axes of b…]. */
  private static Value tensorDot(OperationCall call) {
    long[] arguments = call.integers();
    int count = call.index(0);
    int other = call.index(1 + count);
    if (arguments.length != 2 + count + other) {
      throw call.refuse("lost all pairs of axes but the first when it was built; reshape first");
    }
    for (int flag = 0; flag < 3; flag++) {
      if (call.flag(flag, false)) {
        throw call.refuse("transposes its operands as well; permute them first");
      }
    }
    return tensorDot(
        call.in(0),
        axes(call.in(0), Arrays.copyOfRange(arguments, 1, 1 + count)),
        call.in(1),
        axes(call.in(1), Arrays.copyOfRange(arguments, 2 + count, 2 + count + other)));
  }

  private static List<Integer> axes(Value x, long[] given) {
    return LongStream.of(given)
        .mapToObj(axis -> x.shape().normalizeAxis(Math.toIntExact(axis)))
        .toList();
  }

  /** Sums over pairs of axes; what is left of a comes before what is left of b. */
  private static Value tensorDot(Value a, List<Integer> axesA, Value b, List<Integer> axesB) {
    List<Integer> left = new ArrayList<>(Ops.allAxes(a));
    left.removeAll(axesA);
    List<Integer> right = new ArrayList<>(Ops.allAxes(b));
    right.removeAll(axesB);
    Shape rows = new Shape(left.stream().map(a.shape()::dim).toList());
    Shape columns = new Shape(right.stream().map(b.shape()::dim).toList());
    Dim inner = axesA.stream().map(a.shape()::dim).reduce(Dim.ONE, Dim::times);
    left.addAll(axesA);
    right.addAll(0, axesB);
    Value product =
        Ops.matmul(
            Ops.reshape(Ops.permute(a, left), Shape.of(rows.elements(), inner)),
            Ops.reshape(Ops.permute(b, right), Shape.of(inner, columns.elements())));
    return Ops.reshape(product, rows.concat(columns));
  }

  /** x·w + b. */
  private static Value linear(OperationCall call) {
    return Ops.add(Ops.matmul(call.in(0), call.in(1)), call.in(2));
  }
}
