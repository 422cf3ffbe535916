package dev.seisei.evaluate.anomaly;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The area under the receiver operating characteristic: the probability that a random anomalous
 * example has a higher score than a random normal one, ties counting half. 1 is perfect, ½ is
 * chance.
 *
 * <p>By the ranks of all scores: (R − m(m + 1)/2) / (m·n), with the sum R of the ranks of the m
 * anomalous examples, n normal ones, and tied scores sharing the mean of their ranks.
 *
 * <p>Source: Hanley and McNeil, 1982, "The meaning and use of the area under a receiver operating
 * characteristic (ROC) curve"; Mann and Whitney, 1947.
 */
final class Auroc {
  private Auroc() {}

  /**
   * The area.
   *
   * @throws IllegalArgumentException if a score is NaN, or all examples are of one kind
   */
  static double of(double[] scores, boolean[] anomalous) {
    for (int i = 0; i < scores.length; i++) {
      if (Double.isNaN(scores[i])) {
        throw new IllegalArgumentException("score " + i + " is NaN");
      }
    }
    int[] order =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> scores[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double ranks = 0;
    double anomalies = 0;
    for (int from = 0; from < order.length; ) {
      int until = from;
      double tied = 0;
      while (until < order.length && scores[order[until]] == scores[order[from]]) {
        tied += anomalous[order[until]] ? 1 : 0;
        until++;
      }
      // Ranks count from 1: those of from … until − 1 are from + 1 … until.
      ranks += tied * (from + 1 + until) / 2;
      anomalies += tied;
      from = until;
    }
    double normal = scores.length - anomalies;
    if (anomalies == 0 || normal == 0) {
      throw new IllegalArgumentException(
          "the area needs anomalous and normal examples, got %.0f and %.0f"
              .formatted(anomalies, normal));
    }
    return (ranks - anomalies * (anomalies + 1) / 2) / (anomalies * normal);
  }
}
