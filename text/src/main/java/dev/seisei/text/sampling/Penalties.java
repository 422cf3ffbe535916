package dev.seisei.text.sampling;

import java.util.Arrays;
import java.util.BitSet;

/** What depends on the tokens so far: it changes few logits, in place. */
final class Penalties {
  /** DRY's penalty grows exponentially; beyond this it would only lose the order of tokens. */
  private static final double LARGEST_DRY = 1e6;

  private final Sampling settings;
  private final BitSet breakers;
  private final TokenCounts recent = new TokenCounts();
  private final TokenCounts generated = new TokenCounts();
  private final TokenCounts matches = new TokenCounts();
  private int[] tokens = new int[256];
  private int[] prefix = new int[0];
  private int length;

  Penalties(Sampling settings, BitSet breakers) {
    this.settings = settings;
    this.breakers = breakers;
  }

  void add(int id, boolean isGenerated) {
    if (length == tokens.length) {
      tokens = Arrays.copyOf(tokens, 2 * length);
    }
    tokens[length++] = id;
    recent.add(id, 1);
    int window = settings.repetitionWindow();
    if (window > 0 && length > window) {
      recent.add(tokens[length - 1 - window], -1);
    }
    if (isGenerated) {
      generated.add(id, 1);
    }
  }

  void apply(float[] logits) {
    if (settings.repetitionPenalty() != 1) {
      repetition(logits, (float) settings.repetitionPenalty());
    }
    if (settings.presencePenalty() != 0 || settings.frequencyPenalty() != 0) {
      frequency(logits);
    }
    if (settings.dryMultiplier() > 0) {
      dry(logits);
    }
    if (settings.noRepeatNgramSize() > 0) {
      noRepeat(logits, settings.noRepeatNgramSize());
    }
  }

  private void repetition(float[] logits, float penalty) {
    for (int slot = 0; slot < recent.slots(); slot++) {
      if (recent.count(slot) > 0) {
        float logit = logits[recent.id(slot)];
        logits[recent.id(slot)] = logit > 0 ? logit / penalty : logit * penalty;
      }
    }
  }

  private void frequency(float[] logits) {
    for (int slot = 0; slot < generated.slots(); slot++) {
      int count = generated.count(slot);
      if (count > 0) {
        logits[generated.id(slot)] -=
            (float) (settings.presencePenalty() + count * settings.frequencyPenalty());
      }
    }
  }

  private void noRepeat(float[] logits, int size) {
    int tail = length - size + 1;
    for (int start = 0; start < tail; start++) {
      int same = 0;
      while (same < size - 1 && tokens[start + same] == tokens[tail + same]) {
        same++;
      }
      if (same == size - 1) {
        logits[tokens[start + same]] = Float.NEGATIVE_INFINITY;
      }
    }
  }

  /**
   * For each token the longest repetition that it would continue. Read backwards, the text is a
   * string whose prefixes are looked for within it, which the Z algorithm does in linear time
   * (Gusfield, "Algorithms on strings, trees, and sequences", 1997, section 1.4).
   */
  private void dry(float[] logits) {
    int window = settings.dryWindow() == 0 ? length : Math.min(length, settings.dryWindow());
    int longest = 0;
    while (longest < window && !breakers.get(back(longest))) {
      longest++;
    }
    if (longest < settings.dryAllowedLength()) {
      return;
    }
    if (prefix.length < window) {
      prefix = new int[2 * window];
    }
    matches.clear();
    int left = 0;
    int right = 0;
    for (int i = 1; i < window; i++) {
      int same = i < right ? Math.min(right - i, prefix[i - left]) : 0;
      while (i + same < window && back(same) == back(i + same)) {
        same++;
      }
      prefix[i] = same;
      if (i + same > right) {
        left = i;
        right = i + same;
      }
      int repeated = Math.min(same, longest);
      if (repeated >= settings.dryAllowedLength()) {
        matches.atLeast(back(i - 1), repeated);
      }
    }
    for (int slot = 0; slot < matches.slots(); slot++) {
      if (matches.count(slot) > 0 && !breakers.get(matches.id(slot))) {
        int beyond = matches.count(slot) - settings.dryAllowedLength();
        double penalty = settings.dryMultiplier() * Math.pow(settings.dryBase(), beyond);
        logits[matches.id(slot)] -= (float) Math.min(penalty, LARGEST_DRY);
      }
    }
  }

  /** The token so many before the last. */
  private int back(int i) {
    return tokens[length - 1 - i];
  }
}
