package dev.seisei.engine.samediff;

import java.util.List;
import java.util.function.BiFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.ops.SDMath;
import org.nd4j.autodiff.samediff.ops.SDNN;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.impl.scalar.Relu6;
import org.nd4j.linalg.api.ops.impl.scalar.ReplaceNans;
import org.nd4j.linalg.api.ops.impl.transforms.IdentityN;
import org.nd4j.linalg.api.ops.impl.transforms.custom.ThresholdRelu;
import org.nd4j.linalg.api.ops.impl.transforms.same.OneMinus;
import org.nd4j.linalg.api.ops.impl.transforms.same.TimesOneMinus;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Mish;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Rint;

/** Functions of one operand. */
final class ElementwiseExamples {
  private ElementwiseExamples() {}

  static void register(ImportExamples examples) {
    math(examples);
    activations(examples);
    integers(examples);
    tests(examples);
  }

  private static void math(
      ImportExamples examples, String kind, BiFunction<SDMath, SDVariable, SDVariable> function) {
    examples.add(kind, "", sketch -> function.apply(sketch.sd.math(), sketch.x(3, 5)));
  }

  private static void nn(
      ImportExamples examples, String kind, BiFunction<SDNN, SDVariable, SDVariable> function) {
    examples.add(kind, "", sketch -> function.apply(sketch.sd.nn(), sketch.x(3, 5)));
  }

  private static void math(ImportExamples examples) {
    math(examples, "abs", SDMath::abs);
    math(examples, "sign", SDMath::sign);
    math(examples, "exp", SDMath::exp);
    math(examples, "expm1", SDMath::expm1);
    math(examples, "square", SDMath::square);
    math(examples, "cube", SDMath::cube);
    math(examples, "neg", SDMath::neg);
    math(examples, "sin", SDMath::sin);
    math(examples, "cos", SDMath::cos);
    math(examples, "tan", SDMath::tan);
    math(examples, "asin", SDMath::asin);
    math(examples, "acos", SDMath::acos);
    math(examples, "atan", SDMath::atan);
    math(examples, "sinh", SDMath::sinh);
    math(examples, "cosh", SDMath::cosh);
    math(examples, "asinh", SDMath::asinh);
    math(examples, "atanh", SDMath::atanh);
    math(examples, "tanh", SDMath::tanh);
    math(examples, "erf", SDMath::erf);
    math(examples, "erfc", SDMath::erfc);
    math(examples, "floor", (math, x) -> math.floor(x.mul(2.7)));
    math(examples, "ceil", (math, x) -> math.ceil(x.mul(2.7)));
    math(examples, "round", (math, x) -> math.round(x.mul(3)));
    math(examples, "rational_tanh", SDMath::rationalTanh);
    math(examples, "rectified_tanh", SDMath::rectifiedTanh);
    math(examples, "step", (math, x) -> math.step(x, 0.2));
    positive(examples, "log", SDMath::log);
    positive(examples, "log1p", SDMath::log1p);
    positive(examples, "log_x", (math, x) -> math.log(x, 3));
    positive(examples, "sqrt", SDMath::sqrt);
    positive(examples, "rsqrt", SDMath::rsqrt);
    positive(examples, "Reciprocal", SDMath::reciprocal);
    positive(examples, "acosh", (math, x) -> math.acosh(x.add(1)));
    examples.add("rint", "", s -> new Rint(s.sd, s.x(7).mul(3), false).outputVariable());
    examples.add("rint", "ties", s -> new Rint(s.sd, ties(s), false).outputVariable());
    examples.add("round", "ties", s -> s.sd.math().round(ties(s)));
    examples.add("oneminus", "", s -> new OneMinus(s.sd, s.x(7), false).outputVariable());
    examples.add("timesoneminus", "", s -> new TimesOneMinus(s.sd, s.x(7), false).outputVariable());
    examples.add("identity", "", s -> s.sd.identity(s.x(2, 3)));
    examples.addAll(
        "identity_n",
        "",
        s -> new IdentityN(s.sd, new SDVariable[] {s.x(2), s.x(3)}).outputVariables());
  }

  private static void positive(
      ImportExamples examples, String kind, BiFunction<SDMath, SDVariable, SDVariable> function) {
    examples.add(kind, "", sketch -> function.apply(sketch.sd.math(), sketch.positive(3, 5)));
  }

  private static SDVariable ties(Sketch s) {
    s.flat();
    return s.real(0.5, 1.5, -2.5);
  }

  private static void activations(ImportExamples examples) {
    nn(examples, "relu", (nn, x) -> nn.relu(x, 0));
    nn(examples, "sigmoid", SDNN::sigmoid);
    nn(examples, "softplus", SDNN::softplus);
    nn(examples, "softsign", SDNN::softsign);
    nn(examples, "swish", SDNN::swish);
    nn(examples, "gelu", SDNN::gelu);
    nn(examples, "logsigmoid", SDNN::logSigmoid);
    nn(examples, "elu", SDNN::elu);
    nn(examples, "selu", SDNN::selu);
    nn(examples, "leakyrelu", (nn, x) -> nn.leakyRelu(x, 0.17));
    nn(examples, "hard_sigmoid", (nn, x) -> nn.hardSigmoid(x.mul(4)));
    nn(examples, "hardtanh", (nn, x) -> nn.hardTanh(x.mul(2)));
    nn(examples, "relu6", (nn, x) -> nn.relu6(x.mul(9), 0));
    nn(examples, "crelu", SDNN::cReLU);
    examples.add("relu", "cutoff", s -> s.sd.nn().relu(s.x(3, 5), 0.21));
    examples.add("relu6", "cutoff", s -> new Relu6(s.sd, s.x(3, 5).mul(9), 1.7).outputVariable());
    examples.add("mish", "", s -> new Mish(s.sd, s.x(3, 5), false).outputVariable());
    examples.add(
        "thresholdedrelu", "", s -> new ThresholdRelu(s.sd, s.x(3, 5), 0.4).outputVariable());
    examples.add("prelu", "one axis", s -> s.sd.nn().prelu(s.x(2, 3, 4), s.positive(3, 1), 2));
    examples.add("prelu", "shared", s -> s.sd.nn().prelu(s.x(2, 3, 2, 2), s.positive(3, 1, 2), 2));
    examples.add(
        "prelu", "channels", s -> s.sd.nn().prelu(s.x(2, 3, 2, 2), s.positive(3, 1, 1), 2, 3));
  }

  private static void integers(ImportExamples examples) {
    long[] shape = {2, 3};
    double[] numbers = {-3, 2, 0, 7, -1, 5};
    for (DataType type : List.of(DataType.INT32, DataType.INT64)) {
      String variant = type.toString();
      examples.add("abs", variant, s -> s.sd.math().abs(s.typed(type, shape, numbers)));
      examples.add("neg", variant, s -> s.sd.math().neg(s.typed(type, shape, numbers)));
      examples.add("sign", variant, s -> s.sd.math().sign(s.typed(type, shape, numbers)));
      examples.add("square", variant, s -> s.sd.math().square(s.typed(type, shape, numbers)));
      examples.add("cube", variant, s -> s.sd.math().cube(s.typed(type, shape, numbers)));
      examples.add("floor", variant, s -> s.sd.math().floor(s.typed(type, shape, numbers)));
    }
    examples.add("sqrt", "of integers", s -> s.sd.math().sqrt(s.ints(4, 9, 7)));
    examples.add(
        "cast",
        "",
        s -> {
          s.flat(); // differences of floats are too rough
          return s.x(3, 5).mul(4).castTo(DataType.FLOAT);
        });
    examples.add("cast", "to integers", s -> s.x(3, 5).mul(4).castTo(DataType.INT32));
    examples.add("cast", "to truth", s -> s.ints(0, 2, -1).castTo(DataType.BOOL));
    examples.add("cast", "from integers", s -> s.ints(0, 2, -1).castTo(DataType.DOUBLE));
  }

  private static void tests(ImportExamples examples) {
    double[] odd = {1, Double.NaN, Double.POSITIVE_INFINITY, -2, Double.NEGATIVE_INFINITY};
    examples.add("isnan", "", s -> s.sd.math().isNaN(s.real(odd)));
    examples.add("isinf", "", s -> s.sd.math().isInfinite(s.real(odd)));
    examples.add("isfinite", "", s -> s.sd.math().isFinite(s.real(odd)));
    examples.add(
        "replace_nans", "", s -> new ReplaceNans(s.sd, s.x(4), false, 0.3).outputVariable());
  }
}
