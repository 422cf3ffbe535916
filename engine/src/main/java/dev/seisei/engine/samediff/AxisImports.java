package dev.seisei.engine.samediff;

import dev.seisei.engine.graph.Dim;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.op.ArgReduce;
import dev.seisei.engine.op.Compare;
import dev.seisei.engine.op.Cumulative;
import dev.seisei.engine.op.LogSoftmax;
import dev.seisei.engine.op.Ops;
import dev.seisei.engine.op.Reduce;
import dev.seisei.engine.op.Softmax;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;

/** Functions along an axis: where the extremes are, running sums, softmax. */
final class AxisImports {
  private AxisImports() {}

  static void register(OperationTable.Builder table) {
    table.put("softmax", call -> alongAxis(call, 0, x -> Ops.apply(new Softmax(), x)));
    table.put("log_softmax", call -> alongAxis(call, 0, x -> Ops.apply(new LogSoftmax(), x)));
    table.put("argmax", call -> place(call, call.in(0), true));
    table.put("argmin", call -> place(call, call.in(0), false));
    table.put("argamax", call -> place(call, ElementwiseImports.abs(call.in(0)), true));
    table.put("mergemaxindex", AxisImports::mergeMaxIndex);
    table.put("cumsum", call -> cumulative(call, Reduce.Kind.SUM));
    table.put("cumprod", call -> cumulative(call, Reduce.Kind.PROD));
  }

  /** Applies a function of the last axis along the axis that an integer argument names. */
  static Value alongAxis(OperationCall call, int argument, UnaryOperator<Value> function) {
    Value x = call.in(0);
    return alongAxis(
        x, x.shape().normalizeAxis(Math.toIntExact(call.integer(argument, -1))), function);
  }

  /** Applies a function of the last axis along another one. */
  static Value alongAxis(Value x, int axis, UnaryOperator<Value> function) {
    int last = x.shape().rank() - 1;
    if (axis == last) {
      return function.apply(x);
    }
    List<Integer> order = new ArrayList<>(Ops.allAxes(x));
    Collections.swap(order, axis, last);
    return Ops.permute(function.apply(Ops.permute(x, order)), order);
  }

  /**
   * Applies a function that reduces the last axis to extent 1 to some axes taken as one, row-major.
   */
  static Value alongJoinedAxes(
      Value x, List<Integer> axes, boolean keep, UnaryOperator<Value> function) {
    List<Integer> order = new ArrayList<>(Ops.allAxes(x));
    order.removeAll(axes);
    Shape outer = new Shape(order.stream().map(x.shape()::dim).toList());
    order.addAll(axes);
    Dim joined = axes.stream().map(x.shape()::dim).reduce(Dim.ONE, Dim::times);
    Value reduced =
        function.apply(Ops.reshape(Ops.permute(x, order), outer.concat(Shape.of(joined))));
    Shape shape = x.shape();
    for (int axis : axes) {
      shape = shape.with(axis, Dim.ONE);
    }
    return Ops.reshape(reduced, keep ? shape : outer);
  }

  private static Value place(OperationCall call, Value x, boolean largest) {
    List<Integer> axes = call.inputs().size() > 1 ? call.axesIn(1) : call.axes();
    Value found =
        alongJoinedAxes(
            x,
            axes,
            call.flag(0, false),
            rows -> Ops.apply(new ArgReduce(largest, rows.shape().rank() - 1), rows));
    return Ops.cast(found, call.resultType());
  }

  /** Which of the inputs is largest, element by element; the first of equal ones. */
  private static Value mergeMaxIndex(OperationCall call) {
    Value largest = call.in(0);
    Value index = Ops.fill(0, largest.type().withDtype(call.resultType()));
    for (int i = 1; i < call.inputs().size(); i++) {
      Value larger = Ops.compare(Compare.GT, call.in(i), largest);
      index = Ops.select(larger, Ops.fill(i, index.type()), index);
      largest = PairwiseImports.larger(largest, call.in(i));
    }
    return index;
  }

  /** Arguments [exclusive, reverse, axes…]. */
  private static Value cumulative(OperationCall call, Reduce.Kind kind) {
    Value x = call.in(0);
    long[] arguments = call.integers();
    List<Integer> axes =
        call.inputs().size() > 1
            ? call.axesIn(1)
            : call.axes(Arrays.stream(arguments).skip(2).toArray());
    boolean exclusive = call.integer(0, 0) != 0;
    boolean reverse = call.integer(1, 0) != 0;
    if (axes.size() == 1) {
      return Ops.apply(new Cumulative(kind, axes.get(0), exclusive, reverse), x);
    }
    if (axes.size() != x.shape().rank()) {
      throw call.refuse("runs along axes " + axes + "; give one axis, or all");
    }
    Value flat = Ops.reshape(x, Shape.of(x.shape().elements()));
    return Ops.reshape(Ops.apply(new Cumulative(kind, 0, exclusive, reverse), flat), x.shape());
  }
}
