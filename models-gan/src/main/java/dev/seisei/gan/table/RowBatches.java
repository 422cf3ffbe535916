package dev.seisei.gan.table;

import dev.seisei.core.settings.Require;
import dev.seisei.core.train.Batches;
import dev.seisei.data.Shuffle;
import dev.seisei.engine.plan.Plan;
import dev.seisei.gan.adversarial.GameGraph;
import java.nio.FloatBuffer;

/**
 * Batches of rows of numbers; every epoch goes through them once in a new order, leaving out what
 * does not fill a batch at its end. Not thread-safe.
 */
final class RowBatches implements Batches {
  private final float[] rows;
  private final int width;
  private final int count;
  private final int size;
  private final long seed;
  private long epoch = -1;
  private int[] order = {};

  /**
   * @param size rows a batch
   * @throws dev.seisei.core.settings.SettingException if there are fewer
   */
  RowBatches(float[] rows, int width, int size, long seed) {
    this.rows = rows;
    this.width = width;
    this.count = rows.length / width;
    this.size = size;
    this.seed = seed;
    Require.that(
        size <= count,
        "batch_size",
        "batch_size must be at most %d, the normal rows, got %d".formatted(count, size));
  }

  @Override
  public long perEpoch() {
    return count / size;
  }

  @Override
  public void fill(Plan plan, long step) {
    if (step / perEpoch() != epoch) {
      epoch = step / perEpoch();
      order = Shuffle.order(count, seed, epoch);
    }
    int from = (int) (step % perEpoch()) * size;
    FloatBuffer x = plan.input(GameGraph.X).bytes().asFloatBuffer();
    for (int i = 0; i < size; i++) {
      x.put(rows, order[from + i] * width, width);
    }
  }
}
