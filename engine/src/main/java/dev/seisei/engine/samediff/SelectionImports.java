package dev.seisei.engine.samediff;

import static dev.seisei.engine.op.Ops.compare;
import static dev.seisei.engine.op.Ops.select;

import dev.seisei.engine.graph.Value;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.op.ArgReduce;
import dev.seisei.engine.op.Clip;
import dev.seisei.engine.op.Compare;
import dev.seisei.engine.op.Logical;
import dev.seisei.engine.op.Ops;
import dev.seisei.engine.op.Reverse;
import dev.seisei.engine.op.Unary;
import java.util.List;
import org.nd4j.linalg.indexing.conditions.Conditions.ConditionMode;

/** Choices by a condition, and bounds. */
final class SelectionImports {
  private SelectionImports() {}

  static void register(OperationTable.Builder table) {
    table.put("select", SelectionImports::choose);
    table.put("Where", SelectionImports::choose);
    table.put("ClipByValue", SelectionImports::clipByValue);
    table.put("clipbynorm", call -> clipByNorm(call, false));
    table.put("clipbyavgnorm", call -> clipByNorm(call, true));
    table.put("match_condition_transform", SelectionImports::condition);
    table.put("cas", call -> replace(call, Ops.fill(call.extra(1), call.in(0).type())));
    table.put("car", call -> replace(call, call.in(1)));
    table.put("match_condition", SelectionImports::count);
    table.put("first_index", call -> place(call, false));
    table.put("last_index", call -> place(call, true));
  }

  /** (condition, a, b) → a where it holds, else b; a vector of conditions chooses whole rows. */
  private static Value choose(OperationCall call) {
    if (call.inputs().size() != 3) {
      throw call.refuse(
          "gives the places where a condition holds, whose number is only known while running;"
              + " choose between two values instead");
    }
    Value condition = PairwiseImports.truth(call.in(0));
    int rank = call.in(1).shape().rank();
    boolean rows = condition.shape().rank() == 1 && rank > 1;
    return select(
        rows ? ShapeImports.alongAxis(condition, 0, rank) : condition, call.in(1), call.in(2));
  }

  private static Value clipByValue(OperationCall call) {
    Value x = call.in(0);
    if (call.inputs().size() > 1) {
      return PairwiseImports.smaller(PairwiseImports.larger(x, call.in(1)), call.in(2));
    }
    return Ops.apply(new Clip(call.number(0, 0), call.number(1, 0)), x);
  }

  /** x · min(1, bound/n), where n is the Euclidean norm, or that divided by the element count. */
  private static Value clipByNorm(OperationCall call, boolean average) {
    Value x = call.in(0);
    DType dtype = x.type().dtype();
    List<Integer> axes = call.inputs().size() > 2 ? call.axesIn(2) : call.axes();
    Value bound = call.inputs().size() > 1 ? call.in(1) : Ops.scalar(call.number(0, 0), dtype);
    if (average) {
      bound = Ops.mul(bound, ReductionImports.count(x, axes));
    }
    Value squares = Ops.sum(Ops.unary(Unary.SQUARE, x), axes);
    Value over = compare(Compare.GT, squares, Ops.mul(bound, bound));
    // The norm of what is not clipped is not computed, for its gradient at 0 is infinite.
    Value norm = Ops.unary(Unary.SQRT, select(over, squares, Ops.onesLike(squares)));
    return Ops.mul(x, select(over, Ops.div(bound, norm), Ops.onesLike(norm)));
  }

  // Conditions as ND4J numbers them: extra arguments [compare, …, epsilon, mode].

  private static Value condition(OperationCall call) {
    Value x = call.in(0);
    Value number = Ops.scalar(call.extra(0), x.type().dtype());
    Value epsilon = Ops.scalar(call.extra(-2), x.type().dtype());
    Value magnitude = ElementwiseImports.abs(x);
    Value distance = ElementwiseImports.abs(Ops.sub(x, number));
    return switch (ConditionMode.fromNumber((int) call.extra(-1))) {
      case EPSILON_EQUALS -> compare(Compare.LE, distance, epsilon);
      case EPSILON_NOT_EQUALS -> compare(Compare.GT, distance, epsilon);
      case NOT_EQUALS -> compare(Compare.NE, x, number);
      case LESS_THAN -> compare(Compare.LT, x, number);
      case LESS_THAN_OR_EQUAL -> compare(Compare.LE, x, number);
      case GREATER_THAN -> compare(Compare.GT, x, number);
      case GREATER_THAN_OR_EQUAL -> compare(Compare.GE, x, number);
      // Whatever it is called, libnd4j compares the element itself.
      case ABS_EQUALS -> compare(Compare.EQ, x, number);
      case ABS_LESS_THAN -> compare(Compare.LT, magnitude, number);
      case ABS_LESS_THAN_OR_EQUAL -> compare(Compare.LE, magnitude, number);
      case ABS_GREATER_THAN -> compare(Compare.GT, magnitude, number);
      case ABS_GREATER_OR_EQUAL -> compare(Compare.GE, magnitude, number);
      case IS_INFINITE -> ElementwiseImports.isInfinite(x);
      case IS_NAN -> ElementwiseImports.isNan(x);
      case IS_FINITE -> PairwiseImports.not(notFinite(x));
      case NOT_FINITE -> notFinite(x);
      case AGGREGATE -> throw call.refuse("joins conditions; join their results instead");
    };
  }

  private static Value notFinite(Value x) {
    return Ops.binary(Logical.OR, ElementwiseImports.isInfinite(x), ElementwiseImports.isNan(x));
  }

  private static Value replace(OperationCall call, Value by) {
    return select(condition(call), by, call.in(0));
  }

  private static Value count(OperationCall call) {
    Value held = Ops.cast(condition(call), DType.I64);
    return ReductionImports.dropAxes(Ops.sum(held, call.axes()), call.axes(), call.keepsAxes());
  }

  /** The first or last place along an axis where the condition holds, or −1. */
  private static Value place(OperationCall call, boolean last) {
    Value held = Ops.cast(condition(call), DType.F32);
    return AxisImports.alongJoinedAxes(
        held,
        call.axes(),
        call.keepsAxes(),
        x -> {
          int axis = x.shape().rank() - 1;
          Value ordered = last ? Ops.apply(new Reverse(List.of(axis)), x) : x;
          Value found = Ops.apply(new ArgReduce(true, axis), ordered);
          if (last) {
            found = Ops.sub(Ops.extent(x.shape().dim(axis).plus(-1), DType.I64), found);
          }
          Value any = compare(Compare.GT, Ops.sum(x, List.of(axis)), Ops.scalar(0, DType.F32));
          return select(any, found, Ops.fill(-1, found.type()));
        });
  }
}
