package dev.seisei.benchmarks.limits;

import java.util.function.DoubleSupplier;
import org.bytedeco.dnnl.primitive_desc;

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

  /**
   * This, or the fastest code for a description if that is faster.
   *
   * @param description stands at one code after another; may be empty
   * @param operations multiplications and additions
   * @param seconds measures the code that the description stands at
   */
  Best orFastest(
      primitive_desc description, Object size, double operations, DoubleSupplier seconds) {
    Best best = this;
    boolean more = description.asBoolean();
    while (more) {
      String code = description.impl_info_str().getString();
      if (!code.contains("ref")) {
        best = best.or(operations / seconds.getAsDouble() / 1e9, size + ", " + code);
      }
      more = description.next_impl();
    }
    return best;
  }

  /** This, or what was tried now if it is faster. */
  Best or(double nextGiga, String nextHow) {
    return nextGiga <= giga ? this : new Best(nextGiga, nextHow);
  }
}
