package dev.seisei.engine.kernel;

import dev.seisei.engine.memory.DType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Elements at regular distances: element (i, j, …) lies i·strides[0] + j·strides[1] + … elements
 * after the first. A stride of 0 repeats elements along an axis. Immutable.
 */
public final class Strided implements Layout {
  private final DType dtype;
  private final long[] shape;
  private final long[] strides;

  private Strided(DType dtype, long[] shape, long[] strides) {
    this.dtype = dtype;
    this.shape = shape;
    this.strides = strides;
  }

  public static Strided of(DType dtype, long[] shape, long[] strides) {
    return new Strided(dtype, shape.clone(), strides.clone());
  }

  /** Row-major, without gaps. */
  public static Strided dense(DType dtype, long... shape) {
    long[] strides = new long[shape.length];
    long stride = 1;
    for (int i = shape.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= shape[i];
    }
    return new Strided(dtype, shape.clone(), strides);
  }

  /** The same elements, row-major, without gaps. */
  public Strided dense() {
    return dense(dtype, shape);
  }

  /** Elements of the same type under another shape, row-major, without gaps. */
  public Strided dense(long... newShape) {
    return dense(dtype, newShape);
  }

  /** Elements of the same type at other places. */
  public Strided with(long[] newShape, long[] newStrides) {
    return of(dtype, newShape, newStrides);
  }

  /** Elements of another type in the same order. */
  public Strided of(DType other) {
    return new Strided(other, shape, strides);
  }

  @Override
  public DType dtype() {
    return dtype;
  }

  public int rank() {
    return shape.length;
  }

  public long extent(int axis) {
    return shape[axis];
  }

  public long stride(int axis) {
    return strides[axis];
  }

  public long[] shape() {
    return shape.clone();
  }

  public long[] strides() {
    return strides.clone();
  }

  public long elements() {
    return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
  }

  /** Whether the elements lie row-major without gaps. */
  public boolean isDense() {
    long expected = 1;
    for (int i = shape.length - 1; i >= 0; i--) {
      if (shape[i] != 1 && strides[i] != expected) {
        return false;
      }
      expected *= shape[i];
    }
    return true;
  }

  /** Whether some axis repeats elements. */
  public boolean repeats() {
    for (int i = 0; i < shape.length; i++) {
      if (strides[i] == 0 && shape[i] > 1) {
        return true;
      }
    }
    return false;
  }

  @Override
  public long span() {
    long last = 0;
    for (int i = 0; i < shape.length; i++) {
      if (shape[i] == 0) {
        return 0;
      }
      last += (shape[i] - 1) * strides[i];
    }
    return (last + 1) * dtype.bytes();
  }

  /** Output axis i is this layout's axis {@code order.get(i)}. */
  public Strided permute(List<Integer> order) {
    long[] newShape = new long[rank()];
    long[] newStrides = new long[rank()];
    for (int i = 0; i < rank(); i++) {
      newShape[i] = shape[order.get(i)];
      newStrides[i] = strides[order.get(i)];
    }
    return new Strided(dtype, newShape, newStrides);
  }

  /** Axes of extent 1 stretched to the given shape, and new ones in front. */
  public Strided broadcast(long... newShape) {
    long[] newStrides = new long[newShape.length];
    int added = newShape.length - rank();
    for (int i = 0; i < rank(); i++) {
      newStrides[added + i] = shape[i] == newShape[added + i] ? strides[i] : 0;
    }
    return new Strided(dtype, newShape.clone(), newStrides);
  }

  /** A box of this layout with the given steps; where it begins is the caller's offset. */
  public Strided slice(long[] size, long[] step) {
    long[] newStrides = new long[rank()];
    Arrays.setAll(newStrides, i -> strides[i] * step[i]);
    return new Strided(dtype, size.clone(), newStrides);
  }

  /** Distance in elements from this layout's first element to the one at the given index. */
  public long offset(long... index) {
    long offset = 0;
    for (int i = 0; i < rank(); i++) {
      offset += index[i] * strides[i];
    }
    return offset;
  }

  /**
   * The same elements, row-major, under another shape; null if that would need a copy.
   *
   * <p>Axes are taken in runs that hold equally many elements on both sides; a run can be regrouped
   * if its axes lie next to each other without gaps.
   */
  public @Nullable Strided reshape(long... target) {
    if (elements() == 0) {
      return dense(dtype, target);
    }
    List<long[]> axes = new ArrayList<>();
    for (int i = 0; i < rank(); i++) {
      if (shape[i] != 1) {
        axes.add(new long[] {shape[i], strides[i]});
      }
    }
    long[] result = new long[target.length];
    int from = 0;
    int to = 0;
    while (from < axes.size() && to < target.length) {
      int fromEnd = from + 1;
      int toEnd = to + 1;
      long have = axes.get(from)[0];
      long want = target[to];
      while (have != want) {
        if (have < want) {
          have *= axes.get(fromEnd++)[0];
        } else {
          want *= target[toEnd++];
        }
      }
      for (int i = from; i < fromEnd - 1; i++) {
        if (axes.get(i)[1] != axes.get(i + 1)[0] * axes.get(i + 1)[1]) {
          return null;
        }
      }
      long stride = axes.get(fromEnd - 1)[1];
      for (int i = toEnd - 1; i >= to; i--) {
        result[i] = stride;
        stride *= target[i];
      }
      from = fromEnd;
      to = toEnd;
    }
    for (; to < target.length; to++) {
      result[to] = 1;
    }
    return new Strided(dtype, target.clone(), result);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Strided that
        && dtype == that.dtype
        && Arrays.equals(shape, that.shape)
        && Arrays.equals(strides, that.strides);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(shape) * 31 + Arrays.hashCode(strides);
  }

  @Override
  public String toString() {
    return (dtype == DType.F32 ? "" : dtype + " ")
        + Arrays.toString(shape)
        + (isDense() ? "" : " strides " + Arrays.toString(strides));
  }
}
