package dev.seisei.engine.jvm;

/**
 * Moves elements between memory and a heap array, converting them. Loops over heap arrays are
 * vectorised on Java 17, loops over memory outside the heap are not; moving a whole block costs
 * little.
 */
@FunctionalInterface
interface Mover {
  /** Most elements moved at a time; what heap arrays are made for. */
  int BLOCK = 2048;

  /**
   * Moves some elements.
   *
   * @param at position in memory, in elements
   * @param stride between elements in memory
   * @param from position in the array
   */
  void move(int at, int stride, int from, int count);
}
