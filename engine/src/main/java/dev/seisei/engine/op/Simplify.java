package dev.seisei.engine.op;

import dev.seisei.engine.graph.Dim;
import dev.seisei.engine.graph.Op;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.TensorType;
import dev.seisei.engine.graph.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Identities that hold wherever a node is made: what changes nothing vanishes, numbers known now
 * are computed now, and shape operations in a row become one.
 */
final class Simplify {
  private Simplify() {}

  /** A value equal to the operation's only output, or null if nothing simpler is known. */
  static @Nullable Value simplify(Op op, List<Value> inputs) {
    if (inputs.isEmpty()) {
      return null;
    }
    Value x = inputs.get(0);
    if (op instanceof Reshape reshape) {
      return reshape(reshape, x);
    } else if (op instanceof Permute permute) {
      return permute(permute, x);
    } else if (op instanceof Broadcast broadcast) {
      return broadcast(broadcast, x);
    } else if (op instanceof Slice slice) {
      return slice(slice, x);
    } else if (op instanceof Pad pad) {
      return isIdentity(pad) ? x : null;
    } else if (op instanceof Concat && inputs.size() == 1) {
      return x;
    } else if (op instanceof Cast cast) {
      return cast(cast, x);
    } else if (op instanceof Scale scale) {
      return scale(scale, x);
    } else if (op instanceof Power power) {
      return power(power, x);
    } else if (op instanceof Reduce reduce) {
      return reduce(reduce, x);
    } else if (op instanceof Binary binary) {
      return binary(binary, x, inputs.get(1));
    }
    return null;
  }

  private static @Nullable Value reshape(Reshape reshape, Value x) {
    if (x.shape().equals(reshape.shape())) {
      return x;
    }
    if (x.op() instanceof Reshape) {
      return Ops.reshape(x.node().input(0), reshape.shape());
    }
    return refill(x, reshape.shape());
  }

  /** A fill of another shape, if the value is a fill. */
  private static @Nullable Value refill(Value x, Shape shape) {
    return x.op() instanceof Leaf.Fill fill
        ? Ops.fill(fill.number(), x.type().withShape(shape))
        : null;
  }

  private static @Nullable Value permute(Permute permute, Value x) {
    if (permute.order().equals(Ops.allAxes(x))) {
      return x;
    }
    if (x.op() instanceof Permute inner) {
      return Ops.permute(
          x.node().input(0), permute.order().stream().map(inner.order()::get).toList());
    }
    return refill(x, new Shape(permute.order().stream().map(x.shape()::dim).toList()));
  }

  private static @Nullable Value broadcast(Broadcast broadcast, Value x) {
    if (x.shape().equals(broadcast.shape())) {
      return x;
    }
    if (x.op() instanceof Broadcast) {
      return Ops.broadcast(x.node().input(0), broadcast.shape());
    }
    return refill(x, broadcast.shape());
  }

  private static @Nullable Value slice(Slice slice, Value x) {
    boolean whole =
        slice.begin().stream().allMatch(Dim::isZero) && slice.size().equals(x.shape().dims());
    return whole ? x : refill(x, new Shape(slice.size()));
  }

  private static boolean isIdentity(Pad pad) {
    return pad.before().stream().allMatch(Dim::isZero)
        && pad.after().stream().allMatch(Dim::isZero)
        && pad.interior().stream().allMatch(i -> i == 0);
  }

  private static @Nullable Value cast(Cast cast, Value x) {
    if (x.type().dtype() == cast.to()) {
      return x;
    }
    if (x.op() instanceof Leaf.Fill fill) {
      double number = cast.to().isFloating() ? fill.number() : (double) (long) fill.number();
      return Ops.fill(number, x.type().withDtype(cast.to()));
    }
    return null;
  }

  private static @Nullable Value scale(Scale scale, Value x) {
    if (scale.factor() == 1 && scale.shift() == 0) {
      return x;
    }
    if (x.op() instanceof Leaf.Fill fill) {
      return Ops.fill(scale.factor() * fill.number() + scale.shift(), x.type());
    }
    if (x.op() instanceof Scale inner && x.type().dtype().isFloating()) {
      return Ops.scale(
          x.node().input(0),
          scale.factor() * inner.factor(),
          scale.factor() * inner.shift() + scale.shift());
    }
    return null;
  }

  private static @Nullable Value power(Power power, Value x) {
    double exponent = power.exponent();
    if (x.op() instanceof Leaf.Fill fill) {
      return Ops.fill(Math.pow(fill.number(), exponent), x.type());
    } else if (exponent == 0) {
      return Ops.onesLike(x);
    } else if (exponent == 1) {
      return x;
    } else if (exponent == 2) {
      return Ops.unary(Unary.SQUARE, x);
    } else if (exponent == 0.5) {
      return Ops.unary(Unary.SQRT, x);
    } else if (exponent == -0.5) {
      return Ops.unary(Unary.RSQRT, x);
    } else if (exponent == -1) {
      return Ops.unary(Unary.RECIPROCAL, x);
    }
    return null;
  }

  private static @Nullable Value reduce(Reduce reduce, Value x) {
    if (reduce.axes().stream().allMatch(axis -> x.shape().dim(axis).isOne())) {
      return x;
    }
    if (x.op() instanceof Leaf.Fill fill) {
      Shape shape = reduce.infer(List.of(x.type())).get(0).shape();
      Dim count = Dim.ONE;
      for (int axis : reduce.axes()) {
        count = count.times(x.shape().dim(axis));
      }
      if (reduce.kind() == Reduce.Kind.MAX || reduce.kind() == Reduce.Kind.MIN) {
        return refill(x, shape);
      } else if (reduce.kind() == Reduce.Kind.SUM && count.isConstant()) {
        return Ops.fill(fill.number() * (double) count.value(), x.type().withShape(shape));
      }
    }
    return null;
  }

  private static @Nullable Value binary(Binary binary, Value a, Value b) {
    TensorType type = a.type();
    if (type.dtype() != b.type().dtype() || a.shape().rank() != b.shape().rank()) {
      return null;
    }
    Shape shape = Shape.broadcast(a.shape(), b.shape());
    if (a.op() instanceof Leaf.Fill x && b.op() instanceof Leaf.Fill y) {
      Double known = compute(binary, x.number(), y.number(), type.dtype().isFloating());
      return known == null ? null : Ops.fill(known, type.withShape(shape));
    }
    Value simpler = null;
    if (b.op() instanceof Leaf.Fill y) {
      simpler = withNumber(binary, a, y.number());
    } else if (a.op() instanceof Leaf.Fill x) {
      simpler = withNumberFirst(binary, x.number(), b);
    }
    return simpler == null ? null : Ops.broadcast(simpler, shape);
  }

  private static @Nullable Value withNumber(Binary binary, Value x, double number) {
    boolean exact = x.type().dtype().isFloating();
    return switch (binary) {
      case ADD -> Ops.scale(x, 1, number);
      case SUB -> Ops.scale(x, 1, -number);
      case MUL -> Ops.scale(x, number, 0);
      case DIV -> exact && number != 0 ? Ops.scale(x, 1 / number, 0) : null;
      case POW -> exact ? Ops.pow(x, number) : null;
      default -> null;
    };
  }

  private static @Nullable Value withNumberFirst(Binary binary, double number, Value x) {
    return switch (binary) {
      case ADD -> Ops.scale(x, 1, number);
      case SUB -> Ops.scale(x, -1, number);
      case MUL -> Ops.scale(x, number, 0);
      case DIV ->
          x.type().dtype().isFloating()
              ? Ops.scale(Ops.unary(Unary.RECIPROCAL, x), number, 0)
              : null;
      default -> null;
    };
  }

  private static @Nullable Double compute(Binary binary, double a, double b, boolean floating) {
    return switch (binary) {
      case ADD -> a + b;
      case SUB -> a - b;
      case MUL -> a * b;
      case DIV -> floating ? Double.valueOf(a / b) : integerQuotient(a, b);
      case MAX -> Math.max(a, b);
      case MIN -> Math.min(a, b);
      case POW -> Math.pow(a, b);
      case FLOOR_DIV -> b == 0 ? null : Double.valueOf(Math.floor(a / b));
      case FLOOR_MOD -> b == 0 ? null : Double.valueOf(a - b * Math.floor(a / b));
      case ATAN2 -> Math.atan2(a, b);
    };
  }

  private static @Nullable Double integerQuotient(double a, double b) {
    return b == 0 ? null : (double) (long) (a / b);
  }

  /** Replaces two values of the list by their sum, if they can be joined without adding. */
  static boolean joinOnePair(List<Value> values) {
    for (int i = 0; i < values.size(); i++) {
      for (int j = 0; j < values.size(); j++) {
        Value joined = i == j ? null : joinPads(values.get(i), values.get(j));
        if (joined != null) {
          values.set(i, joined);
          values.remove(j);
          return true;
        }
      }
    }
    return false;
  }

  /**
   * The sum of two padded values whose contents lie side by side along one axis, as one padded
   * concatenation; null if they do not. Gradients of the parts of a split come together this way.
   */
  private static @Nullable Value joinPads(Value a, Value b) {
    if (!(a.op() instanceof Pad first) || !(b.op() instanceof Pad second)) {
      return null;
    }
    int axis = onlyPaddedAxis(first);
    if (axis < 0 || axis != onlyPaddedAxis(second) || !a.shape().equals(b.shape())) {
      return null;
    }
    Value left = a.node().input(0);
    Value right = b.node().input(0);
    if (!first.before().get(axis).plus(left.shape().dim(axis)).equals(second.before().get(axis))) {
      return null;
    }
    List<Dim> after = new ArrayList<>(first.after());
    after.set(axis, second.after().get(axis));
    return Ops.apply(
        new Pad(first.before(), after, first.interior()), Ops.concat(axis, List.of(left, right)));
  }

  private static int onlyPaddedAxis(Pad pad) {
    int found = -1;
    for (int i = 0; i < pad.before().size(); i++) {
      if (pad.interior().get(i) != 0) {
        return -1;
      }
      if (!pad.before().get(i).isZero() || !pad.after().get(i).isZero()) {
        if (found >= 0) {
          return -1;
        }
        found = i;
      }
    }
    return found;
  }
}
