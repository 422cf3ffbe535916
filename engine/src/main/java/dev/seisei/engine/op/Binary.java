package dev.seisei.engine.op;

import static dev.seisei.engine.op.Ops.compare;
import static dev.seisei.engine.op.Ops.div;
import static dev.seisei.engine.op.Ops.mul;
import static dev.seisei.engine.op.Ops.neg;
import static dev.seisei.engine.op.Ops.scale;
import static dev.seisei.engine.op.Ops.select;
import static dev.seisei.engine.op.Ops.sub;
import static dev.seisei.engine.op.Ops.sumTo;
import static dev.seisei.engine.op.Ops.unary;
import static dev.seisei.engine.op.Ops.zerosLike;

import dev.seisei.engine.graph.Node;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.TensorType;
import dev.seisei.engine.graph.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Functions of two elements; operands of equal rank whose extents are equal or 1. */
public enum Binary implements PrimitiveOp {
  ADD {
    @Override
    List<@Nullable Value> derivative(Value a, Value b, Value y, Value d) {
      return List.of(d, d);
    }
  },
  SUB {
    @Override
    List<@Nullable Value> derivative(Value a, Value b, Value y, Value d) {
      return List.of(d, neg(d));
    }
  },
  MUL {
    @Override
    List<@Nullable Value> derivative(Value a, Value b, Value y, Value d) {
      return List.of(mul(d, b), mul(d, a));
    }
  },
  DIV {
    @Override
    List<@Nullable Value> derivative(Value a, Value b, Value y, Value d) {
      Value da = div(d, b);
      return List.of(da, neg(mul(da, y)));
    }
  },
  /** a^b. The gradient of the exponent is 0 where the base is not positive. */
  POW {
    @Override
    List<@Nullable Value> derivative(Value a, Value b, Value y, Value d) {
      Value da = mul(d, mul(b, Ops.binary(POW, a, scale(b, 1, -1))));
      Value positive = compare(Compare.GT, a, zerosLike(a));
      Value log = unary(Unary.LOG, select(positive, a, Ops.onesLike(a)));
      return List.of(da, mul(d, mul(y, log)));
    }
  },
  /** The larger; the gradient goes to the first operand where both are equal. */
  MAX {
    @Override
    List<@Nullable Value> derivative(Value a, Value b, Value y, Value d) {
      return pick(compare(Compare.GE, a, b), d);
    }
  },
  /** The smaller; the gradient goes to the first operand where both are equal. */
  MIN {
    @Override
    List<@Nullable Value> derivative(Value a, Value b, Value y, Value d) {
      return pick(compare(Compare.LE, a, b), d);
    }
  },
  /** The angle of the point (b, a), in radians. */
  ATAN2 {
    @Override
    List<@Nullable Value> derivative(Value a, Value b, Value y, Value d) {
      Value over = div(d, Ops.add(mul(a, a), mul(b, b)));
      return List.of(mul(over, b), neg(mul(over, a)));
    }
  },
  /** ⌊a/b⌋, whose gradient is 0. */
  FLOOR_DIV {
    @Override
    List<@Nullable Value> derivative(Value a, Value b, Value y, Value d) {
      return Ops.none(2);
    }
  },
  /** a − b⌊a/b⌋: the remainder with the divisor's sign. */
  FLOOR_MOD {
    @Override
    List<@Nullable Value> derivative(Value a, Value b, Value y, Value d) {
      return List.of(d, neg(mul(d, Ops.binary(FLOOR_DIV, a, b))));
    }
  };

  private static List<@Nullable Value> pick(Value first, Value d) {
    Value zero = zerosLike(d);
    Value toFirst = select(first, d, zero);
    return List.of(toFirst, sub(d, toFirst));
  }

  /** Gradients of both operands at the broadcast shape. */
  abstract List<@Nullable Value> derivative(Value a, Value b, Value y, Value d);

  @Override
  public String opName() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    return List.of(inputs.get(0).withShape(inferBroadcast(inputs)));
  }

  static Shape inferBroadcast(List<TensorType> inputs) {
    Check.count(inputs, 2);
    TensorType a = inputs.get(0);
    TensorType b = inputs.get(1);
    Check.sameDtype(a, b);
    Check.that(a.shape().rank() == b.shape().rank(), "operands differ in rank");
    return Shape.broadcast(a.shape(), b.shape());
  }

  @Override
  public Optional<List<@Nullable Value>> gradient(Node node, List<@Nullable Value> gradients) {
    Value d = gradients.get(0);
    if (d == null) {
      return Optional.of(Ops.none(2));
    }
    List<@Nullable Value> full = derivative(node.input(0), node.input(1), node.output(), d);
    @Nullable Value[] result = new @Nullable Value[2];
    for (int i = 0; i < 2; i++) {
      Value part = full.get(i);
      result[i] = part == null ? null : sumTo(part, node.input(i).shape());
    }
    return Optional.of(Arrays.asList(result));
  }
}
