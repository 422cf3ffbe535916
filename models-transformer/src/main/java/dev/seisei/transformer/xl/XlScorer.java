package dev.seisei.transformer.xl;

import dev.seisei.core.progress.Progress;
import dev.seisei.engine.plan.Plan;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/**
 * The nats of tokens in streams side by side, segment after segment, with what is remembered
 * carried on. Every token but the first of a stream is predicted once.
 *
 * <p>Not thread-safe.
 */
final class XlScorer {
  private final Plan plan;
  private final int rows;
  private final int length;
  private final int memory;

  /**
   * @param plan of {@link XlFunctions#SCORE}, over a state of its own
   * @param rows that it is bound to
   */
  XlScorer(Plan plan, int rows, XlConfig config) {
    this.plan = plan;
    this.rows = rows;
    this.length = config.tgtLen();
    this.memory = config.memLen();
  }

  /**
   * The sum of the nats.
   *
   * @param predicted how many tokens of each stream are predicted: stream r begins with token r ·
   *     predicted, from which the next is predicted
   */
  double nats(int[] tokens, int predicted, Progress progress) {
    IntBuffer ids = plan.input(XlFunctions.IDS).bytes().asIntBuffer();
    IntBuffer targets = plan.input(XlFunctions.TARGETS).bytes().asIntBuffer();
    double sum = 0;
    for (int from = 0; from < predicted; from += length) {
      progress.throwIfCancelled();
      int count = Math.min(length, predicted - from);
      for (int row = 0; row < rows; row++) {
        int start = row * predicted + from;
        ids.put(row * length, tokens, start, count);
        targets.put(row * length, tokens, start + 1, count);
        for (int i = count; i < length; i++) {
          ids.put(row * length + i, 0);
          targets.put(row * length + i, 0);
        }
        if (memory > 0) {
          FloatBuffer seen = plan.input(XlMemory.SEEN).bytes().asFloatBuffer();
          seen.put(row, Math.min(memory, from));
        }
      }
      plan.run();
      FloatBuffer nats = plan.output(XlFunctions.NATS).bytes().asFloatBuffer();
      for (int row = 0; row < rows; row++) {
        for (int i = 0; i < count; i++) {
          sum += nats.get(row * length + i);
        }
      }
      progress.at(from + count, predicted, "tokens");
    }
    return sum;
  }
}
