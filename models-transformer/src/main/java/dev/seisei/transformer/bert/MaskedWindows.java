package dev.seisei.transformer.bert;

import dev.seisei.core.settings.Require;
import dev.seisei.core.train.Batches;
import dev.seisei.engine.plan.Plan;
import dev.seisei.engine.random.RandomNumbers;

/**
 * Masked sequences from anywhere in a stream of tokens, drawn with replacement; which they are, and
 * what is hidden of them, is a function of seed and step.
 *
 * <p>Not thread-safe.
 */
final class MaskedWindows implements Batches {
  // A stream of its own, so that no noise of a model with the same seed is correlated with it.
  private static final int STREAM = 0x6D61736B;

  private final Masking masking;
  private final int[] tokens;
  private final int size;
  private final long seed;
  private final double[] drawn;

  /**
   * @param size sequences of a batch
   * @throws dev.seisei.core.settings.SettingException if there are too few tokens
   */
  MaskedWindows(Masking masking, int[] tokens, int size, long seed) {
    requireEnough(masking, tokens, "to learn from");
    this.masking = masking;
    this.tokens = tokens;
    this.size = size;
    this.seed = seed;
    this.drawn = new double[Math.multiplyExact(size, 1 + masking.uniforms())];
  }

  static void requireEnough(Masking masking, int[] tokens, String what) {
    Require.that(
        tokens.length >= masking.inner(),
        "context",
        "context must leave at most the %d tokens %s, got %d within a frame"
            .formatted(tokens.length, what, masking.inner()));
  }

  /** How many batches have as many tokens as there are. */
  @Override
  public long perEpoch() {
    return Math.max(1, tokens.length / ((long) size * masking.inner()));
  }

  /** Writes into the inputs {@code ids}, {@code hidden_at} and {@code targets}. */
  @Override
  public void fill(Plan plan, long step) {
    new RandomNumbers(seed, step, STREAM).uniform(drawn);
    for (int row = 0; row < size; row++) {
      int from = row * (1 + masking.uniforms());
      int start = (int) (drawn[from] * (tokens.length - masking.inner() + 1));
      masking.write(plan, row, tokens, start, drawn, from + 1);
    }
  }
}
