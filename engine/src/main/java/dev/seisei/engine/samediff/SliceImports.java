package dev.seisei.engine.samediff;

import dev.seisei.engine.graph.Dim;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.op.Ops;
import dev.seisei.engine.op.Pad;
import dev.seisei.engine.op.Reverse;
import dev.seisei.engine.op.Slice;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;

/** Operations that take parts out of a value, or put a border around it. */
final class SliceImports {
  private SliceImports() {}

  static void register(OperationTable.Builder table) {
    table.putAll("split", SliceImports::split);
    table.putAll("split_v", SliceImports::splitSizes);
    table.putAll("unstack", SliceImports::unstack);
    table.put("slice", SliceImports::slice);
    table.put("strided_slice", SliceImports::stridedSlice);
    table.put("pad", SliceImports::pad);
    table.put("mirror_pad", call -> mirror(call.in(0), borders(call), call.integer(0, 0) == 0));
  }

  /** Arguments [parts, axis], or the number of parts as a second input and [axis]. */
  private static List<Value> split(OperationCall call) {
    Value x = call.in(0);
    int parts = call.outputs();
    int axis = x.shape().normalizeAxis(call.index(call.inputs().size() > 1 ? 0 : 1));
    Dim extent = x.shape().dim(axis).floorDiv(Dim.of(parts));
    if (!extent.times(parts).equals(x.shape().dim(axis))) {
      throw call.refuse("axis " + axis + " of " + x.shape() + " does not split into " + parts);
    }
    return parts(x, axis, Collections.nCopies(parts, extent));
  }

  private static List<Value> splitSizes(OperationCall call) {
    Value x = call.in(0);
    int axis = x.shape().normalizeAxis(call.index(0));
    List<Dim> sizes = new ArrayList<>(ShapeContent.require(call.in(1), "list of sizes"));
    int rest = sizes.indexOf(Dim.of(-1));
    if (rest >= 0) {
      Dim others = sizes.stream().reduce(Dim.ONE, Dim::plus);
      sizes.set(rest, x.shape().dim(axis).minus(others));
    }
    return parts(x, axis, sizes);
  }

  private static List<Value> parts(Value x, int axis, List<Dim> sizes) {
    List<Value> parts = new ArrayList<>();
    Dim begin = Dim.ZERO;
    for (Dim size : sizes) {
      parts.add(Ops.slice(x, axis, begin, size));
      begin = begin.plus(size);
    }
    return parts;
  }

  private static List<Value> unstack(OperationCall call) {
    Value x = call.in(0);
    int axis = x.shape().normalizeAxis(call.index(0));
    return parts(x, axis, Collections.nCopies(call.outputs(), Dim.ONE)).stream()
        .map(part -> Ops.reshape(part, x.shape().without(axis)))
        .toList();
  }

  /** Begins and sizes, as arguments [begin…, size…] or inputs; a size of −1 goes to the end. */
  private static Value slice(OperationCall call) {
    Value x = call.in(0);
    int rank = x.shape().rank();
    List<Dim> arguments =
        call.inputs().size() > 1
            ? ShapeContent.require(call.in(1), "list of begins")
            : numbers(call, 0, rank);
    List<Dim> sizes =
        call.inputs().size() > 1
            ? ShapeContent.require(call.in(2), "list of sizes")
            : numbers(call, rank, 2 * rank);
    List<Dim> begin = new ArrayList<>();
    List<Dim> size = new ArrayList<>();
    for (int axis = 0; axis < rank; axis++) {
      Dim extent = x.shape().dim(axis);
      Dim from = fromFront(arguments.get(axis), extent);
      begin.add(from);
      size.add(sizes.get(axis).equals(Dim.of(-1)) ? extent.minus(from) : sizes.get(axis));
    }
    return Ops.apply(new Slice(begin, size, Collections.nCopies(rank, 1L)), x);
  }

  private static List<Dim> numbers(OperationCall call, int from, int to) {
    return LongStream.of(call.integers()).skip(from).limit(to - from).mapToObj(Dim::of).toList();
  }

  private static Dim fromFront(Dim index, Dim extent) {
    return index.isConstant() && index.value() < 0 ? extent.plus(index) : index;
  }

  /**
   * As in NumPy and TensorFlow: arguments [masks…, begin…, end…, stride…], or the latter three as
   * inputs.
   */
  private static Value stridedSlice(OperationCall call) {
    List<Dim> begin;
    List<Dim> end;
    List<Dim> strides;
    if (call.inputs().size() > 1) {
      begin = ShapeContent.require(call.in(1), "list of begins");
      end = ShapeContent.require(call.in(2), "list of ends");
      strides =
          call.inputs().size() > 3
              ? ShapeContent.require(call.in(3), "list of strides")
              : Collections.nCopies(begin.size(), Dim.ONE);
    } else {
      int entries = (call.integers().length - 5) / 3;
      begin = numbers(call, 5, 5 + entries);
      end = numbers(call, 5 + entries, 5 + 2 * entries);
      strides = numbers(call, 5 + 2 * entries, 5 + 3 * entries);
    }
    return new StridedSlice(call, begin, end, strides).apply(call.in(0));
  }

  // Borders.

  private static Value pad(OperationCall call) {
    int mode = call.index(0);
    List<Dim> borders = borders(call);
    return mode == 0
        ? constant(call.in(0), borders, call.number(0, 0))
        : mirror(call.in(0), borders, mode == 1);
  }

  /** Extents before and after, axis by axis: the rows of a matrix. */
  private static List<Dim> borders(OperationCall call) {
    return ShapeContent.require(call.in(1), "padding");
  }

  /** Puts a number around a value. */
  static Value constant(Value x, List<Dim> borders, double number) {
    List<Dim> before = new ArrayList<>();
    List<Dim> after = new ArrayList<>();
    for (int axis = 0; axis < x.shape().rank(); axis++) {
      before.add(borders.get(2 * axis));
      after.add(borders.get(2 * axis + 1));
    }
    Pad pad = new Pad(before, after, Collections.nCopies(x.shape().rank(), 0L));
    UnaryOperator<Value> around = value -> Ops.apply(pad, value);
    if (number == 0) {
      return around.apply(x);
    }
    Value inside = around.apply(Ops.onesLike(x));
    Value border = Ops.scale(inside, -number, number);
    return Ops.add(around.apply(x), border);
  }

  /** Continues a value in a mirror at its edges; one that reflects does not repeat the edge. */
  private static Value mirror(Value x, List<Dim> borders, boolean reflects) {
    Value result = x;
    for (int axis = 0; axis < x.shape().rank(); axis++) {
      result =
          mirror(result, axis, borders.get(2 * axis), borders.get(2 * axis + 1), reflects ? 1 : 0);
    }
    return result;
  }

  private static Value mirror(Value x, int axis, Dim before, Dim after, int skipped) {
    Dim extent = x.shape().dim(axis);
    List<Value> parts = new ArrayList<>(List.of(x));
    Reverse reverse = new Reverse(List.of(axis));
    if (!before.isZero()) {
      parts.add(0, Ops.apply(reverse, Ops.slice(x, axis, Dim.of(skipped), before)));
    }
    if (!after.isZero()) {
      Dim begin = extent.minus(after).plus(-skipped);
      parts.add(Ops.apply(reverse, Ops.slice(x, axis, begin, after)));
    }
    return Ops.concat(axis, parts);
  }
}
