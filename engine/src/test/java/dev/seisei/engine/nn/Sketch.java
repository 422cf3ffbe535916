package dev.seisei.engine.nn;

import dev.seisei.engine.samediff.Annotations;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A small graph with values that follow from the names of its variables. */
final class Sketch {
  final SameDiff graph = SameDiff.create();
  private final DataType type;
  private final Map<String, INDArray> inputs = new HashMap<>();

  /** A sketch in double precision. */
  Sketch() {
    this(DataType.DOUBLE);
  }

  /** A sketch of the given floating-point type. */
  Sketch(DataType type) {
    this.type = type;
  }

  /**
   * Numbers in about [-1, 1], none within 0.04 of zero, without a pattern that could hide errors.
   */
  static double[] wave(String name, int count) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      double value = Math.sin(1.7 * i + 0.37 * (name.hashCode() % 17) + 0.2);
      values[i] = value + (value < 0 ? -0.05 : 0.05);
    }
    return values;
  }

  private INDArray array(double[] values, long... shape) {
    return Nd4j.createFromArray(values).castTo(type).reshape(shape);
  }

  private static int count(long... shape) {
    return (int) Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }

  /** A variable, which the gradient proofs differentiate by. */
  SDVariable variable(String name, long... shape) {
    return variable(name, wave(name, count(shape)), shape);
  }

  SDVariable variable(String name, double[] values, long... shape) {
    return graph.var(name, array(values, shape));
  }

  /** A variable with values in (0.5, 2.7). */
  SDVariable positive(String name, long... shape) {
    return variable(
        name, Arrays.stream(wave(name, count(shape))).map(v -> v + 1.6).toArray(), shape);
  }

  /** Numbers that are not differentiated by. */
  SDVariable constant(double[] values, long... shape) {
    return graph.constant(array(values, shape));
  }

  /** A state. */
  SDVariable state(String name, double[] values, long... shape) {
    return Annotations.state(variable(name, values, shape));
  }

  /** A placeholder; its shape is left open on the first axes, as many as {@code open}. */
  SDVariable input(String name, int open, long... shape) {
    return input(name, wave(name, count(shape)), open, shape);
  }

  SDVariable input(String name, double[] values, int open, long... shape) {
    long[] declared = shape.clone();
    Arrays.fill(declared, 0, open, -1);
    inputs.put(name, array(values, shape));
    return graph.placeHolder(name, type, declared);
  }

  /** A placeholder that leaves open, with -1, what the declared shape does. */
  SDVariable open(String name, long[] declared, long... shape) {
    inputs.put(name, array(wave(name, count(shape)), shape));
    return graph.placeHolder(name, type, declared);
  }

  /**
   * A placeholder of integers; its shape is left open on the first axes, as many as {@code open}.
   */
  SDVariable integers(String name, int[] values, int open, long... shape) {
    long[] declared = shape.clone();
    Arrays.fill(declared, 0, open, -1);
    inputs.put(name, Nd4j.createFromArray(values).reshape(shape));
    return graph.placeHolder(name, DataType.INT32, declared);
  }

  /** Gives the n-th placeholder of noise its numbers, in (0, 1). */
  double[] noise(int n, long... shape) {
    String name = Annotations.of(graph).randomPlaceholders().get(n);
    double[] values = Arrays.stream(wave(name, count(shape))).map(v -> (v + 1.06) / 2.12).toArray();
    inputs.put(name, array(values, shape));
    return values;
  }

  /** What SameDiff's own session computes, in row-major order. */
  double[] run(SDVariable result) {
    return flat(output(result));
  }

  INDArray output(SDVariable result) {
    return output(built(result));
  }

  static INDArray output(CompositeExamples.Built built) {
    String name = built.output().name();
    return Objects.requireNonNull(built.graph().output(built.inputs(), name).get(name));
  }

  static double[] flat(INDArray array) {
    return array.dup('c').data().asDouble();
  }

  CompositeExamples.Built built(SDVariable output) {
    return new CompositeExamples.Built(graph, output, Map.copyOf(inputs));
  }
}
