package dev.seisei.engine.samediff;

import dev.seisei.engine.graph.Op;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.nd4j.Nd4jTensors;
import dev.seisei.engine.op.Binary;
import dev.seisei.engine.op.Compare;
import dev.seisei.engine.op.Ops;
import dev.seisei.engine.op.StopGradient;
import dev.seisei.engine.op.Unary;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.impl.transforms.dtype.Cast;

/** Functions applied element by element. */
final class ElementwiseImports {
  private static final Map<String, Unary> UNARY =
      Map.ofEntries(
          Map.entry("abs", Unary.ABS),
          Map.entry("sign", Unary.SIGN),
          Map.entry("exp", Unary.EXP),
          Map.entry("expm1", Unary.EXPM1),
          Map.entry("log", Unary.LOG),
          Map.entry("log1p", Unary.LOG1P),
          Map.entry("sqrt", Unary.SQRT),
          Map.entry("rsqrt", Unary.RSQRT),
          Map.entry("Reciprocal", Unary.RECIPROCAL),
          Map.entry("square", Unary.SQUARE),
          Map.entry("sin", Unary.SIN),
          Map.entry("cos", Unary.COS),
          Map.entry("tan", Unary.TAN),
          Map.entry("asin", Unary.ASIN),
          Map.entry("acos", Unary.ACOS),
          Map.entry("atan", Unary.ATAN),
          Map.entry("sinh", Unary.SINH),
          Map.entry("cosh", Unary.COSH),
          Map.entry("asinh", Unary.ASINH),
          Map.entry("acosh", Unary.ACOSH),
          Map.entry("atanh", Unary.ATANH),
          Map.entry("tanh", Unary.TANH),
          Map.entry("sigmoid", Unary.SIGMOID),
          Map.entry("softplus", Unary.SOFTPLUS),
          Map.entry("erf", Unary.ERF),
          Map.entry("floor", Unary.FLOOR),
          Map.entry("ceil", Unary.CEIL));

  private static final Map<String, Op> BINARY =
      Map.ofEntries(
          Map.entry("add", Binary.ADD),
          Map.entry("subtract", Binary.SUB),
          Map.entry("multiply", Binary.MUL),
          Map.entry("divide", Binary.DIV),
          Map.entry("realdiv", Binary.DIV),
          Map.entry("Pow", Binary.POW),
          Map.entry("maximum", Binary.MAX),
          Map.entry("minimum", Binary.MIN),
          Map.entry("floordiv", Binary.FLOOR_DIV),
          Map.entry("floormod", Binary.FLOOR_MOD),
          Map.entry("equals", Compare.EQ),
          Map.entry("not_equals", Compare.NE),
          Map.entry("less", Compare.LT),
          Map.entry("less_equal", Compare.LE),
          Map.entry("greater", Compare.GT),
          Map.entry("greater_equal", Compare.GE));

  private static final Map<String, Op> SCALAR =
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

  private ElementwiseImports() {}

  static void register(OperationTable.Builder table) {
    UNARY.forEach((kind, function) -> table.put(kind, call -> Ops.unary(function, call.in(0))));
    BINARY.forEach(
        (kind, function) -> table.put(kind, call -> Ops.binary(function, call.in(0), call.in(1))));
    SCALAR.forEach(
        (kind, function) ->
            table.put(kind, call -> Ops.binary(function, call.in(0), scalar(call))));
    table.put("neg", call -> Ops.neg(call.in(0)));
    table.put("identity", call -> call.in(0));
    table.put("cube", call -> Ops.pow(call.in(0), 3));
    table.put("oneminus", call -> Ops.scale(call.in(0), -1, 1));
    table.put("rsub_scalar", call -> Ops.sub(scalar(call), call.in(0)));
    table.put("rdiv_scalar", call -> Ops.div(scalar(call), call.in(0)));
    table.put("reversesubtract", call -> Ops.sub(call.in(1), call.in(0)));
    table.put("reversedivide", call -> Ops.div(call.in(1), call.in(0)));
    table.put("squaredsubtract", call -> Ops.unary(Unary.SQUARE, Ops.sub(call.in(0), call.in(1))));
    table.put("mergeadd", call -> call.inputs().stream().reduce(Ops::add).orElseThrow());
    table.put("relu", ElementwiseImports::relu);
    table.put("swish", call -> Ops.mul(call.in(0), Ops.unary(Unary.SIGMOID, call.in(0))));
    table.put("cast", ElementwiseImports::cast);
    table.put("stop_gradient", call -> Ops.apply(new StopGradient(), call.in(0)));
  }

  private static Value scalar(OperationCall call) {
    return Ops.scalar(call.scalar(), call.in(0).type().dtype());
  }

  /** max(x, cutoff): SameDiff's relu has a cutoff, which is nearly always 0. */
  private static Value relu(OperationCall call) {
    double cutoff = call.scalar();
    return cutoff == 0
        ? Ops.unary(Unary.RELU, call.in(0))
        : Ops.binary(Binary.MAX, call.in(0), scalar(call));
  }

  private static Value cast(OperationCall call) {
    Cast cast = (Cast) call.function();
    List<DataType> types =
        cast.calculateOutputDataTypes(List.of(Nd4jTensors.dataType(call.in(0).type().dtype())));
    return Ops.cast(call.in(0), Nd4jTensors.dtype(types.get(0)));
  }
}
