package dev.seisei.vae.vq;

import dev.seisei.core.model.RowPlan;
import dev.seisei.core.progress.Progress;
import dev.seisei.engine.random.RandomNumbers;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.List;

/**
 * Draws grids of codes from the prior, one position after another, some rows at a time.
 *
 * <p>The uniform number of a position is named by the request's seed, the row's place in its
 * request, and the position, so that a row does not depend on those beside it.
 */
final class CodeSampler {
  // A stream of its own, so that no other use of the same seed is correlated with it.
  private static final int STREAM = 0x636F6465;

  private final RowPlan plan;
  private final int positions;
  private final int codes;

  /**
   * @param plan gives {@link VqGraph#LOGITS} by {@link VqGraph#CODES}
   * @param positions L
   * @param codes K
   */
  CodeSampler(RowPlan plan, int positions, int codes) {
    this.plan = plan;
    this.positions = positions;
    this.codes = codes;
  }

  /**
   * A row to draw.
   *
   * @param seed of its request
   * @param index of the row in its request
   * @param temperature what logits are divided by; 0 takes the most likely code
   */
  record Row(long seed, int index, double temperature) {}

  /**
   * Draws rows.
   *
   * @return [rows, L]
   * @throws java.util.concurrent.CancellationException if the progress asks for it
   */
  int[] draw(List<Row> rows, Progress progress) {
    int[] drawn = new int[Math.multiplyExact(rows.size(), positions)];
    for (int from = 0; from < rows.size(); from += plan.size()) {
      int to = Math.min(rows.size(), from + plan.size());
      drawTogether(rows.subList(from, to), progress)
          .get(drawn, from * positions, (to - from) * positions);
      progress.at(to, rows.size(), "images");
    }
    return drawn;
  }

  /** Draws as many rows as a run has, or fewer; the codes stand at the front of the result. */
  private IntBuffer drawTogether(List<Row> rows, Progress progress) {
    IntBuffer input = plan.input(VqGraph.CODES).bytes().asIntBuffer();
    input.put(new int[input.capacity()]).rewind();
    double[][] uniform = new double[rows.size()][positions];
    for (int row = 0; row < uniform.length; row++) {
      new RandomNumbers(rows.get(row).seed(), rows.get(row).index(), STREAM).uniform(uniform[row]);
    }
    float[] logits = new float[codes];
    for (int position = 0; position < positions; position++) {
      progress.throwIfCancelled();
      plan.run();
      FloatBuffer all = plan.output(VqGraph.LOGITS).bytes().asFloatBuffer();
      for (int row = 0; row < rows.size(); row++) {
        int at = row * positions + position;
        all.get(at * codes, logits);
        input.put(at, pick(logits, rows.get(row).temperature(), uniform[row][position]));
      }
    }
    return input;
  }

  /**
   * The code at which the cumulative distribution of softmax(logits / temperature) passes u.
   *
   * @param uniform u, in [0, 1)
   */
  static int pick(float[] logits, double temperature, double uniform) {
    int largest = 0;
    for (int i = 1; i < logits.length; i++) {
      largest = logits[i] > logits[largest] ? i : largest;
    }
    if (temperature == 0) {
      return largest;
    }
    double[] cumulative = new double[logits.length];
    double sum = 0;
    for (int i = 0; i < logits.length; i++) {
      // StrictMath: equal on every machine.
      sum += StrictMath.exp((logits[i] - logits[largest]) / temperature);
      cumulative[i] = sum;
    }
    for (int i = 0; i < logits.length; i++) {
      if (uniform * sum < cumulative[i]) {
        return i;
      }
    }
    throw new IllegalArgumentException("logits of codes are not numbers");
  }
}
