package dev.seisei.text.sampling;

import java.util.ArrayList;
import java.util.List;

/** The model's own log-probabilities of the token that was drawn and of the best ones. */
final class Logprobs {
  private final int count;
  private final Candidates candidates = new Candidates();
  private float[] logits = new float[0];
  private int[] best = new int[0];
  private double logSum;
  private int chosen = -1;

  Logprobs(int count) {
    this.count = count;
  }

  /** Copies logits that a chain is about to change. */
  void keep(float[] source) {
    if (logits.length != source.length) {
      logits = new float[source.length];
      best = new int[Math.min(count, source.length)];
    }
    System.arraycopy(source, 0, logits, 0, source.length);
    candidates.all(logits);
    candidates.weigh(1);
    logSum = candidates.logSum();
  }

  void choose(int id) {
    chosen = id;
  }

  double chosen() {
    requireChosen();
    return logits[chosen] - logSum;
  }

  List<TokenLogprob> top() {
    requireChosen();
    List<TokenLogprob> top = new ArrayList<>();
    if (count > 0) {
      Selection.best(logits, logits.length, best.length, best);
    }
    for (int id : best) {
      top.add(new TokenLogprob(id, logits[id] - logSum));
    }
    return List.copyOf(top);
  }

  private void requireChosen() {
    if (chosen < 0) {
      throw new IllegalStateException(
          "no log-probabilities: set logprobs=true, and draw a token first");
    }
  }
}
