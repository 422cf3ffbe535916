package dev.seisei.engine.op;

import dev.seisei.engine.graph.Dim;
import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.graph.Node;
import dev.seisei.engine.graph.Op;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.TensorType;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.memory.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** At least one small graph of every primitive operation, away from kinks and poles. */
public final class PrimitiveExamples {
  /** A graph of one operation, and what its inputs hold. */
  public record Example(Op op, Graph graph, Map<String, Tensor> inputs) {
    @Override
    public String toString() {
      return op.opName() + " of " + inputs.values();
    }
  }

  private static final double[] NEAR_ONE = {1.3, 0.7, 1.9, 0.4, 1.1, 2.3};
  private static final double[] INSIDE = {0.31, -0.72, 0.55, -0.14, 0.83, -0.46};

  private final List<Example> examples = new ArrayList<>();

  private PrimitiveExamples() {
    unary();
    binary();
    fixed();
    reductions();
    shapes();
    products();
    convolutions();
  }

  /** All examples. */
  public static List<Example> all() {
    return new PrimitiveExamples().examples;
  }

  private static Tensor filled(double[] pattern, long... shape) {
    double[] values = new double[Math.toIntExact(Tensor.elementsOf(shape))];
    // A slow drift keeps elements apart, so that no two are equally large.
    Arrays.setAll(values, i -> pattern[i % pattern.length] + 0.013 * i);
    return Tensor.of(values, shape);
  }

  /** Elements inside (−1, 1). */
  private static Tensor inside(long... shape) {
    double[] values = new double[Math.toIntExact(Tensor.elementsOf(shape))];
    Arrays.setAll(values, i -> 0.9 * Math.sin(2.3 * i + 0.4));
    return Tensor.of(values, shape);
  }

  private void add(Op op, Tensor... inputs) {
    List<Value> values = new ArrayList<>();
    Map<String, Tensor> named = new LinkedHashMap<>();
    for (Tensor input : inputs) {
      String key = "in" + values.size();
      values.add(Ops.input(key, input.dtype(), Shape.of(input.shape())));
      named.put(key, input);
    }
    Map<String, Value> outputs = new LinkedHashMap<>();
    for (Value output : Node.of(op, values).outputs()) {
      outputs.put("out" + output.index(), output);
    }
    examples.add(new Example(op, Graph.of(outputs), named));
  }

  private void unary() {
    for (Unary function : Unary.values()) {
      Tensor point =
          switch (function) {
            case LOG, LOG1P, SQRT, RSQRT, RECIPROCAL -> filled(NEAR_ONE, 2, 3);
            case ACOSH -> filled(new double[] {1.4, 2.2, 1.8}, 2, 3);
            case ASIN, ACOS, ATANH -> inside(2, 3);
            default -> filled(INSIDE, 2, 3);
          };
      add(function, point);
      if (function.isDifferentiable()) {
        add(new UnaryGradient(function), point, filled(NEAR_ONE, 2, 3));
      }
    }
  }

  private void binary() {
    for (Binary function : Binary.values()) {
      add(function, filled(NEAR_ONE, 2, 3), filled(new double[] {1.6, 0.9, 2.2}, 2, 3));
      add(function, filled(NEAR_ONE, 2, 3), filled(new double[] {1.65, 0.92, 2.25}, 1, 3));
      add(function, filled(NEAR_ONE, 2, 1), filled(new double[] {1.65, 0.92, 2.25}, 1, 3));
    }
    for (Compare relation : Compare.values()) {
      add(relation, filled(NEAR_ONE, 2, 3), filled(INSIDE, 1, 3));
    }
    Tensor truth = Tensor.zeros(Device.CPU, DType.BOOL, 2, 3);
    for (int i = 0; i < 6; i += 2) {
      truth.setDouble(i, 1);
    }
    for (Logical connective : Logical.values()) {
      add(connective, truth, truth);
    }
    add(new Select(), truth, filled(NEAR_ONE, 2, 3), filled(INSIDE, 2, 3));
  }

  private void fixed() {
    add(new Scale(1.7, -0.3), filled(INSIDE, 2, 3));
    add(new Power(2.6), filled(NEAR_ONE, 2, 3));
    add(new Clip(-0.5, 0.6), filled(INSIDE, 2, 3));
    add(new Cast(DType.F64), Tensor.of(new int[] {3, -2}, 2));
    add(new StopGradient(), filled(INSIDE, 2, 3));
  }

  private void reductions() {
    for (Reduce.Kind kind : Reduce.Kind.values()) {
      add(new Reduce(kind, List.of(1)), filled(NEAR_ONE, 2, 3, 2));
      add(new Reduce(kind, List.of(0)), filled(NEAR_ONE, 3, 2));
    }
    add(new Reduce(Reduce.Kind.SUM, List.of(0, 2)), filled(INSIDE, 2, 3, 2));
    for (Reduce.Kind kind : List.of(Reduce.Kind.SUM, Reduce.Kind.PROD)) {
      for (boolean exclusive : new boolean[] {false, true}) {
        for (boolean reverse : new boolean[] {false, true}) {
          add(new Cumulative(kind, 1, exclusive, reverse), filled(NEAR_ONE, 2, 4));
        }
      }
    }
    add(new ArgReduce(true, 1), filled(INSIDE, 2, 3));
    add(new ArgReduce(false, 0), filled(INSIDE, 2, 3));
    add(new Softmax(), filled(INSIDE, 2, 5));
    add(new SoftmaxGradient(), filled(NEAR_ONE, 2, 3), filled(INSIDE, 2, 3));
    add(new LogSoftmax(), filled(INSIDE, 2, 5));
    add(new LogSoftmaxGradient(), filled(INSIDE, 2, 3), filled(NEAR_ONE, 2, 3));
  }

  private static List<Dim> dims(long... extents) {
    return Shape.of(extents).dims();
  }

  private void shapes() {
    add(new Reshape(Shape.of(3, 2)), filled(INSIDE, 2, 3));
    add(new Permute(List.of(2, 0, 1)), filled(INSIDE, 2, 3, 2));
    add(new Broadcast(Shape.of(4, 3)), filled(INSIDE, 1, 3));
    add(new Slice(dims(1, 0), dims(2, 2), List.of(1L, 2L)), filled(INSIDE, 3, 4));
    add(new Pad(dims(1, 0), dims(0, 2), List.of(0L, 1L)), filled(INSIDE, 2, 3));
    add(new Reverse(List.of(0, 2)), filled(INSIDE, 2, 3, 2));
    add(new Concat(1), filled(INSIDE, 2, 3), filled(NEAR_ONE, 2, 1));
    Tensor indices = Tensor.of(new int[] {2, 0, 2, 1}, 2, 2);
    add(new Gather(), filled(INSIDE, 3, 2), indices);
    add(new ScatterAdd(Dim.of(4)), indices, filled(INSIDE, 2, 2, 3));
    Tensor key = Tensor.of(new long[] {7, 3}, 2);
    for (Random.Distribution distribution : Random.Distribution.values()) {
      add(new Random(distribution, 1, DType.F64, Shape.of(3, 5)), key);
    }
    TensorType type = new TensorType(DType.F64, Shape.of(2, 3));
    add(new Leaf.Fill(0.7, type));
    add(new Leaf.Iota(Dim.of(5), DType.F64));
    add(new Leaf.Constant(filled(INSIDE, 2, 2)));
    add(new Leaf.Input("in", type));
    add(new Leaf.Parameter("p", type));
    add(new Leaf.State("s", type));
    add(new Leaf.Extent(Dim.of(4), DType.F64));
    for (int i = examples.size() - 4; i < examples.size() - 1; i++) {
      Example leaf = examples.get(i);
      String name = i == examples.size() - 4 ? "in" : i == examples.size() - 3 ? "p" : "s";
      examples.set(i, new Example(leaf.op(), leaf.graph(), Map.of(name, filled(INSIDE, 2, 3))));
    }
  }

  private void products() {
    add(new MatMul(), filled(INSIDE, 2, 3), filled(NEAR_ONE, 3, 4));
    add(new MatMul(), filled(INSIDE, 1, 3), filled(NEAR_ONE, 3, 1));
    add(new MatMul(), filled(INSIDE, 2, 2, 3), filled(NEAR_ONE, 2, 3, 2));
    add(new MatMul(), filled(INSIDE, 2, 1, 2, 3), filled(NEAR_ONE, 1, 3, 3, 2));
  }

  private void convolutions() {
    convolution(new long[] {2, 2, 5}, new long[] {3, 2, 3}, window(1, 2, 1, 0, 1, 1));
    convolution(new long[] {1, 2, 5, 4}, new long[] {2, 2, 3, 2}, window(2, 1, 1, 1, 1, 1));
    convolution(new long[] {2, 2, 5, 5}, new long[] {2, 2, 2, 2}, window(2, 2, 0, 1, 1, 1));
    convolution(new long[] {1, 4, 5, 5}, new long[] {2, 2, 2, 2}, window(2, 1, 0, 0, 2, 2));
    convolution(new long[] {1, 1, 3, 3, 3}, new long[] {2, 1, 2, 2, 2}, window(3, 1, 1, 0, 1, 1));
  }

  private static Window window(
      int axes, long stride, long before, long after, long dilation, long groups) {
    return new Window(
        List.copyOf(Collections.nCopies(axes, stride)),
        List.copyOf(Collections.nCopies(axes, before)),
        List.copyOf(Collections.nCopies(axes, after)),
        List.copyOf(Collections.nCopies(axes, dilation)),
        groups);
  }

  private void convolution(long[] x, long[] w, Window window) {
    long[] y = window.output(Shape.of(x), Shape.of(w)).toLongs();
    add(new Convolution(window), inside(x), inside(w));
    add(new ConvolutionInputGradient(window, Shape.of(x)), inside(y), inside(w));
    add(new ConvolutionWeightGradient(window, Shape.of(w)), inside(x), inside(y));
  }
}
