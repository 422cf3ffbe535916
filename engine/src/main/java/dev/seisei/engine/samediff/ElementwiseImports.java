package dev.seisei.engine.samediff;

import static dev.seisei.engine.op.Ops.add;
import static dev.seisei.engine.op.Ops.compare;
import static dev.seisei.engine.op.Ops.div;
import static dev.seisei.engine.op.Ops.mul;
import static dev.seisei.engine.op.Ops.neg;
import static dev.seisei.engine.op.Ops.scale;
import static dev.seisei.engine.op.Ops.select;
import static dev.seisei.engine.op.Ops.sub;
import static dev.seisei.engine.op.Ops.unary;
import static dev.seisei.engine.op.Ops.zerosLike;

import dev.seisei.engine.graph.Value;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.nd4j.Nd4jTensors;
import dev.seisei.engine.op.Clip;
import dev.seisei.engine.op.Compare;
import dev.seisei.engine.op.Logical;
import dev.seisei.engine.op.Ops;
import dev.seisei.engine.op.StopGradient;
import dev.seisei.engine.op.Unary;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.impl.transforms.dtype.Cast;

/** Functions of one operand, element by element. */
final class ElementwiseImports {
  private static final Map<String, Unary> UNARY =
      Map.ofEntries(
          Map.entry("exp", Unary.EXP),
          Map.entry("expm1", Unary.EXPM1),
          Map.entry("log", Unary.LOG),
          Map.entry("log1p", Unary.LOG1P),
          Map.entry("Reciprocal", Unary.RECIPROCAL),
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
          Map.entry("erf", Unary.ERF));

  // libnd4j writes these constants as floats, whatever the type of the operand.
  private static final double GELU_SLOPE = 1.702f;
  private static final double HARD_SIGMOID_SLOPE = 0.2f;
  private static final double RATIONAL_TANH_SCALE = 1.7159f;
  private static final double RATIONAL_TANH_QUARTIC = 1.41645f;

  private static final double SELU_SCALE = 1.0507009873554805;
  private static final double SELU_ALPHA = 1.6732632423543772;

  private ElementwiseImports() {}

  static void register(OperationTable.Builder table) {
    UNARY.forEach((kind, function) -> table.put(kind, call -> unary(function, call.in(0))));
    arithmetic(table);
    rounding(table);
    activations(table);
    tests(table);
    table.put("cast", ElementwiseImports::cast);
    table.put("identity", call -> call.in(0));
    table.putAll("identity_n", OperationCall::inputs);
    table.put("stop_gradient", call -> Ops.apply(new StopGradient(), call.in(0)));
  }

  private static void put(
      OperationTable.Builder table, String kind, UnaryOperator<Value> function) {
    table.put(kind, call -> function.apply(call.in(0)));
  }

  private static void arithmetic(OperationTable.Builder table) {
    put(table, "neg", Ops::neg);
    put(table, "oneminus", x -> scale(x, -1, 1));
    put(table, "timesoneminus", x -> mul(x, scale(x, -1, 1)));
    put(table, "square", x -> isFloating(x) ? unary(Unary.SQUARE, x) : mul(x, x));
    put(table, "cube", x -> isFloating(x) ? Ops.pow(x, 3) : mul(x, mul(x, x)));
    put(table, "abs", ElementwiseImports::abs);
    put(table, "sign", ElementwiseImports::sign);
    put(table, "sqrt", x -> unary(Unary.SQRT, floating(x)));
    put(table, "rsqrt", x -> unary(Unary.RSQRT, floating(x)));
    put(table, "erfc", x -> scale(unary(Unary.ERF, x), -1, 1));
    table.put("log_x", call -> scale(unary(Unary.LOG, call.in(0)), 1 / Math.log(call.scalar()), 0));
  }

  private static void rounding(OperationTable.Builder table) {
    put(table, "floor", x -> isFloating(x) ? unary(Unary.FLOOR, x) : x);
    put(table, "ceil", x -> isFloating(x) ? unary(Unary.CEIL, x) : x);
    put(table, "round", x -> isFloating(x) ? roundHalfAway(x) : x);
    put(table, "rint", x -> isFloating(x) ? unary(Unary.ROUND, x) : x);
  }

  private static void activations(OperationTable.Builder table) {
    put(table, "swish", x -> mul(x, unary(Unary.SIGMOID, x)));
    put(table, "gelu", x -> mul(x, unary(Unary.SIGMOID, scale(x, GELU_SLOPE, 0))));
    put(table, "mish", x -> mul(x, unary(Unary.TANH, unary(Unary.SOFTPLUS, x))));
    put(table, "logsigmoid", x -> neg(unary(Unary.SOFTPLUS, neg(x))));
    put(table, "softsign", ElementwiseImports::softSign);
    put(table, "hardtanh", x -> Ops.apply(new Clip(-1, 1), x));
    put(table, "hard_sigmoid", x -> Ops.apply(new Clip(0, 1), scale(x, HARD_SIGMOID_SLOPE, 0.5)));
    put(table, "rectified_tanh", x -> unary(Unary.RELU, unary(Unary.TANH, x)));
    put(table, "rational_tanh", ElementwiseImports::rationalTanh);
    put(
        table,
        "selu",
        x ->
            scale(
                select(positive(x), x, scale(unary(Unary.EXPM1, x), SELU_ALPHA, 0)),
                SELU_SCALE,
                0));
    put(
        table,
        "crelu",
        x -> Ops.concat(-1, List.of(unary(Unary.RELU, x), unary(Unary.RELU, neg(x)))));
    table.put("elu", call -> elu(call.in(0), call.number(0, 1)));
    table.put("leakyrelu", call -> leakyRelu(call.in(0), number(call)));
    table.put("prelu", ElementwiseImports::prelu);
    table.put("relu", ElementwiseImports::relu);
    table.put(
        "relu6",
        call -> {
          Value six = Ops.fill(6, call.in(0).type());
          Value relu = relu(call);
          return select(compare(Compare.LT, relu, six), relu, six);
        });
    table.put(
        "thresholdedrelu",
        call -> {
          Value x = call.in(0);
          Value above = compare(Compare.GT, x, Ops.fill(call.number(0, 0), x.type()));
          return select(above, x, zerosLike(x));
        });
    table.put("step", call -> Ops.cast(compare(Compare.GT, call.in(0), number(call)), dtype(call)));
  }

  /** Questions about elements. A difference of equal infinities is not a number. */
  private static void tests(OperationTable.Builder table) {
    put(table, "isnan", ElementwiseImports::isNan);
    put(table, "isinf", ElementwiseImports::isInfinite);
    put(table, "isfinite", x -> compare(Compare.EQ, sub(x, x), sub(x, x)));
    table.put("replace_nans", call -> select(isNan(call.in(0)), number(call), call.in(0)));
  }

  static Value isNan(Value x) {
    return compare(Compare.NE, x, x);
  }

  static Value isInfinite(Value x) {
    return Ops.binary(Logical.AND, compare(Compare.EQ, x, x), isNan(sub(x, x)));
  }

  private static boolean isFloating(Value x) {
    return x.type().dtype().isFloating();
  }

  /** Integers as floats, where SameDiff computes a real function of them. */
  static Value floating(Value x) {
    return isFloating(x) ? x : Ops.cast(x, DType.F32);
  }

  private static DType dtype(OperationCall call) {
    return call.in(0).type().dtype();
  }

  /** The number that an operation holds, as a scalar of its operand's type. */
  static Value number(OperationCall call) {
    return Ops.scalar(call.scalar(), dtype(call));
  }

  static Value positive(Value x) {
    return compare(Compare.GT, x, zerosLike(x));
  }

  static Value abs(Value x) {
    return isFloating(x) ? unary(Unary.ABS, x) : select(positive(x), x, neg(x));
  }

  private static Value sign(Value x) {
    if (isFloating(x)) {
      return unary(Unary.SIGN, x);
    }
    Value negative = compare(Compare.LT, x, zerosLike(x));
    return sub(Ops.cast(positive(x), x.type().dtype()), Ops.cast(negative, x.type().dtype()));
  }

  /** Without the fraction. */
  static Value truncate(Value x) {
    return isFloating(x) ? mul(unary(Unary.SIGN, x), unary(Unary.FLOOR, abs(x))) : x;
  }

  /** To the nearest integer, ties away from zero. */
  private static Value roundHalfAway(Value x) {
    return mul(unary(Unary.SIGN, x), unary(Unary.FLOOR, scale(abs(x), 1, 0.5)));
  }

  /** max(x, cutoff): SameDiff's relu has a cutoff, which is nearly always 0. */
  private static Value relu(OperationCall call) {
    Value x = call.in(0);
    return call.scalar() == 0
        ? unary(Unary.RELU, x)
        : select(compare(Compare.LT, x, number(call)), number(call), x);
  }

  static Value softSign(Value x) {
    return div(x, scale(abs(x), 1, 1));
  }

  static Value hardSigmoid(Value x) {
    return Ops.apply(new Clip(0, 1), scale(x, HARD_SIGMOID_SLOPE, 0.5));
  }

  static Value elu(Value x, double alpha) {
    return select(positive(x), x, scale(unary(Unary.EXPM1, x), alpha, 0));
  }

  private static Value leakyRelu(Value x, Value slope) {
    return select(compare(Compare.LT, x, zerosLike(x)), mul(x, slope), x);
  }

  /** A slope an element, except along axes that share one; axis 0 of x has no slope of its own. */
  private static Value prelu(OperationCall call) {
    return leakyRelu(call.in(0), call.in(1));
  }

  /** 1.7159 · sgn(z)(1 − 1/(1 + |z| + z² + 1.41645 z⁴)), z = 2x/3: nearly 1.7159 tanh(2x/3). */
  private static Value rationalTanh(Value x) {
    Value z = scale(x, 2.0 / 3, 0);
    Value z2 = mul(z, z);
    Value z4 = mul(z2, z2);
    Value sum = add(scale(abs(z), 1, 1), add(z2, scale(z4, RATIONAL_TANH_QUARTIC, 0)));
    Value nearOne = scale(unary(Unary.RECIPROCAL, sum), -1, 1);
    return scale(mul(unary(Unary.SIGN, z), nearOne), RATIONAL_TANH_SCALE, 0);
  }

  private static Value cast(OperationCall call) {
    Cast cast = (Cast) call.function();
    List<DataType> types =
        cast.calculateOutputDataTypes(List.of(Nd4jTensors.dataType(dtype(call))));
    return Ops.cast(call.in(0), Nd4jTensors.dtype(types.get(0)));
  }
}
