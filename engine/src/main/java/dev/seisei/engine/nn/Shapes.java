package dev.seisei.engine.nn;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Shapes that are known only at run time. SameDiff does not know the shapes of intermediate results
 * while a graph is built, so they are read in the graph; the import folds all of this away.
 */
final class Shapes {
  private Shapes() {}

  /** Known extents: a vector of integers. */
  static SDVariable of(SameDiff graph, long... extents) {
    return graph.constant(Nd4j.createFromArray(extents));
  }

  /**
   * The extents of axes begin (inclusive) to end (exclusive); a negative end counts from the last.
   */
  static SDVariable extents(SDVariable x, int begin, int end) {
    return x.getSameDiff().stridedSlice(x.shape(), new long[] {begin}, new long[] {end}, 1);
  }

  /** The extent of one axis, as an integer scalar. */
  static SDVariable extent(SDVariable x, int axis) {
    return x.getSameDiff()
        .stridedSlice(
            x.shape(), new long[] {axis}, new long[] {axis + 1}, new long[] {1}, 0, 0, 0, 0, 1);
  }

  /** Reshapes to the extents of all parts one after another; one of them may be -1. */
  static SDVariable reshape(SDVariable x, SDVariable... parts) {
    SameDiff graph = x.getSameDiff();
    return graph.reshape(x, parts.length == 1 ? parts[0] : graph.concat(0, parts));
  }

  /** 0, 1, 2 … along the given axis, as 64-bit integers. */
  static SDVariable positions(SDVariable x, int axis) {
    SameDiff graph = x.getSameDiff();
    return graph.range(
        graph.constant(Nd4j.scalar(0L)),
        extent(x, axis),
        graph.constant(Nd4j.scalar(1L)),
        DataType.INT64);
  }
}
