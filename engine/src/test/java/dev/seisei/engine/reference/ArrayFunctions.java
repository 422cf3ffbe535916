package dev.seisei.engine.reference;

import static dev.seisei.engine.reference.DenseArray.forEach;
import static dev.seisei.engine.reference.DenseArray.zeros;

import dev.seisei.engine.graph.Dim;
import dev.seisei.engine.op.ArgReduce;
import dev.seisei.engine.op.Cumulative;
import dev.seisei.engine.op.Reduce;
import dev.seisei.engine.op.Window;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** What the operations on whole arrays compute. */
final class ArrayFunctions {
  /** A kernel's element moves over the input: all three indices that meet. */
  @FunctionalInterface
  interface Tap {
    void meet(int[] x, int[] w, int[] y);
  }

  private ArrayFunctions() {}

  static DenseArray map(DenseArray x, DoubleUnaryOperator function) {
    return DenseArray.of(x.shape(), at -> function.applyAsDouble(x.get(at)));
  }

  static int[] reorder(int[] at, List<Integer> order) {
    return order.stream().mapToInt(axis -> at[axis]).toArray();
  }

  static int[] mirror(int[] at, int[] shape, List<Integer> axes) {
    int[] result = at.clone();
    axes.forEach(axis -> result[axis] = shape[axis] - 1 - at[axis]);
    return result;
  }

  /** begin + at · step, axis by axis. */
  static int[] spread(int[] at, List<Dim> begin, List<Long> step) {
    int[] result = new int[at.length];
    for (int axis = 0; axis < at.length; axis++) {
      result[axis] = Math.toIntExact(begin.get(axis).value() + at[axis] * step.get(axis));
    }
    return result;
  }

  static DenseArray concat(List<DenseArray> parts, int axis, int[] shape) {
    DenseArray result = zeros(shape);
    int offset = 0;
    for (DenseArray part : parts) {
      int shift = offset;
      forEach(
          part.shape(),
          at -> {
            int[] place = at.clone();
            place[axis] += shift;
            result.set(part.get(at), place);
          });
      offset += part.shape()[axis];
    }
    return result;
  }

  /** An index into a table whose first axis the leading part of the given index looks up. */
  static int[] row(DenseArray indices, int[] at) {
    int lookedUp = indices.shape().length;
    int[] result = new int[at.length - lookedUp + 1];
    result[0] = (int) indices.get(at);
    System.arraycopy(at, lookedUp, result, 1, result.length - 1);
    return result;
  }

  // Along axes.

  static DenseArray reduce(Reduce reduce, DenseArray x, int[] shape) {
    double start =
        switch (reduce.kind()) {
          case SUM -> 0;
          case PROD -> 1;
          case MAX -> Double.NEGATIVE_INFINITY;
          case MIN -> Double.POSITIVE_INFINITY;
        };
    DenseArray result = DenseArray.of(shape, at -> start);
    // An axis of extent 1 answers to any index, so the input's index serves for the result too.
    forEach(x.shape(), at -> result.set(combine(reduce.kind(), result.get(at), x.get(at)), at));
    return result;
  }

  static double combine(Reduce.Kind kind, double a, double b) {
    return switch (kind) {
      case SUM -> a + b;
      case PROD -> a * b;
      case MAX -> Math.max(a, b);
      case MIN -> Math.min(a, b);
    };
  }

  static double best(ArgReduce arg, DenseArray x, int[] at) {
    double best = Double.NaN;
    int found = -1;
    for (at[arg.axis()] = 0; at[arg.axis()] < x.shape()[arg.axis()]; at[arg.axis()]++) {
      double candidate = x.get(at);
      if (found < 0 || (arg.largest() ? candidate > best : candidate < best)) {
        best = candidate;
        found = at[arg.axis()];
      }
    }
    return found;
  }

  static double accumulated(Cumulative cumulative, DenseArray x, int[] at) {
    int axis = cumulative.axis();
    int own = at[axis];
    double result = cumulative.kind() == Reduce.Kind.SUM ? 0 : 1;
    for (int i = 0; i < x.shape()[axis]; i++) {
      if (i == own ? !cumulative.exclusive() : (i < own) != cumulative.reverse()) {
        at[axis] = i;
        result = combine(cumulative.kind(), result, x.get(at));
      }
    }
    return result;
  }

  static DenseArray logSoftmax(DenseArray x) {
    int[] rows = x.shape().clone();
    rows[rows.length - 1] = 1;
    List<Integer> last = List.of(rows.length - 1);
    DenseArray max = reduce(new Reduce(Reduce.Kind.MAX, last), x, rows);
    DenseArray shifted = DenseArray.of(x.shape(), at -> x.get(at) - max.get(at));
    DenseArray total = reduce(new Reduce(Reduce.Kind.SUM, last), map(shifted, Math::exp), rows);
    return DenseArray.of(x.shape(), at -> shifted.get(at) - Math.log(total.get(at)));
  }

  // Products.

  static DenseArray matmul(DenseArray a, DenseArray b, int[] shape) {
    int row = shape.length - 2;
    int column = shape.length - 1;
    DenseArray result = zeros(shape);
    for (int k = 0; k < a.shape()[column]; k++) {
      int inner = k;
      forEach(
          shape,
          at -> {
            int[] left = at.clone();
            int[] right = at.clone();
            left[column] = inner;
            right[row] = inner;
            result.add(a.get(left) * b.get(right), at);
          });
    }
    return result;
  }

  /** Visits every place where an input, a weight and an output of a convolution meet. */
  static void slide(Window window, DenseArray x, DenseArray w, DenseArray y, Tap tap) {
    int groupOutputs = w.shape()[0] / Math.toIntExact(window.groups());
    forEach(
        y.shape(),
        out ->
            forEach(
                w.shape(),
                at -> {
                  if (at[0] != out[1]) {
                    return;
                  }
                  int[] in = new int[out.length];
                  in[0] = out[0];
                  in[1] = out[1] / groupOutputs * w.shape()[1] + at[1];
                  for (int i = 0; i < window.axes(); i++) {
                    long place =
                        out[i + 2] * window.strides().get(i)
                            - window.before().get(i)
                            + at[i + 2] * window.dilations().get(i);
                    if (place < 0 || place >= x.shape()[i + 2]) {
                      return;
                    }
                    in[i + 2] = Math.toIntExact(place);
                  }
                  tap.meet(in, at, out);
                }));
  }
}
