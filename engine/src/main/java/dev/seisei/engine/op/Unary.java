package dev.seisei.engine.op;

import static dev.seisei.engine.op.Ops.compare;
import static dev.seisei.engine.op.Ops.div;
import static dev.seisei.engine.op.Ops.mul;
import static dev.seisei.engine.op.Ops.neg;
import static dev.seisei.engine.op.Ops.scale;
import static dev.seisei.engine.op.Ops.select;
import static dev.seisei.engine.op.Ops.unary;
import static dev.seisei.engine.op.Ops.zerosLike;

import dev.seisei.engine.graph.Node;
import dev.seisei.engine.graph.TensorType;
import dev.seisei.engine.graph.Value;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/** Functions of one element. */
@SuppressWarnings("ImmutableEnumChecker") // the derivatives have no state
public enum Unary implements PrimitiveOp {
  ABS(From.INPUT, (x, d) -> mul(d, unary(signOf(), x))),
  SIGN(From.NOTHING, null),
  EXP(From.OUTPUT, (y, d) -> mul(d, y)),
  EXPM1(From.OUTPUT, (y, d) -> mul(d, scale(y, 1, 1))),
  LOG(From.INPUT, (x, d) -> div(d, x)),
  LOG1P(From.INPUT, (x, d) -> div(d, scale(x, 1, 1))),
  SQRT(From.OUTPUT, (y, d) -> div(scale(d, 0.5, 0), y)),
  /** x^(−1/2); its derivative is −y³/2. */
  RSQRT(From.OUTPUT, (y, d) -> mul(scale(d, -0.5, 0), mul(y, mul(y, y)))),
  RECIPROCAL(From.OUTPUT, (y, d) -> neg(mul(d, mul(y, y)))),
  SQUARE(From.INPUT, (x, d) -> mul(scale(d, 2, 0), x)),
  SIN(From.INPUT, (x, d) -> mul(d, unary(cosine(), x))),
  COS(From.INPUT, (x, d) -> neg(mul(d, unary(sine(), x)))),
  TAN(From.OUTPUT, (y, d) -> mul(d, scale(mul(y, y), 1, 1))),
  ASIN(From.INPUT, (x, d) -> mul(d, unary(rsqrt(), scale(mul(x, x), -1, 1)))),
  ACOS(From.INPUT, (x, d) -> neg(mul(d, unary(rsqrt(), scale(mul(x, x), -1, 1))))),
  ATAN(From.INPUT, (x, d) -> div(d, scale(mul(x, x), 1, 1))),
  SINH(From.INPUT, (x, d) -> mul(d, unary(hyperbolicCosine(), x))),
  COSH(From.INPUT, (x, d) -> mul(d, unary(hyperbolicSine(), x))),
  ASINH(From.INPUT, (x, d) -> mul(d, unary(rsqrt(), scale(mul(x, x), 1, 1)))),
  ACOSH(From.INPUT, (x, d) -> mul(d, unary(rsqrt(), scale(mul(x, x), 1, -1)))),
  ATANH(From.INPUT, (x, d) -> div(d, scale(mul(x, x), -1, 1))),
  TANH(From.OUTPUT, (y, d) -> mul(d, scale(mul(y, y), -1, 1))),
  SIGMOID(From.OUTPUT, (y, d) -> mul(d, mul(y, scale(y, -1, 1)))),
  /** max(x, 0); the derivative at 0 is 0. */
  RELU(From.OUTPUT, (y, d) -> select(compare(Compare.GT, y, zerosLike(y)), d, zerosLike(d))),
  /** log(1 + exp x), without overflow. */
  SOFTPLUS(From.INPUT, (x, d) -> mul(d, unary(logistic(), x))),
  /** The error function; its derivative is 2/√π · exp(−x²). */
  ERF(
      From.INPUT,
      (x, d) -> mul(scale(d, 2 / Math.sqrt(Math.PI), 0), unary(exponential(), neg(mul(x, x))))),
  FLOOR(From.NOTHING, null),
  CEIL(From.NOTHING, null),
  /** To the nearest integer, ties to even. */
  ROUND(From.NOTHING, null);

  /** What the derivative is computed from. */
  private enum From {
    INPUT,
    OUTPUT,
    NOTHING
  }

  private final From from;
  private final @Nullable BinaryOperator<Value> derivative;

  Unary(From from, @Nullable BinaryOperator<Value> derivative) {
    this.from = from;
    this.derivative = derivative;
  }

  // Enum constants cannot name later ones in their own initialisers.
  private static Unary signOf() {
    return SIGN;
  }

  private static Unary cosine() {
    return COS;
  }

  private static Unary sine() {
    return SIN;
  }

  private static Unary rsqrt() {
    return RSQRT;
  }

  private static Unary hyperbolicCosine() {
    return COSH;
  }

  private static Unary hyperbolicSine() {
    return SINH;
  }

  private static Unary logistic() {
    return SIGMOID;
  }

  private static Unary exponential() {
    return EXP;
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    return List.of(Check.floating(Check.only(inputs)));
  }

  /** Whether a gradient flows. */
  public boolean isDifferentiable() {
    return derivative != null;
  }

  /** Whether {@link UnaryGradient} takes this function's output rather than its input. */
  public boolean gradientTakesOutput() {
    return from == From.OUTPUT;
  }

  Value derivative(Value point, Value gradient) {
    if (derivative == null) {
      throw new IllegalStateException(name() + " is flat");
    }
    return derivative.apply(point, gradient);
  }

  @Override
  public Optional<List<@Nullable Value>> gradient(Node node, List<@Nullable Value> gradients) {
    Value gradient = gradients.get(0);
    if (derivative == null || gradient == null) {
      return Optional.of(Ops.none(1));
    }
    Value point = gradientTakesOutput() ? node.output() : node.input(0);
    return Optional.of(List.of(Ops.apply(new UnaryGradient(this), point, gradient)));
  }

  @Override
  public String opName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
