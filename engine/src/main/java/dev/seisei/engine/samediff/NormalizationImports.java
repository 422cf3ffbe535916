package dev.seisei.engine.samediff;

import static dev.seisei.engine.op.Ops.add;
import static dev.seisei.engine.op.Ops.div;
import static dev.seisei.engine.op.Ops.mul;
import static dev.seisei.engine.op.Ops.scale;
import static dev.seisei.engine.op.Ops.sub;
import static dev.seisei.engine.op.Ops.unary;

import dev.seisei.engine.graph.Dim;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.op.Ops;
import dev.seisei.engine.op.Unary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Normalization, with SameDiff's formulas. */
final class NormalizationImports {
  private NormalizationImports() {}

  static void register(OperationTable.Builder table) {
    table.put(
        "standardize",
        call -> standardize(call.in(0), call.inputs().size() > 1 ? call.axesIn(1) : call.axes()));
    table.put("layer_norm", NormalizationImports::layerNorm);
    table.put("batchnorm", NormalizationImports::batchNorm);
    table.put("lrn", NormalizationImports::localResponse);
  }

  /** (x − mean) / standard deviation; there is no ε under the root. */
  private static Value standardize(Value x, List<Integer> axes) {
    Value variance = ReductionImports.variance(x, axes, false);
    return div(sub(x, Ops.mean(x, axes)), unary(Unary.SQRT, variance));
  }

  /** Gain and bias lie along axis 1 (channels first) or the last. */
  private static Value layerNorm(OperationCall call) {
    Value x = call.in(0);
    int rank = x.shape().rank();
    int channels = call.flag(0, false) ? 1 : rank - 1;
    Value y = mul(standardize(x, call.axes()), ShapeImports.alongAxis(call.in(1), channels, rank));
    return call.inputs().size() > 2
        ? add(y, ShapeImports.alongAxis(call.in(2), channels, rank))
        : y;
  }

  /**
   * Inputs [x, mean, variance, γ, β] with given statistics, which lie along the axes [.., axes…],
   * the last one by default; arguments [whether there is a γ, whether there is a β].
   */
  private static Value batchNorm(OperationCall call) {
    Value x = call.in(0);
    long[] arguments = call.integers();
    List<Integer> axes =
        arguments.length > 2
            ? call.axes(Arrays.copyOfRange(arguments, 2, arguments.length))
            : List.of(x.shape().rank() - 1);
    Value mean = along(call.in(1), axes, x.shape());
    Value variance = along(call.in(2), axes, x.shape());
    Value factor = unary(Unary.RSQRT, scale(variance, 1, call.number(0, 0)));
    int next = 3;
    if (arguments[0] != 0) {
      factor = mul(factor, along(call.in(next++), axes, x.shape()));
    }
    Value y = mul(sub(x, mean), factor);
    return arguments[1] != 0 ? add(y, along(call.in(next), axes, x.shape())) : y;
  }

  /** A value of a few axes of a shape, spread so that it broadcasts to the shape. */
  private static Value along(Value x, List<Integer> axes, Shape shape) {
    List<Dim> dims = new ArrayList<>(Collections.nCopies(shape.rank(), Dim.ONE));
    axes.forEach(axis -> dims.set(axis, shape.dim(axis)));
    return Ops.reshape(x, new Shape(dims));
  }

  /** x / (bias + α Σ x²)^β, the sum over neighbouring channels; arguments [reach], [bias, α, β]. */
  private static Value localResponse(OperationCall call) {
    Value x = call.in(0);
    int axis = x.shape().rank() - 1;
    Dim channels = x.shape().dim(axis);
    long reach = call.integer(0, 5);
    List<Dim> borders = new ArrayList<>(Collections.nCopies(2 * axis, Dim.ZERO));
    borders.addAll(List.of(Dim.of(reach), Dim.of(reach)));
    Value padded = SliceImports.constant(unary(Unary.SQUARE, x), borders, 0);
    List<Value> neighbours = new ArrayList<>();
    for (long shift = 0; shift <= 2 * reach; shift++) {
      neighbours.add(Ops.slice(padded, axis, Dim.of(shift), channels));
    }
    Value sum = neighbours.stream().reduce(Ops::add).orElseThrow();
    // libnd4j keeps these numbers as floats, whatever the type of the operand.
    Value base = scale(sum, (float) call.number(1, 1), (float) call.number(0, 1));
    return mul(x, Ops.pow(base, -(float) call.number(2, 0.5)));
  }
}
