package dev.seisei.engine.jvm;

import dev.seisei.engine.kernel.Strided;

/** Walks all lines along one axis of two operands whose other extents are equal. */
final class Lines {
  private final Axes.Walk walk;
  private final int length;
  private final int inStride;
  private final int outStride;

  Lines(Strided in, Strided out, int axis) {
    this.length = (int) in.extent(axis);
    this.inStride = (int) in.stride(axis);
    this.outStride = (int) out.stride(axis);
    long[] others = in.shape();
    others[axis] = 1;
    this.walk = new Axes.Walk(Axes.of(others, in.strides(), out.strides()));
  }

  /** Elements in a line of the first operand. */
  int length() {
    return length;
  }

  int inStride() {
    return inStride;
  }

  int outStride() {
    return outStride;
  }

  /** Where the current line begins. */
  int in() {
    return walk.offset(0);
  }

  int out() {
    return walk.offset(1);
  }

  /** Goes on; false, and back at the beginning, after the last line. */
  boolean next() {
    return walk.next();
  }
}
