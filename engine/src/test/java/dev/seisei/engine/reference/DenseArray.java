package dev.seisei.engine.reference;

import dev.seisei.engine.memory.Tensor;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/** A row-major array of doubles, for code that is to be read rather than to be fast. */
final class DenseArray {
  private final int[] shape;
  private final double[] elements;

  DenseArray(int[] shape, double[] elements) {
    this.shape = shape;
    this.elements = elements;
  }

  static DenseArray zeros(int[] shape) {
    return new DenseArray(shape, new double[Arrays.stream(shape).reduce(1, Math::multiplyExact)]);
  }

  /** An array whose element at each index is a function of that index. */
  static DenseArray of(int[] shape, ToDoubleFunction<int[]> element) {
    DenseArray result = zeros(shape);
    forEach(shape, at -> result.set(element.applyAsDouble(at), at));
    return result;
  }

  static DenseArray of(Tensor tensor) {
    return new DenseArray(toInts(tensor.shape()), tensor.toDoubles());
  }

  static int[] toInts(long[] extents) {
    return Arrays.stream(extents).mapToInt(Math::toIntExact).toArray();
  }

  int[] shape() {
    return shape;
  }

  /** All elements, row-major. */
  double[] elements() {
    return elements;
  }

  /** Visits every index of a shape in row-major order; the visitor must not keep it. */
  static void forEach(int[] shape, Consumer<int[]> visitor) {
    if (Arrays.stream(shape).anyMatch(extent -> extent == 0)) {
      return;
    }
    int[] at = new int[shape.length];
    int axis;
    do {
      visitor.accept(at);
      axis = shape.length - 1;
      while (axis >= 0 && ++at[axis] == shape[axis]) {
        at[axis--] = 0;
      }
    } while (axis >= 0);
  }

  /** The element at an index; an axis of extent 1 answers to any. */
  double get(int... at) {
    return elements[offset(at)];
  }

  void set(double value, int... at) {
    elements[offset(at)] = value;
  }

  void add(double value, int... at) {
    elements[offset(at)] += value;
  }

  private int offset(int[] at) {
    int offset = 0;
    for (int axis = 0; axis < shape.length; axis++) {
      if (shape[axis] != 1 && (at[axis] < 0 || at[axis] >= shape[axis])) {
        throw new IndexOutOfBoundsException(
            "index " + Arrays.toString(at) + " of shape " + Arrays.toString(shape));
      }
      offset = offset * shape[axis] + (shape[axis] == 1 ? 0 : at[axis]);
    }
    return offset;
  }
}
