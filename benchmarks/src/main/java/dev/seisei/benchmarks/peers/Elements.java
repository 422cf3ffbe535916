package dev.seisei.benchmarks.peers;

import java.util.function.LongToDoubleFunction;

/** The elements of a large result by which sides are compared: some, all over it. */
public final class Elements {
  /** How many are compared: enough to meet a row or a channel that is wrong. */
  public static final int COUNT = 256;

  /** Multiples of this, less their whole parts, are spread evenly and fall into no pattern. */
  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

  private Elements() {}

  /**
   * Some elements of a result.
   *
   * @param size of the result
   * @param element of an index, row-major
   */
  public static double[] of(long size, LongToDoubleFunction element) {
    double[] some = new double[COUNT];
    for (int i = 0; i < COUNT; i++) {
      double place = (i + 1) * GOLDEN;
      some[i] = element.applyAsDouble((long) ((place - Math.floor(place)) * size));
    }
    return some;
  }
}
