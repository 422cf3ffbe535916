package dev.seisei.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.algorithm.binary_add;
import static org.bytedeco.dnnl.global.dnnl.algorithm.binary_div;
import static org.bytedeco.dnnl.global.dnnl.algorithm.binary_max;
import static org.bytedeco.dnnl.global.dnnl.algorithm.binary_min;
import static org.bytedeco.dnnl.global.dnnl.algorithm.binary_mul;
import static org.bytedeco.dnnl.global.dnnl.algorithm.binary_sub;
import static org.bytedeco.dnnl.global.dnnl.algorithm.eltwise_abs;
import static org.bytedeco.dnnl.global.dnnl.algorithm.eltwise_clip_v2;
import static org.bytedeco.dnnl.global.dnnl.algorithm.eltwise_elu;
import static org.bytedeco.dnnl.global.dnnl.algorithm.eltwise_exp;
import static org.bytedeco.dnnl.global.dnnl.algorithm.eltwise_gelu_erf;
import static org.bytedeco.dnnl.global.dnnl.algorithm.eltwise_gelu_tanh;
import static org.bytedeco.dnnl.global.dnnl.algorithm.eltwise_linear;
import static org.bytedeco.dnnl.global.dnnl.algorithm.eltwise_log;
import static org.bytedeco.dnnl.global.dnnl.algorithm.eltwise_logistic;
import static org.bytedeco.dnnl.global.dnnl.algorithm.eltwise_mish;
import static org.bytedeco.dnnl.global.dnnl.algorithm.eltwise_pow;
import static org.bytedeco.dnnl.global.dnnl.algorithm.eltwise_relu;
import static org.bytedeco.dnnl.global.dnnl.algorithm.eltwise_round;
import static org.bytedeco.dnnl.global.dnnl.algorithm.eltwise_soft_relu;
import static org.bytedeco.dnnl.global.dnnl.algorithm.eltwise_sqrt;
import static org.bytedeco.dnnl.global.dnnl.algorithm.eltwise_square;
import static org.bytedeco.dnnl.global.dnnl.algorithm.eltwise_swish;
import static org.bytedeco.dnnl.global.dnnl.algorithm.eltwise_tanh;

import dev.seisei.engine.graph.Op;
import dev.seisei.engine.op.Binary;
import dev.seisei.engine.op.Clip;
import dev.seisei.engine.op.Composite;
import dev.seisei.engine.op.Power;
import dev.seisei.engine.op.Scale;
import dev.seisei.engine.op.Unary;
import java.util.List;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.jspecify.annotations.Nullable;

/** How oneDNN names the functions of one and of two elements. */
final class Functions {
  private Functions() {}

  /** A function of one element as functions that oneDNN has; empty if it has none. */
  static List<Post.Function> of(Op op) {
    if (op instanceof Unary unary) {
      return unary(unary);
    }
    if (op instanceof Scale scale) {
      return one(eltwise_linear, scale.factor(), scale.shift());
    }
    if (op instanceof Clip clip) {
      return one(eltwise_clip_v2, clip.low(), clip.high());
    }
    if (op instanceof Power power) {
      return power(power.exponent());
    }
    if (op instanceof Composite composite) {
      return activation(composite);
    }
    return List.of();
  }

  private static List<Post.Function> unary(Unary function) {
    return switch (function) {
      case ABS -> one(eltwise_abs, 0, 0);
      case EXP -> one(eltwise_exp, 0, 0);
      case LOG -> one(eltwise_log, 0, 0);
      case SQRT -> one(eltwise_sqrt, 0, 0);
      case RSQRT -> power(-0.5);
      case RECIPROCAL -> power(-1);
      case SQUARE -> one(eltwise_square, 0, 0);
      case TANH -> one(eltwise_tanh, 0, 0);
      case SIGMOID -> one(eltwise_logistic, 0, 0);
      case RELU -> one(eltwise_relu, 0, 0);
      case SOFTPLUS -> one(eltwise_soft_relu, 1, 0);
      case ROUND -> one(eltwise_round, 0, 0);
      default -> List.of();
    };
  }

  private static List<Post.Function> power(double exponent) {
    if (exponent == -0.5) {
      // The general power is a call for each element, twenty times slower.
      return List.of(new Post.Function(eltwise_sqrt, 0, 0), new Post.Function(eltwise_pow, 1, -1));
    }
    return one(eltwise_pow, 1, exponent);
  }

  /** Composites that are functions of one element. */
  private static List<Post.Function> activation(Composite composite) {
    return switch (composite.opName()) {
      case "gelu_tanh" -> one(eltwise_gelu_tanh, 0, 0);
      case "gelu" -> one(eltwise_gelu_erf, 0, 0);
      case "silu" -> one(eltwise_swish, 1, 0);
      case "mish" -> one(eltwise_mish, 0, 0);
      case "softplus" -> one(eltwise_soft_relu, 1, 0);
      case "leaky_relu" -> one(eltwise_relu, composite.number("slope"), 0);
      case "elu" -> one(eltwise_elu, composite.number("alpha"), 0);
      default -> List.of();
    };
  }

  private static List<Post.Function> one(algorithm kind, double alpha, double beta) {
    return List.of(new Post.Function(kind, (float) alpha, (float) beta));
  }

  /** Whether oneDNN has a function of two elements. */
  static boolean has(Binary function) {
    return of(function) != null;
  }

  /** A function of two elements; null if oneDNN has none. */
  static @Nullable algorithm of(Binary function) {
    return switch (function) {
      case ADD -> binary_add;
      case SUB -> binary_sub;
      case MUL -> binary_mul;
      case DIV -> binary_div;
      case MAX -> binary_max;
      case MIN -> binary_min;
      case POW, ATAN2, FLOOR_DIV, FLOOR_MOD -> null;
    };
  }
}
