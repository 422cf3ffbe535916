package dev.seisei.engine.jvm;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The axes over which several operands are walked together, with those joined that lie next to each
 * other in all of them. There is at least one.
 */
final class Axes {
  private final int[] extents;

  /** Distances in elements, by operand, then by axis. */
  private final int[][] strides;

  private Axes(int[] extents, int[][] strides) {
    this.extents = extents;
    this.strides = strides;
  }

  /** In the order given. */
  static Axes of(long[] shape, long[]... strides) {
    List<Axis> axes = new ArrayList<>();
    for (int i = 0; i < shape.length; i++) {
      if (shape[i] != 1) {
        axes.add(Axis.of(i, shape, strides));
      }
    }
    return join(axes, strides.length);
  }

  /** The axes in an order that makes the last operand's neighbours neighbours. */
  static Axes sorted(long[] shape, long[]... strides) {
    List<Axis> axes = new ArrayList<>();
    for (int i = 0; i < shape.length; i++) {
      if (shape[i] != 1) {
        axes.add(Axis.of(i, shape, strides));
      }
    }
    int last = strides.length - 1;
    axes.sort(Comparator.comparingLong((Axis axis) -> -Math.abs(axis.strides[last])));
    return join(axes, strides.length);
  }

  private static Axes join(List<Axis> axes, int operands) {
    List<Axis> joined = new ArrayList<>();
    for (Axis axis : axes) {
      int last = joined.size() - 1;
      if (last >= 0 && joined.get(last).continuesIn(axis)) {
        joined.set(last, new Axis(joined.get(last).extent * axis.extent, axis.strides));
      } else {
        joined.add(axis);
      }
    }
    if (joined.isEmpty()) {
      joined.add(new Axis(1, new long[operands]));
    }
    int[] extents = new int[joined.size()];
    int[][] result = new int[operands][joined.size()];
    for (int i = 0; i < extents.length; i++) {
      extents[i] = Math.toIntExact(joined.get(i).extent);
      for (int k = 0; k < operands; k++) {
        result[k][i] = Math.toIntExact(joined.get(i).strides[k]);
      }
    }
    return new Axes(extents, result);
  }

  int rank() {
    return extents.length;
  }

  int extent(int axis) {
    return extents[axis];
  }

  int stride(int operand, int axis) {
    return strides[operand][axis];
  }

  /** These axes but for some. */
  Axes without(int... dropped) {
    List<Axis> kept = new ArrayList<>();
    for (int i = 0; i < rank(); i++) {
      boolean keep = true;
      for (int axis : dropped) {
        keep &= i != axis;
      }
      if (keep) {
        long[] steps = new long[strides.length];
        for (int k = 0; k < steps.length; k++) {
          steps[k] = strides[k][i];
        }
        kept.add(new Axis(extents[i], steps));
      }
    }
    return join(kept, strides.length);
  }

  private static final class Axis {
    private final long extent;
    private final long[] strides;

    Axis(long extent, long[] strides) {
      this.extent = extent;
      this.strides = strides;
    }

    static Axis of(int axis, long[] shape, long[]... strides) {
      long[] steps = new long[strides.length];
      for (int k = 0; k < steps.length; k++) {
        steps[k] = strides[k][axis];
      }
      return new Axis(shape[axis], steps);
    }

    boolean continuesIn(Axis inner) {
      for (int k = 0; k < strides.length; k++) {
        if (strides[k] != inner.extent * inner.strides[k]) {
          return false;
        }
      }
      return true;
    }
  }

  /** Walks one position after another, keeping every operand's offset. */
  static final class Walk {
    private final Axes axes;
    private final int[] index;
    private final int[] offsets;

    Walk(Axes axes) {
      this.axes = axes;
      this.index = new int[axes.rank()];
      this.offsets = new int[axes.strides.length];
    }

    /** Elements between an operand's first element and the current one. */
    int offset(int operand) {
      return offsets[operand];
    }

    /** Goes on; false, and back at the beginning, after the last position. */
    boolean next() {
      for (int i = index.length - 1; i >= 0; i--) {
        int steps = ++index[i] < axes.extents[i] ? 1 : 1 - axes.extents[i];
        for (int k = 0; k < offsets.length; k++) {
          offsets[k] += steps * axes.strides[k][i];
        }
        if (steps == 1) {
          return true;
        }
        index[i] = 0;
      }
      return false;
    }
  }
}
