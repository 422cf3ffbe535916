package dev.seisei.engine.plan;

import dev.seisei.engine.graph.Dim;
import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.graph.Node;
import dev.seisei.engine.graph.Op;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.op.ArgReduce;
import dev.seisei.engine.op.Concat;
import dev.seisei.engine.op.Convolution;
import dev.seisei.engine.op.ConvolutionInputGradient;
import dev.seisei.engine.op.ConvolutionWeightGradient;
import dev.seisei.engine.op.Cumulative;
import dev.seisei.engine.op.Leaf;
import dev.seisei.engine.op.LogSoftmax;
import dev.seisei.engine.op.LogSoftmaxGradient;
import dev.seisei.engine.op.MatMul;
import dev.seisei.engine.op.Pad;
import dev.seisei.engine.op.Random;
import dev.seisei.engine.op.Reduce;
import dev.seisei.engine.op.Reshape;
import dev.seisei.engine.op.Reverse;
import dev.seisei.engine.op.ScatterAdd;
import dev.seisei.engine.op.Slice;
import dev.seisei.engine.op.Softmax;
import dev.seisei.engine.op.SoftmaxGradient;
import dev.seisei.engine.pass.Passes;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** When a dimension may be padded, and how tensors are padded and cropped. */
final class Padding {
  private Padding() {}

  /**
   * An operation through which what lies in the padding of a dimension would reach what does not,
   * or null if there is none.
   */
  static @Nullable Op mixing(Graph graph, String symbol) {
    for (Node node : Passes.expand(graph, n -> false).nodes()) {
      if (mixes(node, symbol)) {
        return node.op();
      }
    }
    return null;
  }

  private static boolean mixes(Node node, String symbol) {
    Op op = node.op();
    if (op instanceof Leaf.Extent extent) {
      return has(extent.dim(), symbol);
    } else if (op instanceof Reduce reduce) {
      return any(node.input(0), reduce.axes(), symbol);
    } else if (op instanceof Cumulative cumulative) {
      return any(node.input(0), List.of(cumulative.axis()), symbol);
    } else if (op instanceof ArgReduce arg) {
      return any(node.input(0), List.of(arg.axis()), symbol);
    } else if (op instanceof Reverse reverse) {
      return any(node.input(0), reverse.axes(), symbol);
    } else if (op instanceof Softmax
        || op instanceof SoftmaxGradient
        || op instanceof LogSoftmax
        || op instanceof LogSoftmaxGradient
        || op instanceof MatMul) {
      return any(node.input(0), List.of(-1), symbol);
    } else if (op instanceof Concat concat) {
      return node.inputs().stream().anyMatch(x -> any(x, List.of(concat.axis()), symbol));
    } else if (op instanceof Slice slice) {
      Shape x = node.input(0).shape();
      for (int axis = 0; axis < x.rank(); axis++) {
        boolean whole =
            slice.begin().get(axis).isZero() && slice.size().get(axis).equals(x.dim(axis));
        if (has(slice.begin().get(axis), symbol) || (has(x.dim(axis), symbol) && !whole)) {
          return true;
        }
      }
      return false;
    } else if (op instanceof Pad) {
      return !node.input(0).shape().equals(node.output().shape())
          && has(node.output().shape(), symbol)
          && padsAlong(node, symbol);
    } else if (op instanceof Random random) {
      return random.shape().rank() > 1
          && has(random.shape().range(1, random.shape().rank()), symbol);
    } else if (op instanceof Reshape) {
      return reorders(node.input(0).shape(), node.output().shape(), symbol);
    } else if (op instanceof ScatterAdd || op instanceof ConvolutionWeightGradient) {
      return node.inputs().stream().anyMatch(x -> has(x.shape(), symbol));
    } else if (op instanceof Convolution || op instanceof ConvolutionInputGradient) {
      Shape x = node.input(0).shape();
      return has(x.range(1, x.rank()), symbol);
    }
    return false;
  }

  private static boolean padsAlong(Node node, String symbol) {
    Shape from = node.input(0).shape();
    Shape to = node.output().shape();
    for (int axis = 0; axis < from.rank(); axis++) {
      if (has(to.dim(axis), symbol) && !to.dim(axis).equals(from.dim(axis))) {
        return true;
      }
    }
    return false;
  }

  /** Whether a reshape moves a symbol's axis in front of or behind others. */
  private static boolean reorders(Shape from, Shape to, String symbol) {
    int before = axisOf(from, symbol);
    int after = axisOf(to, symbol);
    return before >= 0
        && after >= 0
        && from.dim(before).symbols().size() == 1
        && to.dim(after).symbols().size() == 1
        && !from.range(0, before).elements().equals(to.range(0, after).elements());
  }

  private static int axisOf(Shape shape, String symbol) {
    for (int axis = 0; axis < shape.rank(); axis++) {
      if (has(shape.dim(axis), symbol)) {
        return axis;
      }
    }
    return -1;
  }

  private static boolean any(Value value, List<Integer> axes, String symbol) {
    return axes.stream().anyMatch(axis -> has(value.shape().dim(axis), symbol));
  }

  static boolean has(Shape shape, String symbol) {
    return shape.dims().stream().anyMatch(dim -> has(dim, symbol));
  }

  private static boolean has(Dim dim, String symbol) {
    return dim.symbols().contains(symbol);
  }

  /**
   * Copies the box that two tensors of one type have in common, at the beginning of every axis; the
   * rest of the target is not touched.
   */
  static void copyCommon(Tensor from, Tensor to) {
    long[] source = from.shape();
    long[] target = to.shape();
    if (Arrays.equals(source, target)) {
      to.copyFrom(from);
      return;
    }
    int rank = source.length;
    int row = Math.toIntExact(Math.min(source[rank - 1], target[rank - 1])) * from.dtype().bytes();
    long[] index = new long[rank];
    ByteBuffer in = from.bytes();
    ByteBuffer out = to.bytes();
    boolean more = row > 0;
    for (int axis = 0; axis < rank - 1; axis++) {
      more &= source[axis] > 0 && target[axis] > 0;
    }
    while (more) {
      out.put(
          offset(index, target) * from.dtype().bytes(),
          in,
          offset(index, source) * from.dtype().bytes(),
          row);
      more = false;
      for (int axis = rank - 2; axis >= 0 && !more; axis--) {
        index[axis]++;
        more = index[axis] < Math.min(source[axis], target[axis]);
        if (!more) {
          index[axis] = 0;
        }
      }
    }
  }

  private static int offset(long[] index, long[] shape) {
    long offset = 0;
    for (int axis = 0; axis < shape.length; axis++) {
      offset = offset * shape[axis] + index[axis];
    }
    return Math.toIntExact(offset);
  }
}
