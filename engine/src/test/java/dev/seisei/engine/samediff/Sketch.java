package dev.seisei.engine.samediff;

import dev.seisei.engine.samediff.ImportExamples.Built;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntToDoubleFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A SameDiff graph in the making, with placeholders whose values are chosen here. */
final class Sketch {
  final SameDiff sd = SameDiff.create();
  private final Map<String, INDArray> placeholders = new LinkedHashMap<>();
  private boolean flat;

  /** Numbers in (−1, 1), none of them within 0.03 of 0. */
  SDVariable x(long... shape) {
    int seed = placeholders.size();
    return real(
        i -> {
          double value = Math.sin(2.3 * i + 1.7 * seed + 0.5);
          return Math.signum(value) * (0.03 + 0.9 * Math.abs(value));
        },
        shape);
  }

  /** Numbers in (0.2, 1.6). */
  SDVariable positive(long... shape) {
    int seed = placeholders.size();
    return real(i -> 0.9 + 0.7 * Math.sin(2.9 * i + 1.3 * seed + 0.7), shape);
  }

  /** Numbers in (0, 1) whose sum along the last axis is 1. */
  SDVariable probabilities(long... shape) {
    SDVariable scores = positive(shape);
    INDArray array = Objects.requireNonNull(placeholders.get(scores.name()));
    array.assign(array.div(array.sum(true, shape.length - 1)));
    return scores;
  }

  /** Whatever numbers the function gives for a position. */
  SDVariable real(IntToDoubleFunction value, long... shape) {
    double[] data =
        new double[Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact))];
    Arrays.setAll(data, value);
    return placeholder(Nd4j.createFromArray(data).reshape(shape));
  }

  /** A vector of the given numbers. */
  SDVariable real(double... numbers) {
    return placeholder(Nd4j.createFromArray(numbers));
  }

  /** A fed array of given numbers in another type than double. */
  SDVariable typed(DataType type, long[] shape, double... numbers) {
    return placeholder(Nd4j.createFromArray(numbers).castTo(type).reshape(shape));
  }

  /** A fed vector of integers. */
  SDVariable ints(int... numbers) {
    return placeholder(Nd4j.createFromArray(numbers));
  }

  /** A fed array of truth values. */
  SDVariable truths(long[] shape, boolean... truths) {
    return placeholder(Nd4j.createFromArray(truths).reshape(shape));
  }

  private SDVariable placeholder(INDArray array) {
    String name = "x" + placeholders.size();
    placeholders.put(name, array);
    return sd.placeHolder(name, array.dataType(), array.shape());
  }

  /** A fixed vector of integers. */
  SDVariable fixed(int... numbers) {
    return sd.constant(Nd4j.createFromArray(numbers));
  }

  /** A fixed matrix of integers. */
  SDVariable matrix(int[][] rows) {
    return sd.constant(Nd4j.createFromArray(rows));
  }

  /** A fixed vector of long integers. */
  SDVariable fixedLongs(long... numbers) {
    return sd.constant(Nd4j.createFromArray(numbers));
  }

  /** Says that no gradient is to be checked, though the outputs are floating-point numbers. */
  void flat() {
    flat = true;
  }

  Built built(SDVariable... outputs) {
    boolean smooth =
        !flat
            && Arrays.stream(outputs).anyMatch(output -> output.dataType().isFPType())
            && placeholders.values().stream().anyMatch(array -> array.dataType().isFPType());
    return new Built(
        sd, Arrays.stream(outputs).map(SDVariable::name).toList(), placeholders, smooth);
  }
}
