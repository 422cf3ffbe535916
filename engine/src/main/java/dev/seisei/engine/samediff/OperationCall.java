package dev.seisei.engine.samediff;

import dev.seisei.engine.graph.Dim;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.nd4j.Nd4jTensors;
import dev.seisei.engine.op.Ops;
import java.util.Arrays;
import java.util.List;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.ops.BaseIndexAccumulation;
import org.nd4j.linalg.api.ops.BaseReduceOp;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.ScalarOp;
import org.nd4j.linalg.api.ops.impl.reduce3.BaseReduce3Op;

/** One operation of a SameDiff graph, with its inputs imported: what an importer reads. */
final class OperationCall {
  private final SameDiffOp op;
  private final List<Value> inputs;

  OperationCall(SameDiffOp op, List<Value> inputs) {
    this.op = op;
    this.inputs = inputs;
  }

  /** What this operation is called in messages: as its first result. */
  String label() {
    return op.getOutputsOfOp().get(0);
  }

  /** What kind of operation it is, such as {@code matmul}. */
  String kind() {
    return function().opName();
  }

  DifferentialFunction function() {
    return op.getOp();
  }

  List<Value> inputs() {
    return inputs;
  }

  /**
   * An input.
   *
   * @throws IllegalArgumentException if there are fewer
   */
  Value in(int index) {
    if (index >= inputs.size()) {
      throw refuse("has " + inputs.size() + " inputs, but needs input " + index);
    }
    return inputs.get(index);
  }

  /** How many results the graph expects. */
  int outputs() {
    return op.getOutputsOfOp().size();
  }

  private DynamicCustomOp custom() {
    if (function() instanceof DynamicCustomOp custom) {
      return custom;
    }
    throw new IllegalStateException(kind() + " has no argument list");
  }

  /** All integer arguments. */
  long[] integers() {
    return custom().iArgs();
  }

  /** An integer argument, or the default where the list is shorter. */
  long integer(int index, long otherwise) {
    long[] all = integers();
    return index < all.length ? all[index] : otherwise;
  }

  /** An integer argument that is an axis, a count or a mode; 0 where the list is shorter. */
  int index(int index) {
    return Math.toIntExact(integer(index, 0));
  }

  /** A floating-point argument, or the default where the list is shorter. */
  double number(int index, double otherwise) {
    double[] all = custom().tArgs();
    return index < all.length ? all[index] : otherwise;
  }

  /** A boolean argument, or the default where the list is shorter. */
  boolean flag(int index, boolean otherwise) {
    boolean[] all = custom().bArgs();
    return index < all.length ? all[index] : otherwise;
  }

  /** The type that the graph expects of the first result. */
  DType resultType() {
    return Nd4jTensors.dtype(function().outputVariables()[0].dataType());
  }

  /** An extra argument of a legacy operation, counted from the end where negative. */
  double extra(int index) {
    Object[] all = function() instanceof Op op ? op.extraArgs() : null;
    int at = all != null && index < 0 ? all.length + index : index;
    if (all != null && at >= 0 && at < all.length && all[at] instanceof Number number) {
      return number.doubleValue();
    }
    throw new IllegalStateException(kind() + " has no extra argument " + index);
  }

  /** The number that an operation with a scalar operand holds. */
  double scalar() {
    if (function() instanceof ScalarOp scalar) {
      return scalar.scalar().getDouble(0);
    }
    throw new IllegalStateException(kind() + " has no scalar");
  }

  /** The axes of a reduction; all of them where none is given. */
  List<Integer> axes() {
    if (function() instanceof DynamicCustomOp) {
      return axes(integers());
    } else if (inputs.size() > 1 && !(function() instanceof BaseReduce3Op)) {
      return axesIn(1);
    }
    int[] dimensions = function().getDimensions();
    return axes(
        dimensions == null ? new long[0] : Arrays.stream(dimensions).asLongStream().toArray());
  }

  /** The axes that an input lists; all of them where it is empty. */
  List<Integer> axesIn(int input) {
    return axes(
        ShapeContent.require(in(input), "list of axes").stream().mapToLong(Dim::value).toArray());
  }

  /** Axes of the first input, in order; all of them where none is given. */
  List<Integer> axes(long[] given) {
    Shape shape = in(0).shape();
    boolean all = given.length == 0 || Arrays.stream(given).anyMatch(a -> a == Integer.MAX_VALUE);
    return all
        ? Ops.allAxes(in(0))
        : Arrays.stream(given)
            .mapToObj(axis -> shape.normalizeAxis(Math.toIntExact(axis)))
            .sorted()
            .distinct()
            .toList();
  }

  /** Whether a reduction keeps its axes with extent 1. */
  boolean keepsAxes() {
    if (function() instanceof BaseReduceOp reduce) {
      return reduce.isKeepDims();
    }
    return function() instanceof BaseIndexAccumulation place && place.isKeepDims();
  }

  /** An error that names this operation. */
  IllegalArgumentException refuse(String why) {
    return new IllegalArgumentException("operation " + label() + " (" + kind() + "): " + why);
  }
}
