package dev.seisei.engine.samediff;

import static dev.seisei.engine.op.Ops.compare;
import static dev.seisei.engine.op.Ops.div;
import static dev.seisei.engine.op.Ops.mul;
import static dev.seisei.engine.op.Ops.scale;
import static dev.seisei.engine.op.Ops.select;
import static dev.seisei.engine.op.Ops.sub;
import static dev.seisei.engine.op.Ops.unary;
import static dev.seisei.engine.op.Ops.zerosLike;

import dev.seisei.engine.graph.Op;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.op.Binary;
import dev.seisei.engine.op.Compare;
import dev.seisei.engine.op.Logical;
import dev.seisei.engine.op.Ops;
import dev.seisei.engine.op.Unary;
import java.util.Map;
import java.util.function.BinaryOperator;

/** Functions of two operands, element by element; the second may be a number that is held. */
final class PairwiseImports {
  private static final Map<String, Op> PAIRWISE =
      Map.ofEntries(
          Map.entry("add", Binary.ADD),
          Map.entry("subtract", Binary.SUB),
          Map.entry("multiply", Binary.MUL),
          Map.entry("divide", Binary.DIV),
          Map.entry("realdiv", Binary.DIV),
          Map.entry("Pow", Binary.POW),
          Map.entry("maximum", Binary.MAX),
          Map.entry("max_pairwise", Binary.MAX),
          Map.entry("minimum", Binary.MIN),
          Map.entry("min_pairwise", Binary.MIN),
          Map.entry("floormod", Binary.FLOOR_MOD),
          Map.entry("tf_atan2", Binary.ATAN2),
          Map.entry("equals", Compare.EQ),
          Map.entry("not_equals", Compare.NE),
          Map.entry("less", Compare.LT),
          Map.entry("less_equal", Compare.LE),
          Map.entry("greater", Compare.GT),
          Map.entry("greater_equal", Compare.GE));

  private static final Map<String, Op> WITH_NUMBER =
      Map.ofEntries(
          Map.entry("add_scalar", Binary.ADD),
          Map.entry("sub_scalar", Binary.SUB),
          Map.entry("mul_scalar", Binary.MUL),
          Map.entry("div_scalar", Binary.DIV),
          Map.entry("pow", Binary.POW),
          Map.entry("max_scalar", Binary.MAX),
          Map.entry("scalar_min", Binary.MIN),
          Map.entry("equals_scalar", Compare.EQ),
          Map.entry("notequals_scalar", Compare.NE),
          Map.entry("lessthan_scalar", Compare.LT),
          Map.entry("lessthanorequal_scalar", Compare.LE),
          Map.entry("greaterthan_scalar", Compare.GT),
          Map.entry("greaterthanorequal_scalar", Compare.GE));

  private PairwiseImports() {}

  static void register(OperationTable.Builder table) {
    PAIRWISE.forEach((kind, op) -> put(table, kind, (a, b) -> Ops.binary(op, a, b)));
    WITH_NUMBER.forEach((kind, op) -> putNumber(table, kind, (a, b) -> Ops.binary(op, a, b)));
    arithmetic(table);
    logic(table);
    merges(table);
  }

  private static void put(
      OperationTable.Builder table, String kind, BinaryOperator<Value> function) {
    table.put(kind, call -> function.apply(call.in(0), call.in(1)));
  }

  private static void putNumber(
      OperationTable.Builder table, String kind, BinaryOperator<Value> function) {
    table.put(kind, call -> function.apply(call.in(0), ElementwiseImports.number(call)));
  }

  private static void arithmetic(OperationTable.Builder table) {
    putNumber(table, "rsub_scalar", (x, number) -> sub(number, x));
    putNumber(table, "rdiv_scalar", (x, number) -> div(number, x));
    putNumber(table, "fmod_scalar", PairwiseImports::truncatedRemainder);
    putNumber(table, "remainder_scalar", PairwiseImports::roundedRemainder);
    putNumber(table, "set_scalar", (x, number) -> Ops.broadcast(number, x.shape()));
    put(table, "reversesubtract", (a, b) -> sub(b, a));
    put(table, "reversedivide", (a, b) -> div(b, a));
    put(table, "squaredsubtract", (a, b) -> unary(Unary.SQUARE, sub(a, b)));
    put(table, "fmod", PairwiseImports::truncatedRemainder);
    put(table, "mod", PairwiseImports::mod);
    put(table, "floordiv", PairwiseImports::floorDiv);
    put(table, "truncatediv", PairwiseImports::truncatedQuotient);
    put(table, "divide_no_nan", PairwiseImports::divideNoNan);
    put(table, "amax_pairwise", (a, b) -> select(compare(Compare.GT, abs(a), abs(b)), a, b));
    put(table, "amin_pairwise", (a, b) -> select(compare(Compare.LT, abs(a), abs(b)), a, b));
    table.put("biasadd", PairwiseImports::biasAdd);
  }

  private static void logic(OperationTable.Builder table) {
    for (String prefix : new String[] {"", "boolean_"}) {
      put(table, prefix + "and", (a, b) -> Ops.binary(Logical.AND, truth(a), truth(b)));
      put(table, prefix + "or", (a, b) -> Ops.binary(Logical.OR, truth(a), truth(b)));
      put(table, prefix + "xor", (a, b) -> Ops.binary(Logical.XOR, truth(a), truth(b)));
    }
    table.put("boolean_not", call -> not(truth(call.in(0))));
    table.put("bool_not", call -> not(truth(call.in(0))));
    putNumber(table, "and_scalar", (a, b) -> Ops.binary(Logical.AND, truth(a), truth(b)));
    putNumber(table, "or_scalar", (a, b) -> Ops.binary(Logical.OR, truth(a), truth(b)));
    putNumber(table, "xor_scalar", (a, b) -> Ops.binary(Logical.XOR, truth(a), truth(b)));
    putNumber(table, "not_scalar", (a, b) -> not(truth(a)));
  }

  private static void merges(OperationTable.Builder table) {
    table.put("mergeadd", call -> merge(call, Ops::add));
    table.put("mergesum", call -> merge(call, Ops::add));
    table.put("mergemax", call -> merge(call, PairwiseImports::larger));
    // libnd4j multiplies by a float, whatever the type of the operands.
    table.put("mergeavg", call -> scale(merge(call, Ops::add), 1f / call.inputs().size(), 0));
  }

  private static Value merge(OperationCall call, BinaryOperator<Value> function) {
    return call.inputs().stream().reduce(function).orElseThrow();
  }

  static Value larger(Value a, Value b) {
    return Ops.binary(Binary.MAX, a, b);
  }

  static Value smaller(Value a, Value b) {
    return Ops.binary(Binary.MIN, a, b);
  }

  /** Whether elements differ from 0. */
  static Value truth(Value x) {
    return x.type().dtype() == DType.BOOL ? x : compare(Compare.NE, x, zerosLike(x));
  }

  static Value not(Value truth) {
    return Ops.binary(Logical.XOR, truth, Ops.onesLike(truth));
  }

  /** The remainder with the divisor's sign; of integers, with the dividend's. */
  private static Value mod(Value a, Value b) {
    return a.type().dtype().isFloating()
        ? Ops.binary(Binary.FLOOR_MOD, a, b)
        : truncatedRemainder(a, b);
  }

  /** ⌊a/b⌋; of integers, a/b without the fraction. */
  private static Value floorDiv(Value a, Value b) {
    return a.type().dtype().isFloating() ? Ops.binary(Binary.FLOOR_DIV, a, b) : div(a, b);
  }

  /** The quotient of both operands without their fractions, without its fraction. */
  private static Value truncatedQuotient(Value a, Value b) {
    return ElementwiseImports.truncate(
        div(ElementwiseImports.truncate(a), ElementwiseImports.truncate(b)));
  }

  private static Value abs(Value x) {
    return ElementwiseImports.abs(x);
  }

  /** a − b · trunc(a/b): the remainder with the dividend's sign. */
  private static Value truncatedRemainder(Value a, Value b) {
    return sub(a, mul(b, ElementwiseImports.truncate(div(a, b))));
  }

  /** a − b · rint(a/b): the remainder of least magnitude. */
  private static Value roundedRemainder(Value a, Value b) {
    return sub(a, mul(b, unary(Unary.ROUND, div(a, b))));
  }

  /** a / b, and 0 where b is 0. */
  static Value divideNoNan(Value a, Value b) {
    Value zero = compare(Compare.EQ, b, zerosLike(b));
    Value quotient = div(a, select(zero, Ops.onesLike(b), b));
    return select(zero, zerosLike(quotient), quotient);
  }

  /** Adds a vector along the channel axis: axis 1 (NCHW) or the last. */
  private static Value biasAdd(OperationCall call) {
    Value x = call.in(0);
    int axis = call.flag(0, false) ? 1 : x.shape().rank() - 1;
    return Ops.add(x, ShapeImports.alongAxis(call.in(1), axis, x.shape().rank()));
  }
}
