package dev.seisei.engine.jvm;

import dev.seisei.engine.op.Binary;
import dev.seisei.engine.op.Scale;
import dev.seisei.engine.op.Unary;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;

/** Functions of numbers. */
final class Functions {
  private Functions() {}

  static DoubleUnaryOperator of(Unary function) {
    return switch (function) {
      case ABS -> Math::abs;
      case SIGN -> Math::signum;
      case EXP -> Math::exp;
      case EXPM1 -> Math::expm1;
      case LOG -> Math::log;
      case LOG1P -> Math::log1p;
      case SQRT -> Math::sqrt;
      case RSQRT -> x -> 1 / Math.sqrt(x);
      case RECIPROCAL -> x -> 1 / x;
      case SQUARE -> x -> x * x;
      case SIN -> Math::sin;
      case COS -> Math::cos;
      case TAN -> Math::tan;
      case ASIN -> Math::asin;
      case ACOS -> Math::acos;
      case ATAN -> Math::atan;
      case SINH -> Math::sinh;
      case COSH -> Math::cosh;
      case ASINH -> Functions::asinh;
      case ACOSH -> Functions::acosh;
      case ATANH -> x -> 0.5 * (Math.log1p(x) - Math.log1p(-x));
      case TANH -> Math::tanh;
      case SIGMOID -> x -> 1 / (1 + Math.exp(-x));
      case RELU -> x -> Math.max(x, 0);
      case SOFTPLUS -> x -> Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
      case ERF -> Functions::erf;
      case FLOOR -> Math::floor;
      case CEIL -> Math::ceil;
      case ROUND -> Math::rint;
    };
  }

  static DoubleBinaryOperator of(Binary function) {
    return switch (function) {
      case ADD -> (a, b) -> a + b;
      case SUB -> (a, b) -> a - b;
      case MUL -> (a, b) -> a * b;
      case DIV -> (a, b) -> a / b;
      case POW -> Functions::power;
      case MAX -> Math::max;
      case MIN -> Math::min;
      case ATAN2 -> Math::atan2;
      case FLOOR_DIV -> (a, b) -> Math.floor(a / b);
      case FLOOR_MOD -> (a, b) -> a - b * Math.floor(a / b);
    };
  }

  /** As {@link #of(Binary)}; division truncates, as Java's does, and what overflows wraps. */
  static LongBinaryOperator ofIntegers(Binary function) {
    return switch (function) {
      case ADD -> (a, b) -> a + b;
      case SUB -> (a, b) -> a - b;
      case MUL -> (a, b) -> a * b;
      case DIV -> (a, b) -> a / divisor(a, b);
      case POW -> Functions::power;
      case MAX -> Math::max;
      case MIN -> Math::min;
      case ATAN2 -> (a, b) -> (long) Math.atan2((double) a, (double) b);
      case FLOOR_DIV -> (a, b) -> Math.floorDiv(a, divisor(a, b));
      case FLOOR_MOD -> (a, b) -> Math.floorMod(a, divisor(a, b));
    };
  }

  private static long divisor(long a, long b) {
    if (b == 0) {
      throw new ArithmeticException("integer division of " + a + " by zero");
    }
    return b;
  }

  static LongUnaryOperator ofIntegers(Scale scale) {
    long factor = (long) scale.factor();
    long shift = (long) scale.shift();
    if (factor == scale.factor() && shift == scale.shift()) {
      return x -> factor * x + shift;
    }
    return x -> (long) (scale.factor() * x + scale.shift());
  }

  private static long power(long base, long exponent) {
    if (exponent < 0) {
      return (long) Math.pow((double) base, (double) exponent);
    }
    long result = 1;
    for (long square = base; exponent > 0; exponent >>= 1) {
      if ((exponent & 1) != 0) {
        result *= square;
      }
      square *= square;
    }
    return result;
  }

  /** IEEE 754's power, which is 1 for a base of 1 even if the exponent is no number. */
  static double power(double base, double exponent) {
    return base == 1 || (base == -1 && Double.isInfinite(exponent)) ? 1 : Math.pow(base, exponent);
  }

  private static double asinh(double x) {
    double a = Math.abs(x);
    double y =
        a > 1e8 ? Math.log(a) + Math.log(2) : Math.log1p(a + a * a / (Math.sqrt(a * a + 1) + 1));
    return Math.copySign(y, x);
  }

  private static double acosh(double x) {
    if (x < 1) {
      return Double.NaN;
    }
    double t = x - 1;
    return x > 1e8 ? Math.log(x) + Math.log(2) : Math.log1p(t + Math.sqrt(t * t + 2 * t));
  }

  /** 2/√π · exp(−x²) · Σ 2ⁿ x²ⁿ⁺¹ / (1·3·5 ⋯ (2n + 1)), whose terms have one sign. */
  static double erf(double x) {
    if (Math.abs(x) > 6) {
      return Math.signum(x);
    }
    double term = x;
    double sum = x;
    for (int n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
  }
}
