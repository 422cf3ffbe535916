package dev.seisei.engine.reference;

import dev.seisei.engine.op.Unary;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.impl.scalar.RectifiedLinear;
import org.nd4j.linalg.api.ops.impl.transforms.floating.RSqrt;
import org.nd4j.linalg.api.ops.impl.transforms.floating.Sqrt;
import org.nd4j.linalg.api.ops.impl.transforms.same.Abs;
import org.nd4j.linalg.api.ops.impl.transforms.same.Ceil;
import org.nd4j.linalg.api.ops.impl.transforms.same.Floor;
import org.nd4j.linalg.api.ops.impl.transforms.same.Reciprocal;
import org.nd4j.linalg.api.ops.impl.transforms.same.Square;
import org.nd4j.linalg.api.ops.impl.transforms.strict.ACos;
import org.nd4j.linalg.api.ops.impl.transforms.strict.ACosh;
import org.nd4j.linalg.api.ops.impl.transforms.strict.ASin;
import org.nd4j.linalg.api.ops.impl.transforms.strict.ATan;
import org.nd4j.linalg.api.ops.impl.transforms.strict.ATanh;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Cos;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Cosh;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Erf;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Exp;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Expm1;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Log;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Log1p;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Rint;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Sigmoid;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Sin;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Sinh;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Tan;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Tanh;

/** Functions of one element by libnd4j's older operations. */
final class LegacyFunctions {
  private LegacyFunctions() {}

  static Op of(Unary function, INDArray x, INDArray y) {
    return switch (function) {
      case ABS -> new Abs(x, y);
      case EXP -> new Exp(x, y);
      case EXPM1 -> new Expm1(x, y);
      case LOG -> new Log(x, y);
      case LOG1P -> new Log1p(x, y);
      case SQRT -> new Sqrt(x, y);
      case RSQRT -> new RSqrt(x, y);
      case RECIPROCAL -> new Reciprocal(x, y);
      case SQUARE -> new Square(x, y);
      case SIN -> new Sin(x, y);
      case COS -> new Cos(x, y);
      case TAN -> new Tan(x, y);
      case ASIN -> new ASin(x, y);
      case ACOS -> new ACos(x, y);
      case ATAN -> new ATan(x, y);
      case SINH -> new Sinh(x, y);
      case COSH -> new Cosh(x, y);
      case ACOSH -> new ACosh(x, y);
      case ATANH -> new ATanh(x, y);
      case TANH -> new Tanh(x, y);
      case SIGMOID -> new Sigmoid(x, y);
      case RELU -> new RectifiedLinear(x, y);
      case ERF -> new Erf(x, y);
      case FLOOR -> new Floor(x, y);
      case CEIL -> new Ceil(x, y);
      case ROUND -> new Rint(x, y);
      case SIGN, ASINH, SOFTPLUS -> throw new IllegalArgumentException("libnd4j's is wrong");
    };
  }
}
