package dev.seisei.engine.samediff;

import dev.seisei.engine.graph.Dim;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.op.Ops;
import dev.seisei.engine.op.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The integer arguments that convolutions and pooling share: [kernel…, strides…, padding…,
 * dilations…, mode, …], one of each an axis. One axis has fewer: strides come before padding there
 * too.
 *
 * @param mode how the border is padded
 */
record SpatialArguments(
    List<Long> kernel, List<Long> strides, List<Long> padding, List<Long> dilations, Mode mode) {

  /** How the border is padded. */
  enum Mode {
    /** As the arguments say, equally on both sides. */
    GIVEN,
    /** So that there are ⌈extent / stride⌉ outputs; the odd one of the padding comes after. */
    SAME,
    /** Only before, so that no output sees what comes after it. */
    CAUSAL
  }

  static SpatialArguments of(OperationCall call, int axes) {
    return new SpatialArguments(
        part(call, 0, axes),
        part(call, 1, axes),
        part(call, 2, axes),
        part(call, 3, axes),
        Mode.values()[call.index(4 * axes)]);
  }

  private static List<Long> part(OperationCall call, int part, int axes) {
    return LongStream.of(call.integers()).skip((long) part * axes).limit(axes).boxed().toList();
  }

  int axes() {
    return kernel.size();
  }

  SpatialArguments withKernel(List<Long> extents) {
    return new SpatialArguments(extents, strides, padding, dilations, mode);
  }

  /** From the first to the last tap of the kernel along an axis. */
  private long reach(int axis) {
    return (kernel.get(axis) - 1) * dilations.get(axis) + 1;
  }

  /** Padding before and after each axis of an input with channels first. */
  List<long[]> borders(Shape x) {
    return IntStream.range(0, axes()).mapToObj(axis -> border(x.dim(axis + 2), axis)).toList();
  }

  private long[] border(Dim extent, int axis) {
    return switch (mode) {
      case GIVEN -> new long[] {padding.get(axis), padding.get(axis)};
      case CAUSAL -> new long[] {reach(axis) - 1, 0};
      case SAME -> same(extent, axis);
    };
  }

  private long[] same(Dim extent, int axis) {
    long stride = strides.get(axis);
    long total = reach(axis) - stride;
    if (!extent.isConstant() && stride != 1) {
      throw new IllegalArgumentException(
          "padding mode SAME with stride "
              + stride
              + " needs to know the extent "
              + extent
              + "; give the placeholder that extent, or explicit padding");
    }
    if (extent.isConstant()) {
      long outputs = (extent.value() + stride - 1) / stride;
      total = (outputs - 1) * stride + reach(axis) - extent.value();
    }
    if (total < -1) {
      throw new IllegalArgumentException(
          "padding mode SAME with a kernel that reaches over "
              + reach(axis)
              + " and stride "
              + stride
              + " skips inputs; give explicit padding");
    }
    long padded = Math.max(0, total);
    return new long[] {padded / 2, padded - padded / 2};
  }

  Window window(Shape x, long groups) {
    List<Long> before = new ArrayList<>();
    List<Long> after = new ArrayList<>();
    for (long[] border : borders(x)) {
      before.add(border[0]);
      after.add(border[1]);
    }
    return new Window(strides, before, after, dilations, groups);
  }

  /** How many places the kernel takes along an axis. */
  Dim places(Dim extent, int axis) {
    long[] border = border(extent, axis);
    Dim room = extent.plus(border[0] + border[1] - reach(axis));
    return room.floorDiv(Dim.of(strides.get(axis))).plus(1);
  }

  /** The extents of the input that a transposed convolution is taken for the gradient of. */
  Shape transposedOutput(Shape x, Dim channels) {
    List<Dim> dims = new ArrayList<>(List.of(x.dim(0), channels));
    for (int axis = 0; axis < axes(); axis++) {
      Dim extent = x.dim(axis + 2);
      long stride = strides.get(axis);
      dims.add(
          mode == Mode.SAME
              ? extent.times(stride)
              : extent.plus(-1).times(stride).plus(reach(axis) - 2 * padding.get(axis)));
    }
    return new Shape(dims);
  }

  /** An input with its channels, which may be last, after the batch. */
  static Value channelsFirst(Value x, boolean last) {
    if (!last) {
      return x;
    }
    List<Integer> order = new ArrayList<>(Ops.allAxes(x));
    order.add(1, order.remove(order.size() - 1));
    return Ops.permute(x, order);
  }

  /** The way back from {@link #channelsFirst}. */
  static Value restored(Value x, boolean last) {
    if (!last) {
      return x;
    }
    List<Integer> order = new ArrayList<>(Ops.allAxes(x));
    order.add(order.remove(1));
    return Ops.permute(x, order);
  }
}
