package dev.seisei.engine.samediff;

import dev.seisei.engine.graph.Dim;
import dev.seisei.engine.graph.TensorType;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.op.Composite;
import dev.seisei.engine.op.CompositeType;
import dev.seisei.engine.op.Ops;
import dev.seisei.engine.op.Slice;
import dev.seisei.engine.op.Unary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/**
 * Pooling, as a maximum or sum of the slices of the padded input that the window's elements see: so
 * it can be differentiated as often as one likes.
 *
 * <p>Arguments: those of {@link SpatialArguments}, then [a number, whether channels are last].
 */
final class PoolingImports {
  /** How a padded input is pooled. */
  @FunctionalInterface
  private interface Pooling {
    Value apply(OperationCall call, SpatialArguments arguments, Value x);
  }

  private PoolingImports() {}

  static void register(OperationTable.Builder table) {
    table.put("maxpool2d", call -> pool(call, 2, PoolingImports::largest));
    table.put("maxpool3dnew", call -> pool(call, 3, PoolingImports::largest));
    table.put("avgpool2d", call -> pool(call, 2, PoolingImports::average));
    table.put("avgpool3dnew", call -> pool(call, 3, PoolingImports::average));
    table.put("pnormpool2d", call -> pool(call, 2, PoolingImports::norm));
  }

  private static Value pool(OperationCall call, int axes, Pooling pooling) {
    boolean last = call.integer(4 * axes + 2, 0) != 0;
    Value x = SpatialArguments.channelsFirst(call.in(0), last);
    Value y = pooling.apply(call, SpatialArguments.of(call, axes), x);
    return SpatialArguments.restored(y, last);
  }

  /** Pooling as a composite, which providers may compute whole. */
  private static Value whole(
      String name,
      boolean countsPadding,
      SpatialArguments arguments,
      Value x,
      UnaryOperator<Value> body) {
    Map<String, Object> attributes = new HashMap<>();
    attributes.put("counts_padding", countsPadding);
    List<long[]> borders = arguments.borders(x.shape());
    for (int axis = 0; axis < arguments.axes(); axis++) {
      attributes.put("kernel_" + axis, arguments.kernel().get(axis));
      attributes.put("stride_" + axis, arguments.strides().get(axis));
      attributes.put("dilation_" + axis, arguments.dilations().get(axis));
      attributes.put("before_" + axis, borders.get(axis)[0]);
      attributes.put("after_" + axis, borders.get(axis)[1]);
    }
    Value standIn = Ops.input("operand 0", x.type().dtype(), x.shape());
    return Ops.apply(
        new Composite(
            new CompositeType(name, true),
            attributes,
            List.of(standIn),
            List.of(body.apply(standIn))),
        x);
  }

  private static Value largest(OperationCall call, SpatialArguments arguments, Value x) {
    return whole(
        "max_pool",
        false,
        arguments,
        x,
        seen ->
            overWindow(
                arguments,
                padded(arguments, seen, Double.NEGATIVE_INFINITY),
                seen,
                PairwiseImports::larger));
  }

  /** The number is 0 where the average leaves the padding out, 1 where it counts. */
  private static Value average(OperationCall call, SpatialArguments arguments, Value x) {
    boolean countsPadding = call.index(4 * arguments.axes() + 1) == 1;
    long elements = arguments.kernel().stream().reduce(1L, Math::multiplyExact);
    return whole(
        "average_pool",
        countsPadding,
        arguments,
        x,
        seen ->
            countsPadding
                ? Ops.scale(sum(arguments, seen), 1.0 / elements, 0)
                : Ops.div(sum(arguments, seen), sum(arguments, Ops.onesLike(seen))));
  }

  /** (Σ |x|ᵖ)^(1/p), where p is the number. */
  private static Value norm(OperationCall call, SpatialArguments arguments, Value x) {
    double p = call.index(4 * arguments.axes() + 1);
    Value powers = Ops.pow(Ops.unary(Unary.ABS, x), p);
    return Ops.pow(sum(arguments, powers), 1 / p);
  }

  private static Value sum(SpatialArguments arguments, Value x) {
    return overWindow(arguments, padded(arguments, x, 0), x, Ops::add);
  }

  /** The input within a border of one number. */
  private static Value padded(SpatialArguments arguments, Value x, double number) {
    Value result = x;
    int axis = 2;
    for (long[] border : arguments.borders(x.shape())) {
      List<Value> parts = new ArrayList<>();
      for (int side = 0; side < 2; side++) {
        if (border[side] > 0) {
          TensorType edge =
              result.type().withShape(result.shape().with(axis, Dim.of(border[side])));
          parts.add(Ops.fill(number, edge));
        }
        if (side == 0) {
          parts.add(result);
        }
      }
      result = Ops.concat(axis++, parts);
    }
    return result;
  }

  /** Combines, element of the window by element, what each sees of the padded input. */
  private static Value overWindow(
      SpatialArguments arguments, Value padded, Value x, BinaryOperator<Value> combine) {
    List<Value> seen = new ArrayList<>(List.of(padded));
    for (int axis = 0; axis < arguments.axes(); axis++) {
      List<Value> split = new ArrayList<>();
      for (Value part : seen) {
        for (long tap = 0; tap < arguments.kernel().get(axis); tap++) {
          Dim begin = Dim.of(tap * arguments.dilations().get(axis));
          Dim places = arguments.places(x.shape().dim(axis + 2), axis);
          split.add(every(part, axis + 2, begin, places, arguments.strides().get(axis)));
        }
      }
      // One axis after the other: k + k combinations rather than k · k.
      seen = List.of(split.stream().reduce(combine).orElseThrow());
    }
    return seen.get(0);
  }

  private static Value every(Value x, int axis, Dim begin, Dim size, long step) {
    List<Dim> begins = new ArrayList<>();
    List<Long> steps = new ArrayList<>();
    for (int i = 0; i < x.shape().rank(); i++) {
      begins.add(i == axis ? begin : Dim.ZERO);
      steps.add(i == axis ? step : 1);
    }
    return Ops.apply(new Slice(begins, x.shape().with(axis, size).dims(), steps), x);
  }
}
