package dev.seisei.engine.samediff;

import dev.seisei.engine.graph.Value;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.ops.BaseReduceOp;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.ScalarOp;

/** One operation of a SameDiff graph, with its inputs imported: what an importer reads. */
final class OperationCall {
  private final SameDiffOp op;
  private final List<Value> inputs;

  OperationCall(SameDiffOp op, List<Value> inputs) {
    this.op = op;
    this.inputs = inputs;
  }

  /** The name of this operation in its graph. */
  String label() {
    return op.getName();
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

  Value in(int index) {
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

  /** The number that an operation with a scalar operand holds. */
  double scalar() {
    if (function() instanceof ScalarOp scalar) {
      return scalar.scalar().getDouble(0);
    }
    throw new IllegalStateException(kind() + " has no scalar");
  }

  /** The axes of a reduction; all of them where none is given. */
  List<Integer> axes() {
    List<Integer> axes = new ArrayList<>();
    int rank = in(0).shape().rank();
    if (function() instanceof BaseReduceOp && inputs.size() > 1) {
      ShapeContent.require(in(1), "list of axes")
          .forEach(dim -> axes.add(Math.toIntExact(dim.value())));
    } else if (function() instanceof DynamicCustomOp) {
      for (long axis : integers()) {
        axes.add(Math.toIntExact(axis));
      }
    } else if (function().getDimensions() != null) {
      for (int axis : function().getDimensions()) {
        axes.add(axis);
      }
    }
    if (axes.isEmpty() || axes.contains(Integer.MAX_VALUE)) {
      axes.clear();
      for (int axis = 0; axis < rank; axis++) {
        axes.add(axis);
      }
    }
    return axes.stream().map(in(0).shape()::normalizeAxis).sorted().distinct().toList();
  }

  /** Whether a reduction keeps its axes with extent 1. */
  boolean keepsAxes() {
    return function() instanceof BaseReduceOp reduce && reduce.isKeepDims();
  }

  /** An error that names this operation. */
  IllegalArgumentException refuse(String why) {
    return new IllegalArgumentException("operation " + label() + " (" + kind() + "): " + why);
  }
}
