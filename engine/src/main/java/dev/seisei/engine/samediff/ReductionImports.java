package dev.seisei.engine.samediff;

import dev.seisei.engine.graph.Dim;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.op.LogSoftmax;
import dev.seisei.engine.op.Ops;
import dev.seisei.engine.op.Reduce;
import dev.seisei.engine.op.Softmax;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** Reductions, and functions along one axis. */
final class ReductionImports {
  private ReductionImports() {}

  static void register(OperationTable.Builder table) {
    reduction(table, "reduce_sum", Ops::sum);
    reduction(table, "reduce_mean", Ops::mean);
    reduction(table, "reduce_max", (x, axes) -> Ops.reduce(Reduce.Kind.MAX, x, axes));
    reduction(table, "reduce_min", (x, axes) -> Ops.reduce(Reduce.Kind.MIN, x, axes));
    reduction(table, "reduce_prod", (x, axes) -> Ops.reduce(Reduce.Kind.PROD, x, axes));
    table.put("softmax", call -> alongAxis(call, 0, x -> Ops.apply(new Softmax(), x)));
    table.put("log_softmax", call -> alongAxis(call, 0, x -> Ops.apply(new LogSoftmax(), x)));
  }

  private static void reduction(
      OperationTable.Builder table, String kind, BiFunction<Value, List<Integer>, Value> function) {
    table.put(
        kind,
        call -> dropAxes(function.apply(call.in(0), call.axes()), call.axes(), call.keepsAxes()));
  }

  /** Removes the reduced axes, unless they are to stay. */
  static Value dropAxes(Value reduced, List<Integer> axes, boolean keep) {
    if (keep) {
      return reduced;
    }
    List<Dim> dims = new ArrayList<>();
    for (int axis = 0; axis < reduced.shape().rank(); axis++) {
      if (!axes.contains(axis)) {
        dims.add(reduced.shape().dim(axis));
      }
    }
    return Ops.reshape(reduced, new Shape(dims));
  }

  /** Applies a function of the last axis along the axis that an integer argument names. */
  static Value alongAxis(OperationCall call, int argument, UnaryOperator<Value> function) {
    Value x = call.in(0);
    int last = x.shape().rank() - 1;
    int axis = x.shape().normalizeAxis(Math.toIntExact(call.integer(argument, -1)));
    if (axis == last) {
      return function.apply(x);
    }
    List<Integer> order = new ArrayList<>(Ops.allAxes(x));
    Collections.swap(order, axis, last);
    return Ops.permute(function.apply(Ops.permute(x, order)), order);
  }
}
