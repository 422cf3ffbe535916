package dev.seisei.transformer.decoder;

import dev.seisei.core.settings.Require;
import dev.seisei.core.train.Batches;
import dev.seisei.engine.plan.Plan;
import dev.seisei.engine.random.RandomNumbers;
import java.nio.IntBuffer;

/**
 * Sequences from anywhere in a stream of tokens, drawn with replacement; which is a function of
 * seed and step.
 *
 * <p>Not thread-safe.
 */
final class TokenWindows implements Batches {
  // A stream of its own, so that no noise of a model with the same seed is correlated with it.
  private static final int STREAM = 0x77696E64;

  private final int[] tokens;
  private final int size;
  private final int length;
  private final long seed;
  private final double[] drawn;

  /**
   * @param size sequences of a batch
   * @param length tokens of a sequence, T
   * @throws dev.seisei.core.settings.SettingException if there are fewer than T + 1 tokens
   */
  TokenWindows(int[] tokens, int size, int length, long seed) {
    requireLonger(tokens, length, "to learn from");
    this.tokens = tokens;
    this.size = size;
    this.length = length;
    this.seed = seed;
    this.drawn = new double[size];
  }

  static void requireLonger(int[] tokens, int length, String what) {
    Require.that(
        tokens.length > length,
        "context",
        "context must be less than the %d tokens %s, got %d"
            .formatted(tokens.length, what, length));
  }

  /** How many batches have as many tokens as there are. */
  @Override
  public long perEpoch() {
    return Math.max(1, (tokens.length - 1) / ((long) size * length));
  }

  /** Writes into the inputs {@code ids} and {@code targets}. */
  @Override
  public void fill(Plan plan, long step) {
    new RandomNumbers(seed, step, STREAM).uniform(drawn);
    IntBuffer ids = plan.input(DecoderFunctions.IDS).bytes().asIntBuffer();
    IntBuffer targets = plan.input(DecoderFunctions.TARGETS).bytes().asIntBuffer();
    for (int row = 0; row < size; row++) {
      int start = (int) (drawn[row] * (tokens.length - length));
      ids.put(row * length, tokens, start, length);
      targets.put(row * length, tokens, start + 1, length);
    }
  }
}
