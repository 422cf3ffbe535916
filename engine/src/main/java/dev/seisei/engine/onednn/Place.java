package dev.seisei.engine.onednn;

import dev.seisei.engine.memory.DType;
import org.jspecify.annotations.Nullable;

/**
 * Where an argument of a primitive lies.
 *
 * @param index which input or output
 * @param offset in bytes; that of a temporary counts from the start of the scratch memory
 * @param shared memory that never changes and that kernels may share
 */
record Place(Kind kind, int index, long offset, @Nullable Shared shared) {
  enum Kind {
    INPUT,
    OUTPUT,
    TEMPORARY,
    CONSTANT
  }

  static Place input(int index) {
    return new Place(Kind.INPUT, index, 0, null);
  }

  static Place output(int index) {
    return new Place(Kind.OUTPUT, index, 0, null);
  }

  static Place temporary(long offset) {
    return new Place(Kind.TEMPORARY, 0, offset, null);
  }

  static Place constant(Shared shared) {
    return new Place(Kind.CONSTANT, 0, 0, shared);
  }

  /** A vector of ones, which products use to add up. */
  static Place ones(DType dtype, long count) {
    return constant(new Fills.Ones(dtype, count));
  }

  static Place zeros(long count) {
    return constant(new Fills.Zeros(count));
  }

  /** A single number. */
  static Place number(float number) {
    return constant(new Fills.Single(number));
  }

  /** Some bytes further on. */
  Place after(long bytes) {
    return new Place(kind, index, offset + bytes, shared);
  }
}
