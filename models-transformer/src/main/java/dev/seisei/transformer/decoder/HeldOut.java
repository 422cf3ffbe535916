package dev.seisei.transformer.decoder;

import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.param.ParameterStore;
import dev.seisei.engine.plan.Plan;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/**
 * The loss on sequences of the held-out text that do not overlap, evenly spread over it: the mean
 * over their tokens, each predicted from those before it in its sequence.
 */
final class HeldOut implements AutoCloseable {
  /** About how many tokens a run takes. */
  private static final int RUN = 4096;

  private final int[] tokens;
  private final int length;
  private final int sequences;
  private final int rows;
  private final Plan plan;

  /**
   * @param score the graph of the nats of sequences of T tokens
   * @param length T
   * @param most sequences; 0 for all
   */
  HeldOut(
      Graph score, ParameterStore parameters, int[] tokens, int length, int most, Device device) {
    this.tokens = tokens;
    this.length = length;
    int all = (tokens.length - 1) / length;
    sequences = most == 0 ? all : Math.min(most, all);
    rows = Math.min(sequences, Math.max(1, RUN / length));
    plan = Plan.of(score).parameters(parameters).device(device).bind("batch", rows).compile();
  }

  /** The mean, in nats a token. */
  double loss() {
    IntBuffer ids = plan.input(DecoderFunctions.IDS).bytes().asIntBuffer();
    IntBuffer targets = plan.input(DecoderFunctions.TARGETS).bytes().asIntBuffer();
    double sum = 0;
    for (int from = 0; from < sequences; from += rows) {
      int count = Math.min(rows, sequences - from);
      for (int row = 0; row < count; row++) {
        int start = start(from + row);
        ids.put(row * length, tokens, start, length);
        targets.put(row * length, tokens, start + 1, length);
      }
      plan.run();
      FloatBuffer nats = plan.output(DecoderFunctions.NATS).bytes().asFloatBuffer();
      for (int i = 0; i < count * length; i++) {
        sum += nats.get(i);
      }
    }
    return sum / ((double) sequences * length);
  }

  private int start(int sequence) {
    int all = (tokens.length - 1) / length;
    return Math.toIntExact((long) sequence * all / sequences * length);
  }

  @Override
  public void close() {
    plan.close();
  }
}
