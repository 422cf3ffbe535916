package dev.seisei.benchmarks.peers;

import java.util.List;

/**
 * How far the values of two sides lie apart.
 *
 * @param gap the largest |a − b| / max(1, |b|); NaN if a value is
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
      for (int i = 0; i < ours.length; i++) {
        double apart = Math.abs(ours[i] - others[i]) / Math.max(1, Math.abs(others[i]));
        if (!(apart <= gap)) {
          gap = apart;
          worst = run;
        }
        if (Double.isNaN(gap)) {
          return new Agreement(gap, worst, runs);
        }
      }
    }
    return new Agreement(gap, worst, runs);
  }
}
