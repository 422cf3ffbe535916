package dev.seisei.engine.onednn;

import dev.seisei.engine.kernel.Strided;
import dev.seisei.engine.memory.DType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** Layouts as the planner hands them out: transposed, sliced, with repeated elements. */
final class Views {
  private Views() {}

  /** Without gaps, with the last two axes the other way round. */
  static Strided turned(long... shape) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, shape.length).boxed().toList());
    Collections.swap(order, shape.length - 2, shape.length - 1);
    return permuted(order, shape);
  }

  /** Without gaps; {@code order} gives the axes from the outermost in memory to the innermost. */
  static Strided permuted(List<Integer> order, long... shape) {
    return Layouts.packed(Strided.dense(DType.F32, shape), order);
  }

  /** Part of rows that are longer. */
  static Strided rows(long... shape) {
    long[] wider = shape.clone();
    wider[wider.length - 1] += 5;
    return Strided.of(DType.F32, shape, Strided.dense(DType.F32, wider).strides());
  }

  /** Every second element. */
  static Strided gaps(long... shape) {
    return Strided.of(
        DType.F32,
        shape,
        Arrays.stream(Strided.dense(DType.F32, shape).strides()).map(s -> 2 * s).toArray());
  }

  /** One element again and again along some axes. */
  static Strided repeated(long[] shape, Integer... axes) {
    long[] smaller = shape.clone();
    for (int axis : axes) {
      smaller[axis] = 1;
    }
    return Strided.dense(DType.F32, smaller).broadcast(shape);
  }
}
