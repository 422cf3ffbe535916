package dev.seisei.benchmarks.limits;

/**
 * The best of what was tried.
 *
 * @param giga operations a second, in thousands of millions: a multiplication with its addition is
 *     two; NaN if there is only code of the reference
 * @param how the size and the code
 */
record Best(double giga, String how) {
  /** Before anything but code of the reference was found. */
  static final Best NONE = new Best(Double.NaN, "no instructions for it");

  /** This, or what was tried now if it is faster. */
  Best or(double nextGiga, String nextHow) {
    return nextGiga <= giga ? this : new Best(nextGiga, nextHow);
  }
}
