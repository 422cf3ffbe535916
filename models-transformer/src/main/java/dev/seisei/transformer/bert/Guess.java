package dev.seisei.transformer.bert;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** A token and how probable it is. */
record Guess(int token, double probability) {
  /** The least probable first; of equal ones that with the higher id. */
  private static final Comparator<Guess> WORST =
      Comparator.comparingDouble(Guess::probability)
          .thenComparing(Comparator.comparingInt(Guess::token).reversed());

  /**
   * The most probable tokens, best first; of equal ones that with the lower id first.
   *
   * @param logits [V], of the softmax over all of them
   * @param tokens how many of them are tokens; what follows only makes V a round number
   * @param count how many to return at most
   */
  static List<Guess> best(float[] logits, int tokens, int count) {
    double most = Double.NEGATIVE_INFINITY;
    for (float logit : logits) {
      most = Math.max(most, logit);
    }
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit - most);
    }
    PriorityQueue<Guess> best = new PriorityQueue<>(WORST);
    for (int token = 0; token < Math.min(tokens, logits.length); token++) {
      best.add(new Guess(token, Math.exp(logits[token] - most) / sum));
      if (best.size() > count) {
        best.poll();
      }
    }
    List<Guess> ordered = new ArrayList<>(best);
    ordered.sort(WORST.reversed());
    return ordered;
  }
}
