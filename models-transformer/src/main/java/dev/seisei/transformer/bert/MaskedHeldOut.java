package dev.seisei.transformer.bert;

import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.param.ParameterStore;
import dev.seisei.engine.plan.Plan;
import dev.seisei.engine.random.RandomNumbers;
import java.nio.FloatBuffer;

/**
 * The loss on sequences of the held-out text that do not overlap, evenly spread over it, of which
 * always the same tokens are guessed: the mean over these.
 */
final class MaskedHeldOut implements AutoCloseable {
  /** About how many tokens a run takes. */
  private static final int RUN = 4096;

  private static final int STREAM = 0x68656C64;

  private final Masking masking;
  private final int[] tokens;
  private final int sequences;
  private final int rows;
  private final double[] drawn;
  private final Plan plan;

  /**
   * @param nats the graph of {@link BertFunctions#NATS}
   * @param most sequences; 0 for all
   */
  MaskedHeldOut(
      Graph nats,
      ParameterStore parameters,
      Masking masking,
      int[] tokens,
      int most,
      Device device) {
    this.masking = masking;
    this.tokens = tokens;
    int all = tokens.length / masking.inner();
    sequences = most == 0 ? all : Math.min(most, all);
    rows = Math.min(sequences, Math.max(1, RUN / masking.inner()));
    drawn = new double[masking.uniforms()];
    plan = Plan.of(nats).parameters(parameters).device(device).bind("batch", rows).compile();
  }

  /** The mean, in nats a guessed token. */
  double loss() {
    double sum = 0;
    for (int from = 0; from < sequences; from += rows) {
      int count = Math.min(rows, sequences - from);
      for (int row = 0; row < count; row++) {
        new RandomNumbers(0, from + row, STREAM).uniform(drawn);
        masking.write(plan, row, tokens, start(from + row), drawn, 0);
      }
      plan.run();
      FloatBuffer nats = plan.output(BertFunctions.NATS).bytes().asFloatBuffer();
      for (int i = 0; i < count * masking.hidden(); i++) {
        sum += nats.get(i);
      }
    }
    return sum / ((double) sequences * masking.hidden());
  }

  private int start(long sequence) {
    long all = tokens.length / masking.inner();
    return Math.toIntExact(sequence * all / sequences * masking.inner());
  }

  @Override
  public void close() {
    plan.close();
  }
}
