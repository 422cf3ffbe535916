package dev.seisei.engine.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The extents of a value, outermost axis first; rank 0 is a scalar. Immutable. */
public record Shape(List<Dim> dims) {
  public Shape {
    dims = List.copyOf(dims);
  }

  /** A shape of known extents. */
  public static Shape of(long... extents) {
    return new Shape(Arrays.stream(extents).mapToObj(Dim::of).toList());
  }

  /** A shape of given extents. */
  public static Shape of(Dim... dims) {
    return new Shape(List.of(dims));
  }

  public int rank() {
    return dims.size();
  }

  /** The extent of an axis; negative axes count from the end. */
  public Dim dim(int axis) {
    return dims.get(normalizeAxis(axis));
  }

  /**
   * An axis counted from the front.
   *
   * @throws IllegalArgumentException if there is no such axis
   */
  public int normalizeAxis(int axis) {
    int result = axis < 0 ? axis + rank() : axis;
    if (result < 0 || result >= rank()) {
      throw new IllegalArgumentException("axis " + axis + " does not exist in shape " + this);
    }
    return result;
  }

  /** The product of all extents. */
  public Dim elements() {
    return dims.stream().reduce(Dim.ONE, Dim::times);
  }

  public boolean isConstant() {
    return dims.stream().allMatch(Dim::isConstant);
  }

  /**
   * The extents as numbers.
   *
   * @throws IllegalStateException if one is still symbolic
   */
  public long[] toLongs() {
    return dims.stream().mapToLong(Dim::value).toArray();
  }

  /** This shape with one axis changed. */
  public Shape with(int axis, Dim dim) {
    List<Dim> changed = new ArrayList<>(dims);
    changed.set(normalizeAxis(axis), dim);
    return new Shape(changed);
  }

  /** This shape without one axis. */
  public Shape without(int axis) {
    List<Dim> changed = new ArrayList<>(dims);
    changed.remove(normalizeAxis(axis));
    return new Shape(changed);
  }

  /** This shape with an axis inserted before the given one ({@code axis} may equal the rank). */
  public Shape insert(int axis, Dim dim) {
    List<Dim> changed = new ArrayList<>(dims);
    changed.add(axis < 0 ? axis + rank() + 1 : axis, dim);
    return new Shape(changed);
  }

  /** This shape with ones put in front until it has the given rank. */
  public Shape expandTo(int rank) {
    return new Shape(
        Stream.concat(Stream.generate(() -> Dim.ONE).limit(rank - rank()), dims.stream()).toList());
  }

  /** The part from one axis (inclusive) to another (exclusive). */
  public Shape range(int from, int to) {
    return new Shape(dims.subList(from, to));
  }

  /** This shape followed by another. */
  public Shape concat(Shape other) {
    return new Shape(Stream.concat(dims.stream(), other.dims.stream()).toList());
  }

  /** This shape with every extent replaced. */
  public Shape map(UnaryOperator<Dim> change) {
    return isConstant() ? this : new Shape(dims.stream().map(change).toList());
  }

  /**
   * The shape that two operands broadcast to: aligned at the end, an extent of 1 stretches.
   *
   * @throws IllegalArgumentException if two extents differ and neither is 1, naming both shapes
   */
  public static Shape broadcast(Shape a, Shape b) {
    int rank = Math.max(a.rank(), b.rank());
    Shape left = a.expandTo(rank);
    Shape right = b.expandTo(rank);
    List<Dim> result = new ArrayList<>(rank);
    for (int i = 0; i < rank; i++) {
      Dim x = left.dim(i);
      Dim y = right.dim(i);
      if (!x.equals(y) && !x.isOne() && !y.isOne()) {
        throw new IllegalArgumentException(
            "shapes "
                + a
                + " and "
                + b
                + " do not broadcast: "
                + x
                + " against "
                + y
                + (x.isConstant() && y.isConstant()
                    ? ""
                    : "; give both the same symbol when importing"));
      }
      result.add(x.isOne() ? y : x);
    }
    return new Shape(result);
  }

  @Override
  public String toString() {
    return dims.toString();
  }
}
