package dev.seisei.engine.onednn;

import dev.seisei.engine.memory.DType;

/**
 * Where an argument of a primitive lies.
 *
 * @param index which input or output; for ones and zeros, how many
 * @param offset in bytes; that of a temporary counts from the start of the scratch memory
 */
record Place(Kind kind, long index, long offset) {
  enum Kind {
    INPUT,
    OUTPUT,
    TEMPORARY,
    /** A vector of ones, which products use to add up. */
    ONES,
    /** The same in bfloat16. */
    NARROW_ONES,
    ZEROS
  }

  static Place input(int index) {
    return new Place(Kind.INPUT, index, 0);
  }

  static Place output(int index) {
    return new Place(Kind.OUTPUT, index, 0);
  }

  static Place temporary(long offset) {
    return new Place(Kind.TEMPORARY, 0, offset);
  }

  static Place ones(DType dtype, long count) {
    return new Place(dtype == DType.BF16 ? Kind.NARROW_ONES : Kind.ONES, count, 0);
  }

  static Place zeros(long count) {
    return new Place(Kind.ZEROS, count, 0);
  }

  /** Some bytes further on. */
  Place after(long bytes) {
    return new Place(kind, index, offset + bytes);
  }
}
