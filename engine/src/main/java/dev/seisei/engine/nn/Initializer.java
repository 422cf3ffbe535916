package dev.seisei.engine.nn;

import java.util.random.RandomGenerator;

/** How the numbers of a new parameter are chosen; {@link Initializers} has the usual ways. */
@FunctionalInterface
public interface Initializer {
  /**
   * Fills a parameter.
   *
   * @param values every element, in row-major order; zeros at first
   * @param shape of the parameter, whose product is the number of values
   * @param random for this parameter alone: equal for equal seeds and names
   */
  void fill(float[] values, long[] shape, RandomGenerator random);
}
