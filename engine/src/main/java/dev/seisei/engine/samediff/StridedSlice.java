package dev.seisei.engine.samediff;

import dev.seisei.engine.graph.Dim;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.op.Ops;
import dev.seisei.engine.op.Slice;
import java.util.ArrayList;
import java.util.List;

/**
 * A slice as NumPy writes it: entries {@code begin:end:stride}, an ellipsis, new axes, and indices
 * that drop their axis. Bit i of a mask speaks of entry i.
 */
final class StridedSlice {
  private final List<Dim> begin;
  private final List<Dim> end;
  private final List<Dim> strides;
  private final long openBegins;
  private final long openEnds;
  private final long ellipses;
  private final long newAxes;
  private final long indices;

  StridedSlice(OperationCall call, List<Dim> begin, List<Dim> end, List<Dim> strides) {
    this.begin = begin;
    this.end = end;
    this.strides = strides;
    openBegins = call.integer(0, 0);
    ellipses = call.integer(1, 0);
    openEnds = call.integer(2, 0);
    newAxes = call.integer(3, 0);
    indices = call.integer(4, 0);
  }

  private static boolean has(long mask, int entry) {
    return (mask >> entry & 1) != 0;
  }

  /** What the entries say about one axis of the input. */
  private record Range(Dim begin, Dim size, long step) {}

  Value apply(Value x) {
    List<Range> ranges = new ArrayList<>();
    List<Dim> shape = new ArrayList<>();
    for (int entry = 0; entry < begin.size(); entry++) {
      if (has(ellipses, entry)) {
        for (int skipped = skippedBy(entry, x.shape().rank()); skipped > 0; skipped--) {
          whole(x.shape(), ranges, shape);
        }
      } else if (has(newAxes, entry)) {
        shape.add(Dim.ONE);
      } else {
        Range range = range(entry, x.shape().dim(ranges.size()));
        ranges.add(range);
        if (!has(indices, entry)) {
          shape.add(range.size());
        }
      }
    }
    while (ranges.size() < x.shape().rank()) {
      whole(x.shape(), ranges, shape);
    }
    return Ops.reshape(cut(x, ranges), new Shape(shape));
  }

  /** How many axes an ellipsis stands for. */
  private int skippedBy(int ellipsis, int rank) {
    int named = 0;
    for (int entry = 0; entry < begin.size(); entry++) {
      if (entry != ellipsis && !has(newAxes, entry)) {
        named++;
      }
    }
    return rank - named;
  }

  private static void whole(Shape of, List<Range> ranges, List<Dim> shape) {
    Dim extent = of.dim(ranges.size());
    ranges.add(new Range(Dim.ZERO, extent, 1));
    shape.add(extent);
  }

  private Range range(int entry, Dim extent) {
    long stride = strides.get(entry).value();
    if (stride < 1) {
      throw new IllegalArgumentException(
          "stride " + stride + " is not positive; reverse the axis first");
    }
    Dim first = fromFront(begin.get(entry), extent);
    if (has(indices, entry)) {
      return new Range(first, Dim.ONE, 1);
    }
    Dim last = fromFront(end.get(entry), extent);
    Dim from = has(openBegins, entry) ? Dim.ZERO : first;
    Dim to = has(openEnds, entry) ? extent : atMost(last, extent);
    return new Range(from, steps(to.minus(from), stride), stride);
  }

  private static Dim fromFront(Dim index, Dim extent) {
    return index.isConstant() && index.value() < 0 ? extent.plus(index) : index;
  }

  /**
   * An end beyond an extent means the extent; one beyond any extent does, even if it is unknown.
   */
  private static Dim atMost(Dim index, Dim extent) {
    boolean beyond =
        index.isConstant()
            && (extent.isConstant()
                ? index.value() > extent.value()
                : index.value() == Integer.MAX_VALUE || index.value() == Long.MAX_VALUE);
    return beyond ? extent : index;
  }

  private static Dim steps(Dim distance, long stride) {
    Dim steps = stride == 1 ? distance : distance.plus(stride - 1).floorDiv(Dim.of(stride));
    return steps.isConstant() && steps.value() < 0 ? Dim.ZERO : steps;
  }

  private static Value cut(Value x, List<Range> ranges) {
    return Ops.apply(
        new Slice(
            ranges.stream().map(Range::begin).toList(),
            ranges.stream().map(Range::size).toList(),
            ranges.stream().map(Range::step).toList()),
        x);
  }
}
