package dev.seisei.engine.file;

import dev.seisei.engine.graph.Dim;
import dev.seisei.engine.graph.Node;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.op.Leaf;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What reader and writer both insist on, so that a small file cannot ask for much work or memory,
 * and nothing is written that would not be read. Each check throws {@link
 * IllegalArgumentException}.
 */
final class Limits {
  private static final int RANK = 32;

  /** Numbers and symbols in one dimension. */
  private static final int PARTS = 256;

  /** Parts that a shape's extents would have if they were multiplied out. */
  private static final int PRODUCT = 1 << 14;

  private static final long CONSTANT_BYTES = 64L << 20;

  /** Nodes of a graph, or of a composite, when all composites in it are taken apart. */
  private static final long NODES = 1_000_000;

  private Limits() {}

  // Messages are made only where they are needed: a file is read once a process, when all is cold.

  /** An expression that is not too long. */
  static Dim dim(Dim dim) {
    if (!dim.isConstant() && dim.fold(new Size()) > PARTS) {
      throw new IllegalArgumentException(
          "the dimension " + dim + " has more than " + PARTS + " parts");
    }
    return dim;
  }

  /** Extents that are not negative, and whose elements can be counted. */
  static Shape shape(Shape shape) {
    if (shape.rank() > RANK) {
      throw new IllegalArgumentException("the rank " + shape.rank() + " is larger than " + RANK);
    }
    long elements = Double.BYTES;
    int parts = 1;
    for (Dim dim : shape.dims()) {
      if (!dim(dim).isConstant()) {
        parts *= dim.fold(new Size());
        if (parts > PRODUCT) {
          throw new IllegalArgumentException(
              "the elements of shape " + shape + " are too hard to count");
        }
      } else if (dim.value() < 0) {
        throw new IllegalArgumentException("negative extent in shape " + shape);
      } else {
        long extent = Math.max(dim.value(), 1);
        if (elements > Long.MAX_VALUE / extent) {
          throw new IllegalArgumentException("shape " + shape + " overflows");
        }
        elements *= extent;
      }
    }
    return shape;
  }

  /** The size in bytes of a constant. */
  static int constant(DType dtype, long... extents) {
    Shape shape = shape(Shape.of(extents));
    long bytes = shape.elements().value() * dtype.bytes();
    if (bytes > CONSTANT_BYTES) {
      throw new IllegalArgumentException(
          "a constant "
              + dtype
              + shape
              + " takes "
              + bytes
              + " bytes, and a file holds "
              + CONSTANT_BYTES
              + " at most; make it a parameter");
    }
    return (int) bytes;
  }

  /** A number of nodes, all composites taken apart, that is not too large. */
  static long nodes(long nodes) {
    if (nodes > NODES) {
      throw new IllegalArgumentException(
          "has more than " + NODES + " nodes when all composites are taken apart");
    }
    return nodes;
  }

  /** The body of a composite: all that it reads are its parameters. */
  static void body(List<Node> nodes, List<Value> parameters) {
    Set<Value> distinct = new HashSet<>(parameters);
    if (distinct.size() < parameters.size()) {
      throw new IllegalArgumentException("one value is two parameters");
    }
    for (Value parameter : parameters) {
      if (!(parameter.op() instanceof Leaf.Input)) {
        throw new IllegalArgumentException("the parameter " + parameter + " is no input");
      }
    }
    for (Node node : nodes) {
      boolean reads =
          node.op() instanceof Leaf.Input
              || node.op() instanceof Leaf.Parameter
              || node.op() instanceof Leaf.State;
      if (reads && !distinct.contains(node.output())) {
        throw new IllegalArgumentException(
            "reads " + node.op() + ", which is not among its parameters");
      }
    }
  }

  /** Counts numbers and symbols. */
  private static final class Size implements Dim.Algebra<Integer> {
    @Override
    public Integer number(long value) {
      return 1;
    }

    @Override
    public Integer symbol(String name) {
      return 1;
    }

    @Override
    public Integer sum(List<Integer> terms) {
      return terms.stream().mapToInt(Integer::intValue).sum();
    }

    @Override
    public Integer product(List<Integer> factors) {
      return sum(factors);
    }

    @Override
    public Integer quotient(Integer dividend, Integer divisor) {
      return dividend + divisor;
    }
  }
}
