package dev.seisei.engine.op;

import dev.seisei.engine.graph.Dim;
import dev.seisei.engine.graph.Node;
import dev.seisei.engine.graph.Op;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.TensorType;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.memory.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Builds values. Every node is made through {@link #apply}, which returns something simpler where
 * an identity holds ({@link Simplify}); binary functions align ranks, so callers broadcast as in
 * NumPy.
 */
public final class Ops {
  private Ops() {}

  /** Applies an operation with one output. */
  public static Value apply(Op op, Value... inputs) {
    return apply(op, List.of(inputs)).get(0);
  }

  /** Applies an operation. */
  public static List<Value> apply(Op op, List<Value> inputs) {
    Value simpler = Simplify.simplify(op, inputs);
    return simpler != null ? List.of(simpler) : Node.of(op, inputs).outputs();
  }

  public static Value input(String key, DType dtype, Shape shape) {
    return apply(new Leaf.Input(key, new TensorType(dtype, shape)));
  }

  public static Value constant(Tensor tensor) {
    return apply(new Leaf.Constant(tensor));
  }

  /** The same number everywhere. */
  public static Value fill(double number, TensorType type) {
    return apply(new Leaf.Fill(number, type));
  }

  /** A scalar. */
  public static Value scalar(double number, DType dtype) {
    return fill(number, new TensorType(dtype, new Shape(List.of())));
  }

  public static Value zerosLike(Value like) {
    return fill(0, like.type());
  }

  public static Value onesLike(Value like) {
    return fill(1, like.type());
  }

  /** 0, 1, 2 … n − 1. */
  public static Value iota(Dim extent, DType dtype) {
    return apply(new Leaf.Iota(extent, dtype));
  }

  /** A dimension as a scalar. */
  public static Value extent(Dim dim, DType dtype) {
    return dim.isConstant()
        ? scalar((double) dim.value(), dtype)
        : apply(new Leaf.Extent(dim, dtype));
  }

  // Element by element.

  public static Value unary(Unary function, Value x) {
    return apply(function, x);
  }

  /** A function of two values that broadcast against each other. */
  public static Value binary(Op function, Value a, Value b) {
    int rank = Math.max(a.shape().rank(), b.shape().rank());
    return apply(function, expandRank(a, rank), expandRank(b, rank));
  }

  private static Value expandRank(Value x, int rank) {
    return reshape(x, x.shape().expandTo(rank));
  }

  public static Value add(Value a, Value b) {
    return binary(Binary.ADD, a, b);
  }

  public static Value sub(Value a, Value b) {
    return binary(Binary.SUB, a, b);
  }

  public static Value mul(Value a, Value b) {
    return binary(Binary.MUL, a, b);
  }

  public static Value div(Value a, Value b) {
    return binary(Binary.DIV, a, b);
  }

  public static Value compare(Compare relation, Value a, Value b) {
    return binary(relation, a, b);
  }

  /** factor · x + shift. */
  public static Value scale(Value x, double factor, double shift) {
    return apply(new Scale(factor, shift), x);
  }

  public static Value neg(Value x) {
    return scale(x, -1, 0);
  }

  public static Value pow(Value x, double exponent) {
    return apply(new Power(exponent), x);
  }

  public static Value cast(Value x, DType to) {
    return apply(new Cast(to), x);
  }

  /** a where the condition holds, else b; all three broadcast against each other. */
  public static Value select(Value condition, Value a, Value b) {
    Shape shape = Shape.broadcast(Shape.broadcast(condition.shape(), a.shape()), b.shape());
    return apply(
        new Select(), broadcast(condition, shape), broadcast(a, shape), broadcast(b, shape));
  }

  // Reductions; negative axes count from the end, and the axes stay with extent 1.

  public static Value reduce(Reduce.Kind kind, Value x, List<Integer> axes) {
    List<Integer> normal = axes.stream().map(x.shape()::normalizeAxis).sorted().distinct().toList();
    if (kind == Reduce.Kind.PROD) {
      Value result = x;
      for (int axis : normal) {
        result = apply(new Reduce(kind, List.of(axis)), result);
      }
      return result;
    }
    return apply(new Reduce(kind, normal), x);
  }

  public static Value sum(Value x, List<Integer> axes) {
    return reduce(Reduce.Kind.SUM, x, axes);
  }

  public static Value mean(Value x, List<Integer> axes) {
    Dim count =
        axes.stream()
            .map(x.shape()::normalizeAxis)
            .distinct()
            .map(x.shape()::dim)
            .reduce(Dim.ONE, Dim::times);
    return div(sum(x, axes), extent(count, x.type().dtype()));
  }

  /** All axes of a value. */
  public static List<Integer> allAxes(Value x) {
    return IntStream.range(0, x.shape().rank()).boxed().toList();
  }

  /** Sums over the axes along which the given shape was stretched to this value's. */
  public static Value sumTo(Value x, Shape shape) {
    int extra = x.shape().rank() - shape.rank();
    Shape aligned = shape.expandTo(x.shape().rank());
    List<Integer> axes = new ArrayList<>();
    for (int i = 0; i < x.shape().rank(); i++) {
      if (i < extra || (aligned.dim(i).isOne() && !x.shape().dim(i).isOne())) {
        axes.add(i);
      }
    }
    return reshape(axes.isEmpty() ? x : sum(x, axes), shape);
  }

  // Shapes.

  public static Value reshape(Value x, Shape shape) {
    return apply(new Reshape(shape), x);
  }

  public static Value permute(Value x, List<Integer> order) {
    return apply(new Permute(order), x);
  }

  /** The last two axes exchanged. */
  public static Value transpose(Value x) {
    int rank = x.shape().rank();
    List<Integer> order = new ArrayList<>(allAxes(x));
    Collections.swap(order, rank - 2, rank - 1);
    return permute(x, order);
  }

  /** Stretches a value to a shape of equal or higher rank. */
  public static Value broadcast(Value x, Shape shape) {
    return apply(new Broadcast(shape), expandRank(x, shape.rank()));
  }

  /** A contiguous range along one axis. */
  public static Value slice(Value x, int axis, Dim begin, Dim size) {
    int at = x.shape().normalizeAxis(axis);
    List<Dim> begins = new ArrayList<>(Collections.nCopies(x.shape().rank(), Dim.ZERO));
    begins.set(at, begin);
    return apply(
        new Slice(
            begins, x.shape().with(at, size).dims(), Collections.nCopies(x.shape().rank(), 1L)),
        x);
  }

  public static Value concat(int axis, List<Value> parts) {
    return apply(new Concat(parts.get(0).shape().normalizeAxis(axis)), parts).get(0);
  }

  /**
   * The sum of values of one type. Padded parts that lie side by side become a concatenation first,
   * which is how the gradients of a split come back together.
   */
  public static Value total(List<Value> parts) {
    List<Value> open = new ArrayList<>(parts);
    for (boolean joined = true; joined; ) {
      joined = Simplify.joinOnePair(open);
    }
    return open.stream().reduce(Ops::add).orElseThrow();
  }

  // Products.

  /** Matrix product over the last two axes; leading axes broadcast. */
  public static Value matmul(Value a, Value b) {
    return binary(new MatMul(), a, b);
  }

  /** No gradient for any of n inputs. */
  static List<@Nullable Value> none(int n) {
    return Arrays.asList(new @Nullable Value[n]);
  }

  /** The gradient of the only input. */
  static List<@Nullable Value> one(@Nullable Value gradient) {
    return Collections.singletonList(gradient);
  }
}
