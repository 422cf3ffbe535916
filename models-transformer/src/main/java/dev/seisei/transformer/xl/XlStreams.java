package dev.seisei.transformer.xl;

import dev.seisei.core.settings.Require;
import dev.seisei.core.train.Batches;
import dev.seisei.engine.plan.Plan;
import dev.seisei.engine.random.RandomNumbers;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/**
 * The tokens as a stream for each row of the batch, read segment after segment, so that what a row
 * remembers is what stands before. At the end of the streams they begin anew, with nothing
 * remembered, each pass some tokens later than the start.
 *
 * <p>A function of seed and step. Not thread-safe.
 */
final class XlStreams implements Batches {
  // A stream of random numbers of its own.
  private static final int STREAM = 0x786C7374;

  private final int[] tokens;
  private final int rows;
  private final int length;
  private final int memory;
  private final long seed;
  private final int each;
  private final int segments;

  /**
   * @param rows of the batch
   * @param length T, tokens of a segment
   * @param memory M
   * @throws dev.seisei.core.settings.SettingException if there are fewer than T + 1 tokens for
   *     every row
   */
  XlStreams(int[] tokens, int rows, int length, int memory, long seed) {
    this.tokens = tokens;
    this.rows = rows;
    this.length = length;
    this.memory = memory;
    this.seed = seed;
    this.each = (tokens.length - 1) / rows;
    Require.that(
        each >= length,
        "batch_size",
        "batch_size must be at most %d, so that every row has %d of the %d tokens, got %d"
            .formatted(Math.max(1, (tokens.length - 1) / length), length, tokens.length, rows));
    // The last segment is where the first may be shifted to.
    this.segments = Math.max(1, each / length - 1);
  }

  /** Segments of a stream. */
  @Override
  public long perEpoch() {
    return segments;
  }

  /**
   * Writes into the inputs {@code ids}, {@code targets} and, if there is a memory, {@code seen}.
   */
  @Override
  public void fill(Plan plan, long step) {
    long pass = step / segments;
    int segment = (int) (step % segments);
    double[] drawn = new double[1];
    new RandomNumbers(seed, pass, STREAM).uniform(drawn);
    int room = Math.min(length, each - segments * length + 1);
    int offset = (int) (drawn[0] * room);
    IntBuffer ids = plan.input(XlFunctions.IDS).bytes().asIntBuffer();
    IntBuffer targets = plan.input(XlFunctions.TARGETS).bytes().asIntBuffer();
    for (int row = 0; row < rows; row++) {
      int start = row * each + offset + segment * length;
      ids.put(row * length, tokens, start, length);
      targets.put(row * length, tokens, start + 1, length);
    }
    if (memory > 0) {
      FloatBuffer seen = plan.input(XlMemory.SEEN).bytes().asFloatBuffer();
      for (int row = 0; row < rows; row++) {
        seen.put(row, Math.min(memory, (float) segment * length));
      }
    }
  }
}
