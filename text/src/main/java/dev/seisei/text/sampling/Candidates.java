package dev.seisei.text.sampling;

import java.util.Arrays;

/**
 * The tokens that may still be drawn. Begins with all of a vocabulary, or with its best few; then
 * each step keeps a part. Allocates only when it sees a larger vocabulary.
 */
final class Candidates {
  /** For more than this a heap is slower than partitioning. */
  private static final int MOST_IN_HEAP = 512;

  private int[] identity = new int[0];
  private int[] ownIds = new int[0];
  private float[] ownLogits = new float[0];
  private float[] keys = new float[0];
  private float[] weights = new float[0];

  /** The current ids and logits; another's, not to be written, while all tokens are candidates. */
  private int[] ids = identity;

  private float[] logits = ownLogits;
  private int size;
  private double total;
  private float scale;
  private float most;

  /** Begins with all tokens. */
  void all(float[] source) {
    begin(source);
    most = source[Weights.largest(source, size)];
  }

  private void begin(float[] source) {
    int n = source.length;
    if (identity.length < n) {
      identity = new int[n];
      Arrays.setAll(identity, i -> i);
      ownIds = new int[n];
      ownLogits = new float[n];
      keys = new float[n];
      weights = new float[n];
    }
    ids = identity;
    logits = source;
    size = n;
  }

  /** Begins with the k best; of equal ones those with lower ids. */
  void best(float[] source, int k) {
    if (k > MOST_IN_HEAP || k >= source.length) {
      all(source);
      keepBest(k);
      return;
    }
    begin(source);
    ids = ownIds;
    logits = ownLogits;
    size = Selection.best(source, size, k, ids);
    for (int i = 0; i < size; i++) {
      logits[i] = source[ids[i]];
    }
    most = logits[0];
    Weights.requireUsable(most);
  }

  private void keepBest(int k) {
    if (k >= size) {
      return;
    }
    own();
    Arrays.fill(weights, 0, size, 1f);
    for (int i = 0; i < size; i++) {
      keys[i] = -logits[i];
    }
    size = Selection.least(keys, ids, logits, weights, size, k - 0.5);
  }

  /** Gives each candidate the weight exp((logit − the largest)/temperature). */
  void weigh(double temperature) {
    scale = (float) Math.min(1 / temperature, Float.MAX_VALUE);
    Weights.exp(logits, most, scale, weights, keys, size);
    total = Weights.sum(weights, size);
  }

  /** Keeps the most probable ones that are this probable together, the fewest that are. */
  void topP(double share) {
    // What is dropped first is together less probable than 1 - share, so it is not among them.
    keepHeavierThan((1 - share) * total / size * (1 - 1e-9));
    own();
    for (int i = 0; i < size; i++) {
      keys[i] = -logits[i];
    }
    keepLeast(share * total);
  }

  /** Keeps those at least this share as probable as the most probable one. */
  void minP(double share) {
    keepHeavierThan(share * heaviest());
    total = Weights.sum(weights, size);
  }

  /** Keeps those whose surprise is nearest to the entropy, the fewest of this probability. */
  void typical(double share) {
    own();
    double logTotal = Math.log(total);
    double entropy = 0;
    for (int i = 0; i < size; i++) {
      if (weights[i] > 0) {
        entropy += weights[i] / total * (logTotal - ((double) logits[i] - most) * scale);
      }
    }
    for (int i = 0; i < size; i++) {
      double surprise = logTotal - ((double) logits[i] - most) * scale;
      keys[i] = (float) Math.abs(surprise - entropy);
    }
    keepLeast(share * total);
  }

  /** Where several are at least this probable, keeps the least probable of them and the rest. */
  void excludeTop(double threshold) {
    int above = 0;
    int least = -1;
    for (int i = 0; i < size; i++) {
      if (weights[i] >= threshold * total) {
        above++;
        if (least < 0
            || logits[i] < logits[least]
            || (logits[i] == logits[least] && ids[i] > ids[least])) {
          least = i;
        }
      }
    }
    if (above < 2) {
      return;
    }
    int spared = ids[least];
    own();
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (weights[i] < threshold * total || ids[i] == spared) {
        move(i, kept++);
      }
    }
    size = kept;
    total = Weights.sum(weights, size);
  }

  /** Keeps those whose surprise is at most this many bits; at least the most probable one. */
  void surprising(double bits) {
    keepHeavierThan(Math.min(total * Math.exp(-bits * Math.log(2)), heaviest()));
    total = Weights.sum(weights, size);
  }

  /**
   * The index of the candidate at a place of the distribution.
   *
   * @param place in [0, 1)
   */
  int at(double place) {
    return Weights.at(weights, size, place * total);
  }

  int size() {
    return size;
  }

  int id(int index) {
    return ids[index];
  }

  /** ln of the sum of exp(logit), if the temperature is 1 and nothing was dropped. */
  double logSum() {
    return most + Math.log(total);
  }

  /** How probable a candidate is among those that are left. */
  double probability(int index) {
    return weights[index] / total;
  }

  private float heaviest() {
    float heaviest = 0;
    for (int i = 0; i < size; i++) {
      heaviest = Math.max(heaviest, weights[i]);
    }
    return heaviest;
  }

  private void keepLeast(double weight) {
    size = Selection.least(keys, ids, logits, weights, size, weight);
    total = Weights.sum(weights, size);
  }

  /** Drops what weighs less; the total stays. */
  private void keepHeavierThan(double weight) {
    int[] fromIds = ids;
    float[] fromLogits = logits;
    ids = ownIds;
    logits = ownLogits;
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (weights[i] >= weight) {
        ids[kept] = fromIds[i];
        logits[kept] = fromLogits[i];
        weights[kept++] = weights[i];
      }
    }
    size = kept;
  }

  private void move(int from, int to) {
    ids[to] = ids[from];
    logits[to] = logits[from];
    weights[to] = weights[from];
  }

  private void own() {
    if (ids != ownIds) {
      System.arraycopy(ids, 0, ownIds, 0, size);
      System.arraycopy(logits, 0, ownLogits, 0, size);
      ids = ownIds;
      logits = ownLogits;
    }
  }
}
