package dev.seisei.engine.onednn;

import dev.seisei.engine.kernel.Operand;
import dev.seisei.engine.kernel.Strided;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Questions about strided layouts. */
final class Layouts {
  private Layouts() {}

  /** Whether two layouts put every element of one type at the same place. */
  static boolean same(Strided a, Strided b) {
    if (a.dtype() != b.dtype() || !Arrays.equals(a.shape(), b.shape())) {
      return false;
    }
    return IntStream.range(0, a.rank())
        .allMatch(i -> a.extent(i) == 1 || a.stride(i) == b.stride(i));
  }

  /** Whether an axis holds one element, or one element again and again. */
  static boolean isSingle(Strided layout, int axis) {
    return layout.extent(axis) == 1 || layout.stride(axis) == 0;
  }

  /** The axes, outermost in memory first; axes of extent 1 come before all others. */
  static List<Integer> order(Strided layout) {
    return IntStream.range(0, layout.rank())
        .boxed()
        .sorted(
            Comparator.comparingLong(
                i -> layout.extent(i) == 1 ? Long.MIN_VALUE : -layout.stride(i)))
        .toList();
  }

  /** The same elements without gaps, in the given order of axes. */
  static Strided packed(Strided layout, List<Integer> order) {
    long[] shape = layout.shape();
    long[] strides = new long[shape.length];
    long stride = 1;
    for (int i = shape.length - 1; i >= 0; i--) {
      strides[order.get(i)] = stride;
      stride *= shape[order.get(i)];
    }
    return layout.with(shape, strides);
  }

  /** Whether the elements lie without gaps or repeats, in whatever order of axes. */
  static boolean isPacked(Strided layout) {
    return same(layout, packed(layout, order(layout)));
  }

  /**
   * The layout nearest to an operand's own whose elements lie without gaps in another layout's
   * order of axes; axes that repeat elements still do. The operand's own, if it is like that.
   */
  static Strided alignedWith(Strided operand, List<Integer> order) {
    long[] strides = new long[operand.rank()];
    long stride = 1;
    for (int i = order.size() - 1; i >= 0; i--) {
      int axis = order.get(i);
      if (!isSingle(operand, axis)) {
        strides[axis] = stride;
        stride *= operand.extent(axis);
      }
    }
    Strided aligned = operand.with(operand.shape(), strides);
    return same(aligned, operand) ? operand : aligned;
  }

  /**
   * Drops axes of extent 1 and merges neighbours, as far as all of several layouts allow.
   *
   * @return the layouts over the merged axes; an axis that one of them has single stays there with
   *     stride 0
   */
  static List<Strided> merge(List<Strided> layouts, long[] shape) {
    int count = layouts.size();
    List<long[]> axes = new ArrayList<>();
    for (int axis = 0; axis < shape.length; axis++) {
      if (shape[axis] == 1) {
        continue;
      }
      long[] next = new long[count + 1];
      next[count] = shape[axis];
      for (int i = 0; i < count; i++) {
        next[i] = isSingle(layouts.get(i), axis) ? 0 : layouts.get(i).stride(axis);
      }
      long[] last = axes.isEmpty() ? next : axes.get(axes.size() - 1);
      boolean mergeable = !axes.isEmpty();
      for (int i = 0; i < count; i++) {
        mergeable &= last[i] == next[i] * next[count];
      }
      if (mergeable) {
        next[count] *= last[count];
        axes.set(axes.size() - 1, next);
      } else {
        axes.add(next);
      }
    }
    if (axes.isEmpty()) {
      axes.add(new long[count + 1]);
      axes.get(0)[count] = 1;
    }
    long[] merged = axes.stream().mapToLong(axis -> axis[count]).toArray();
    List<Strided> result = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int layout = i;
      result.add(
          layouts.get(i).with(merged, axes.stream().mapToLong(axis -> axis[layout]).toArray()));
    }
    return result;
  }

  /** With an axis more. */
  static Strided insert(Strided layout, int axis, long extent, long stride) {
    long[] shape = new long[layout.rank() + 1];
    long[] strides = new long[shape.length];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = i == axis ? extent : layout.extent(i < axis ? i : i - 1);
      strides[i] = i == axis ? stride : layout.stride(i < axis ? i : i - 1);
    }
    return layout.with(shape, strides);
  }

  /** The operand's own layout if it puts elements at the same places, else the given one. */
  static Strided keepOwn(Operand operand, Strided layout) {
    return same(operand.strided(), layout) ? operand.strided() : layout;
  }
}
