package dev.seisei.engine.kernel;

import dev.seisei.engine.graph.Dim;
import dev.seisei.engine.graph.Op;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.TensorType;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.op.ArgReduce;
import dev.seisei.engine.op.Binary;
import dev.seisei.engine.op.Broadcast;
import dev.seisei.engine.op.Cast;
import dev.seisei.engine.op.Clip;
import dev.seisei.engine.op.Compare;
import dev.seisei.engine.op.Concat;
import dev.seisei.engine.op.Convolution;
import dev.seisei.engine.op.ConvolutionInputGradient;
import dev.seisei.engine.op.ConvolutionWeightGradient;
import dev.seisei.engine.op.Cumulative;
import dev.seisei.engine.op.Gather;
import dev.seisei.engine.op.Leaf;
import dev.seisei.engine.op.LogSoftmax;
import dev.seisei.engine.op.Logical;
import dev.seisei.engine.op.MatMul;
import dev.seisei.engine.op.Pad;
import dev.seisei.engine.op.Permute;
import dev.seisei.engine.op.Power;
import dev.seisei.engine.op.Reduce;
import dev.seisei.engine.op.Reshape;
import dev.seisei.engine.op.Reverse;
import dev.seisei.engine.op.Scale;
import dev.seisei.engine.op.ScatterAdd;
import dev.seisei.engine.op.Select;
import dev.seisei.engine.op.Slice;
import dev.seisei.engine.op.Softmax;
import dev.seisei.engine.op.StopGradient;
import dev.seisei.engine.op.Unary;
import dev.seisei.engine.op.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Every primitive with operands to try it on: odd extents, a batch of one, ranks from 0 up, short
 * and long, all types that an operation is made for.
 */
public final class KernelExamples {
  /** An operation and its inputs. */
  public record Example(Op op, List<Tensor> inputs) {
    Example(Op op, Tensor... inputs) {
      this(op, List.of(inputs));
    }

    Tensor[] tensors() {
      return inputs.toArray(Tensor[]::new);
    }

    @Override
    public String toString() {
      return op + inputs.toString();
    }
  }

  private static final List<DType> FLOATING = List.of(DType.F32, DType.F64);
  private static final List<DType> WHOLE = List.of(DType.I32, DType.I64, DType.I8, DType.U8);

  /** One of every element size. */
  private static final List<DType> SIZES = List.of(DType.F32, DType.I64, DType.BF16, DType.BOOL);

  private static final long[][] SHAPES = {
    {}, {1}, {7}, {3, 5}, {1, 1, 4}, {2, 3, 4, 5}, {3, 1, 709}
  };

  /** Pairs that broadcast. */
  private static final long[][][] PAIRS = {
    {{}, {}},
    {{7}, {7}},
    {{1}, {7}},
    {{3, 1}, {1, 5}},
    {{2, 3, 4}, {2, 1, 4}},
    {{3, 1, 709}, {1, 2, 709}}
  };

  private final List<Example> examples = new ArrayList<>();
  private final SplittableRandom random = new SplittableRandom(20);

  private KernelExamples() {}

  public static List<Example> all() {
    KernelExamples made = new KernelExamples();
    made.elementwise();
    made.special();
    made.choices();
    made.casts();
    made.moves();
    made.indexing();
    made.along();
    made.products();
    made.convolutions();
    return made.examples;
  }

  private void add(Op op, Tensor... inputs) {
    examples.add(new Example(op, inputs));
  }

  // Operands.

  private Tensor filled(DType type, DoubleUnaryOperator change, long... shape) {
    Tensor tensor = Tensor.zeros(Device.CPU, type, shape);
    for (long i = 0; i < tensor.elements(); i++) {
      // a sum of three uniform numbers, so that the middle is likelier than the ends
      double bell = random.nextDouble() + random.nextDouble() + random.nextDouble() - 1.5;
      tensor.setDouble(i, change.applyAsDouble(2 * bell));
    }
    return tensor;
  }

  /** Numbers from −3 to 3; whole ones from −30 to 30, of unsigned type from 0. */
  private Tensor numbers(DType type, long... shape) {
    return switch (type) {
      case U8 -> filled(type, x -> Math.rint(Math.abs(10 * x)), shape);
      case I32, I64, I8 -> filled(type, x -> Math.rint(10 * x), shape);
      case BOOL -> filled(type, x -> x > 0 ? 1 : 0, shape);
      default -> filled(type, x -> x, shape);
    };
  }

  private Tensor positive(DType type, long... shape) {
    boolean whole = !type.isFloating();
    return filled(type, x -> whole ? Math.rint(Math.abs(2 * x)) + 1 : Math.abs(x) + 0.1, shape);
  }

  private static Tensor tensor(DType type, double... elements) {
    Tensor tensor = Tensor.zeros(Device.CPU, type, elements.length);
    for (int i = 0; i < elements.length; i++) {
      tensor.setDouble(i, elements[i]);
    }
    return tensor;
  }

  // Operations.

  private void elementwise() {
    for (DType type : FLOATING) {
      for (long[] shape : SHAPES) {
        for (Unary unary : Unary.values()) {
          add(unary, domain(unary, type, shape));
        }
        for (double exponent : new double[] {-1, -0.5, 0, 0.5, 1.7, 2, 3}) {
          add(new Power(exponent), positive(type, shape));
        }
        add(new Power(3), numbers(type, shape));
        add(new Clip(-0.5, 0.75), numbers(type, shape));
        add(new Clip(Double.NEGATIVE_INFINITY, 0), numbers(type, shape));
        add(new Scale(-1.5, 0.25), numbers(type, shape));
        add(new Scale(1, 3), numbers(type, shape));
        add(new Scale(-1, 0), numbers(type, shape));
      }
      for (long[][] pair : PAIRS) {
        for (Binary binary : Binary.values()) {
          Tensor a = binary == Binary.POW ? positive(type, pair[0]) : numbers(type, pair[0]);
          Tensor b = divides(binary) ? positive(type, pair[1]) : numbers(type, pair[1]);
          add(binary, a, b);
          add(binary, binary == Binary.POW ? positive(type, pair[1]) : b, a);
        }
      }
    }
    for (DType type : WHOLE) {
      for (long[][] pair : PAIRS) {
        for (Binary binary : Binary.values()) {
          add(binary, numbers(type, pair[0]), positive(type, pair[1]));
        }
        add(new Scale(3, -2), numbers(type, pair[0]));
        add(new Scale(0.5, 0), numbers(type, pair[1]));
      }
    }
  }

  private static boolean divides(Binary binary) {
    return binary == Binary.DIV || binary == Binary.FLOOR_DIV || binary == Binary.FLOOR_MOD;
  }

  private Tensor domain(Unary unary, DType type, long... shape) {
    return switch (unary) {
      case LOG, LOG1P, SQRT, RSQRT, RECIPROCAL -> positive(type, shape);
      case ASIN, ACOS, ATANH, TAN -> filled(type, x -> 0.3 * x, shape);
      case ACOSH -> filled(type, x -> 1.1 + Math.abs(x), shape);
      default -> numbers(type, shape);
    };
  }

  /** NaN, infinities, both zeros, ties of rounding, what overflows. */
  private void special() {
    double[] values = {
      0,
      -0.0,
      1,
      -1,
      0.5,
      -0.5,
      1.5,
      2.5,
      -2.5,
      100,
      -100,
      800,
      -800,
      Double.POSITIVE_INFINITY,
      Double.NEGATIVE_INFINITY,
      Double.NaN
    };
    int n = values.length;
    for (DType type : FLOATING) {
      Tensor x = tensor(type, values);
      for (Unary unary : Unary.values()) {
        add(unary, x);
      }
      add(new Clip(-2, 2), x);
      add(new Scale(2, 1), x);
      add(new Power(2), x);
      add(new Power(0.5), x);
      List<Op> pairwise = new ArrayList<>(List.of(Compare.values()));
      pairwise.addAll(
          List.of(Binary.ADD, Binary.SUB, Binary.MUL, Binary.DIV, Binary.MAX, Binary.MIN));
      for (Op op : pairwise) {
        add(op, x.reshaped(n, 1), x.reshaped(1, n));
      }
      Tensor three = x.reshaped(2, n / 2);
      for (Reduce.Kind kind : Reduce.Kind.values()) {
        add(new Reduce(kind, List.of(0)), three);
        add(new Reduce(kind, List.of(1)), three);
      }
      for (Op op : List.of(new Softmax(), new LogSoftmax())) {
        add(op, tensor(type, 1000, 999, 0));
        add(op, tensor(type, 1, Double.NaN, 2, 3, 4, 5).reshaped(2, 3));
        add(op, tensor(type, 1, Double.NEGATIVE_INFINITY, 2));
      }
    }
  }

  private void choices() {
    for (long[][] pair : PAIRS) {
      for (DType type : DType.values()) {
        for (Compare compare : Compare.values()) {
          add(compare, numbers(type, pair[0]), numbers(type, pair[1]));
        }
        Tensor a = numbers(type, pair[0]);
        add(new Select(), numbers(DType.BOOL, pair[0]), a, numbers(type, pair[0]));
        add(Compare.EQ, a, a);
      }
      for (Logical logical : Logical.values()) {
        add(logical, numbers(DType.BOOL, pair[0]), numbers(DType.BOOL, pair[1]));
      }
    }
  }

  private void casts() {
    for (DType from : DType.values()) {
      for (DType to : DType.values()) {
        add(new Cast(to), numbers(from, 5, 7));
        add(new Cast(to), numbers(from, 2100));
      }
    }
  }

  private void moves() {
    for (DType type : SIZES) {
      add(new StopGradient(), numbers(type, 3, 5));
      add(new Reshape(Shape.of(15)), numbers(type, 3, 5));
      add(new Reshape(Shape.of(2, 1, 3)), numbers(type, 3, 2));
      add(new Broadcast(Shape.of(3, 4, 5)), numbers(type, 3, 1, 5));
      add(new Broadcast(Shape.of(4, 100)), numbers(type, 4, 1));
      add(new Permute(List.of(1, 0)), numbers(type, 65, 70));
      add(new Permute(List.of(0, 2, 1)), numbers(type, 3, 40, 33));
      add(new Permute(List.of(2, 0, 1)), numbers(type, 3, 4, 5));
      add(new Permute(List.of(0, 2, 1, 3)), numbers(type, 2, 5, 3, 16));
      add(new Permute(List.of(0, 2, 3, 1)), numbers(type, 2, 3, 9, 7));
      add(new Reverse(List.of(1)), numbers(type, 3, 5));
      add(new Reverse(List.of(0, 2)), numbers(type, 3, 5, 40));
      add(new Slice(dims(1, 2), dims(2, 3), List.of(1L, 2L)), numbers(type, 4, 8));
      add(new Slice(dims(0, 0), dims(4, 5), List.of(1L, 2L)), numbers(type, 4, 9));
      add(new Slice(dims(0, 3, 1), dims(2, 30, 1), List.of(1L, 1L, 1L)), numbers(type, 2, 33, 2));
      add(new Pad(dims(1, 0), dims(0, 2), List.of(0L, 0L)), numbers(type, 3, 40));
      add(new Pad(dims(0, 2), dims(1, 1), List.of(1L, 2L)), numbers(type, 3, 4));
      add(new Pad(dims(0, 0), dims(0, 0), List.of(0L, 1L)), numbers(type, 4, 5));
      add(new Concat(1), numbers(type, 2, 3), numbers(type, 2, 1), numbers(type, 2, 20));
      add(new Concat(0), numbers(type, 1, 3), numbers(type, 2, 3));
      add(new Leaf.Fill(1, new TensorType(type, Shape.of(3, 50))));
      add(new Leaf.Fill(0, new TensorType(type, Shape.of(3, 5))));
      add(new Leaf.Fill(1, new TensorType(type, new Shape(List.of()))));
    }
    for (DType type : List.of(DType.F32, DType.F64, DType.I32, DType.I64)) {
      add(new Leaf.Iota(Dim.of(70), type));
    }
  }

  private static List<Dim> dims(long... extents) {
    return Arrays.stream(extents).mapToObj(Dim::of).toList();
  }

  private void indexing() {
    for (DType index : List.of(DType.I32, DType.I64)) {
      for (DType type : SIZES) {
        add(new Gather(), numbers(type, 9), indices(index, 9, 4));
        add(new Gather(), numbers(type, 9, 3), indices(index, 9));
        add(new Gather(), numbers(type, 9, 3), indices(index, 9, 2, 5));
        add(new Gather(), numbers(type, 5, 2, 7), indices(index, 5, 30));
        add(new Gather(), numbers(type, 1, 40), indices(index, 1, 3));
      }
      for (DType type : FLOATING) {
        add(new ScatterAdd(Dim.of(9)), indices(index, 9, 4), numbers(type, 4));
        add(new ScatterAdd(Dim.of(9)), indices(index, 9), numbers(type, 3));
        add(new ScatterAdd(Dim.of(5)), indices(index, 5, 2, 30), numbers(type, 2, 30, 2, 7));
        add(new ScatterAdd(Dim.of(3)), indices(index, 3, 50), numbers(type, 50, 130));
        add(new ScatterAdd(Dim.of(9000)), indices(index, 9000, 70), numbers(type, 70, 33));
      }
    }
  }

  private Tensor indices(DType type, int extent, long... shape) {
    Tensor tensor = Tensor.zeros(Device.CPU, type, shape);
    for (long i = 0; i < tensor.elements(); i++) {
      tensor.setDouble(i, random.nextInt(extent));
    }
    return tensor;
  }

  /** What works along axes. */
  private void along() {
    List<DType> counted =
        Stream.concat(FLOATING.stream(), Stream.of(DType.I32, DType.I64)).toList();
    for (DType type : counted) {
      for (long[] shape :
          new long[][] {{5}, {1, 7}, {3, 4, 5}, {2, 1, 3, 6}, {70, 41}, {2, 2100}}) {
        for (int axis = 0; axis < shape.length; axis++) {
          add(new ArgReduce(true, axis), numbers(type, shape));
          add(new ArgReduce(false, axis), numbers(type, shape));
          add(new Reduce(Reduce.Kind.PROD, List.of(axis)), near1(type, shape));
          if (shape[axis] < 1000 || type == DType.F32) { // long ones take long to check
            cumulative(type, axis, shape);
          }
        }
        for (List<Integer> axes : subsets(shape.length)) {
          for (Reduce.Kind kind : List.of(Reduce.Kind.SUM, Reduce.Kind.MAX, Reduce.Kind.MIN)) {
            add(new Reduce(kind, axes), numbers(type, shape));
          }
        }
      }
      add(new Reduce(Reduce.Kind.SUM, List.of(0)), numbers(type, 0, 3));
      add(new Reduce(Reduce.Kind.PROD, List.of(0)), numbers(type, 0, 3));
      add(new Reduce(Reduce.Kind.SUM, List.of(1)), numbers(type, 0, 3));
    }
    for (DType type : FLOATING) {
      for (long[] shape : new long[][] {{7}, {1}, {5, 1}, {3, 5}, {2, 3, 4, 9}, {40, 65}}) {
        add(new Softmax(), numbers(type, shape));
        add(new LogSoftmax(), numbers(type, shape));
      }
    }
  }

  private void cumulative(DType type, int axis, long... shape) {
    for (boolean exclusive : new boolean[] {false, true}) {
      for (boolean reverse : new boolean[] {false, true}) {
        add(new Cumulative(Reduce.Kind.SUM, axis, exclusive, reverse), numbers(type, shape));
        add(new Cumulative(Reduce.Kind.PROD, axis, exclusive, reverse), near1(type, shape));
      }
    }
  }

  private Tensor near1(DType type, long... shape) {
    boolean whole = !type.isFloating();
    return filled(type, x -> whole ? (x > 0 ? 1 : -1) : 1 + 0.02 * x, shape);
  }

  private static List<List<Integer>> subsets(int rank) {
    return IntStream.range(1, 1 << rank)
        .mapToObj(
            bits -> IntStream.range(0, rank).filter(i -> (bits >> i & 1) != 0).boxed().toList())
        .toList();
  }

  private void products() {
    long[][][] operands = {
      {{3, 4}, {4, 5}},
      {{1, 4}, {4, 1}},
      {{1, 1}, {1, 1}},
      {{7, 1}, {1, 3}},
      {{1, 9}, {9, 5}},
      {{33, 65}, {65, 17}},
      {{2, 3, 4}, {2, 4, 5}},
      {{2, 3, 4}, {1, 4, 5}},
      {{1, 3, 4}, {6, 4, 1}},
      {{5, 1, 4}, {5, 4, 1}},
      {{2, 1, 3, 4}, {1, 5, 4, 2}},
      {{2, 2, 2, 3, 4}, {2, 2, 2, 4, 3}},
      {{3, 0}, {0, 2}}
    };
    for (DType type : FLOATING) {
      for (long[][] pair : operands) {
        add(new MatMul(), numbers(type, pair[0]), numbers(type, pair[1]));
      }
    }
  }

  private void convolutions() {
    convolution(window(1, 0, 0, 1, 1, 1), shape(2, 3, 9), shape(4, 3, 3));
    convolution(window(2, 1, 2, 2, 3, 1), shape(2, 6, 9), shape(9, 2, 3));
    convolution(window(1, 0, 0, 1, 1, 2), shape(2, 3, 4, 4), shape(5, 3, 1, 1));
    convolution(window(1, 1, 1, 1, 1, 2), shape(2, 3, 7, 5), shape(4, 3, 3, 3));
    convolution(window(2, 1, 1, 1, 1, 2), shape(1, 1, 8, 8), shape(1, 1, 4, 4));
    convolution(window(2, 0, 1, 1, 1, 2), shape(1, 2, 8, 9), shape(3, 2, 3, 3));
    convolution(window(1, 1, 1, 1, 4, 2), shape(1, 4, 6, 6), shape(4, 1, 3, 3));
    convolution(window(2, 3, 0, 2, 2, 2), shape(3, 4, 8, 9), shape(6, 2, 3, 2));
    convolution(window(1, 0, 0, 1, 1, 3), shape(1, 2, 3, 3, 3), shape(3, 2, 3, 3, 3));
    convolution(window(2, 1, 0, 1, 2, 3), shape(2, 4, 4, 5, 6), shape(4, 2, 2, 3, 2));
  }

  private static Window window(
      long stride, long before, long after, long dilation, long groups, int axes) {
    return new Window(
        Collections.nCopies(axes, stride),
        Collections.nCopies(axes, before),
        Collections.nCopies(axes, after),
        Collections.nCopies(axes, dilation),
        groups);
  }

  private static long[] shape(long... extents) {
    return extents;
  }

  private void convolution(Window window, long[] input, long[] weights) {
    for (DType type : FLOATING) {
      Tensor x = numbers(type, input);
      Tensor w = numbers(type, weights);
      Op forward = new Convolution(window);
      TensorType result =
          forward
              .infer(
                  List.of(
                      new TensorType(type, Shape.of(input)),
                      new TensorType(type, Shape.of(weights))))
              .get(0);
      Tensor dy = numbers(type, result.shape().toLongs());
      add(forward, x, w);
      add(new ConvolutionInputGradient(window, Shape.of(input)), dy, w);
      add(new ConvolutionWeightGradient(window, Shape.of(weights)), x, dy);
    }
  }
}
