package dev.seisei.benchmarks.peers;

import java.util.List;

/**
 * How far the values of two sides lie apart.
 *
 * <p>Of a run it is ‖a − b‖ / max(√n, ‖b‖) over its n values, so of one value |a − b| / max(1,
 * |b|). The largest difference alone would grow with how many values there are: bfloat16 rounds
 * each to 8 bits, and among a hundred thousand there are unlucky ones.
 *
 * @param gap that of the worst run; NaN if a value is
 * @param run the number of the run where it is
 * @param runs how many were compared
 */
record Agreement(double gap, int run, int runs) {
  /**
   * Compares the runs that both sides did.
   *
   * @throws IllegalArgumentException if they did none, or of one run have different numbers of
   *     values
   */
  static Agreement of(List<double[]> a, List<double[]> b) {
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
      double apart = apart(ours, others);
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

  private static double apart(double[] a, double[] b) {
    double difference = 0;
    double size = 0;
    for (int i = 0; i < a.length; i++) {
      difference += (a[i] - b[i]) * (a[i] - b[i]);
      size += b[i] * b[i];
    }
    return Math.sqrt(difference / Math.max(a.length, size));
  }
}
