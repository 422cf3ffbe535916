package dev.seisei.benchmarks.peers;

import java.util.List;

/**
 * How far the values of two sides lie apart: of a run, ‖a − b‖ / max(floor·√n, ‖b‖) over its n
 * values.
 *
 * <p>So differences count relative to the size of all values together (their root mean square), not
 * to each value's own, and the largest of them alone decides nothing. That is how rounding behaves:
 * a sum has the error of its terms, however small it comes out itself, and among many errors there
 * are unlucky ones, the more the more values are looked at. The norm of the errors does not grow
 * with how many there are.
 *
 * @param gap that of the worst run; NaN if a value is
 * @param run the number of the run where it is
 * @param runs how many were compared
 */
record Agreement(double gap, int run, int runs) {
  /**
   * Compares the runs that both sides did.
   *
   * @param b what counts as right
   * @param floor the size that values are taken to have at least: 1 for losses, of which a
   *     thousandth of a nat is little even where a loss is small; 0 where values have no unit,
   *     since zeros would otherwise agree with any values that are small
   * @throws IllegalArgumentException if they did none, or of one run have different numbers of
   *     values
   */
  static Agreement of(List<double[]> a, List<double[]> b, double floor) {
    int runs = Math.min(a.size(), b.size());
    if (runs == 0) {
      throw new IllegalArgumentException("no run to compare");
    }
    double gap = 0;
    int worst = 0;
    for (int run = 0; run < runs; run++) {
      double[] ours = a.get(run);
      double[] others = b.get(run);
      if (ours.length != others.length) {
        throw new IllegalArgumentException(
            "run "
                + run
                + " has "
                + ours.length
                + " values on one side, "
                + others.length
                + " on the other");
      }
      double apart = apart(ours, others, floor);
      if (!(apart <= gap)) {
        gap = apart;
        worst = run;
      }
      if (Double.isNaN(gap)) {
        return new Agreement(gap, worst, runs);
      }
    }
    return new Agreement(gap, worst, runs);
  }

  private static double apart(double[] a, double[] b, double floor) {
    double difference = 0;
    double size = 0;
    for (int i = 0; i < a.length; i++) {
      difference += (a[i] - b[i]) * (a[i] - b[i]);
      size += b[i] * b[i];
    }
    if (difference == 0) {
      return 0;
    }
    return Math.sqrt(difference / Math.max(floor * floor * a.length, size));
  }
}
