package dev.seisei.engine.onednn;

/**
 * Where an argument of a primitive lies.
 *
 * @param index which input or output; for a temporary, its offset in bytes; for ones, how many
 */
record Place(Kind kind, long index) {
  enum Kind {
    INPUT,
    OUTPUT,
    TEMPORARY,
    /** A vector of ones, which products use to add up. */
    ONES
  }

  static Place input(int index) {
    return new Place(Kind.INPUT, index);
  }

  static Place output(int index) {
    return new Place(Kind.OUTPUT, index);
  }

  static Place ones(long count) {
    return new Place(Kind.ONES, count);
  }
}
