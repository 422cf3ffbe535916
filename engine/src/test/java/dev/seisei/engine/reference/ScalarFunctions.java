package dev.seisei.engine.reference;

import dev.seisei.engine.memory.DType;
import dev.seisei.engine.op.Binary;
import dev.seisei.engine.op.Compare;
import dev.seisei.engine.op.Logical;
import dev.seisei.engine.op.Unary;

/** What the operations on single elements compute. */
final class ScalarFunctions {
  private ScalarFunctions() {}

  static double cast(DType to, double a) {
    return switch (to) {
      case F64 -> a;
      case F32, BF16, F16 -> (float) a;
      case I64 -> (long) a;
      case I32 -> (int) a;
      case I8 -> (byte) (long) a;
      case U8 -> (long) a & 0xFF;
      case BOOL -> a != 0 ? 1 : 0;
    };
  }

  static double apply(Unary unary, double a) {
    return switch (unary) {
      case ABS -> Math.abs(a);
      case SIGN -> Math.signum(a);
      case EXP -> Math.exp(a);
      case EXPM1 -> Math.expm1(a);
      case LOG -> Math.log(a);
      case LOG1P -> Math.log1p(a);
      case SQRT -> Math.sqrt(a);
      case RSQRT -> 1 / Math.sqrt(a);
      case RECIPROCAL -> 1 / a;
      case SQUARE -> a * a;
      case SIN -> Math.sin(a);
      case COS -> Math.cos(a);
      case TAN -> Math.tan(a);
      case ASIN -> Math.asin(a);
      case ACOS -> Math.acos(a);
      case ATAN -> Math.atan(a);
      case SINH -> Math.sinh(a);
      case COSH -> Math.cosh(a);
      case ASINH -> Math.signum(a) * Math.log(Math.abs(a) + Math.sqrt(a * a + 1));
      case ACOSH -> Math.log(a + Math.sqrt(a * a - 1));
      case ATANH -> 0.5 * Math.log((1 + a) / (1 - a));
      case TANH -> Math.tanh(a);
      case SIGMOID -> 1 / (1 + Math.exp(-a));
      case RELU -> Math.max(a, 0);
      case SOFTPLUS -> Math.max(a, 0) + Math.log1p(Math.exp(-Math.abs(a)));
      case ERF -> erf(a);
      case FLOOR -> Math.floor(a);
      case CEIL -> Math.ceil(a);
      case ROUND -> Math.rint(a);
    };
  }

  /** 2/√π · exp(−x²) · Σ 2ⁿ x²ⁿ⁺¹ / (2n+1)!!, whose terms all have one sign. */
  private static double erf(double x) {
    if (Math.abs(x) > 6) {
      return Math.signum(x);
    }
    double term = x;
    double sum = x;
    for (int n = 1; Math.abs(term) > 1e-18 * Math.abs(sum); n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
  }

  static double apply(Binary binary, boolean whole, double a, double b) {
    return switch (binary) {
      case ADD -> a + b;
      case SUB -> a - b;
      case MUL -> a * b;
      case DIV -> whole ? truncate(a / b) : a / b;
      case POW -> Math.pow(a, b);
      case MAX -> Math.max(a, b);
      case MIN -> Math.min(a, b);
      case ATAN2 -> Math.atan2(a, b);
      case FLOOR_DIV -> Math.floor(a / b);
      case FLOOR_MOD -> a - b * Math.floor(a / b);
    };
  }

  private static double truncate(double a) {
    return a < 0 ? Math.ceil(a) : Math.floor(a);
  }

  static boolean holds(Compare compare, double a, double b) {
    return switch (compare) {
      case EQ -> a == b;
      case NE -> a != b;
      case LT -> a < b;
      case LE -> a <= b;
      case GT -> a > b;
      case GE -> a >= b;
    };
  }

  static boolean holds(Logical logical, boolean a, boolean b) {
    return switch (logical) {
      case AND -> a && b;
      case OR -> a || b;
      case XOR -> a ^ b;
    };
  }
}
