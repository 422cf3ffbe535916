package dev.seisei.transformer.decoder;

import dev.seisei.engine.nn.Attention;
import dev.seisei.engine.nn.Dropout;
import dev.seisei.engine.nn.Rotary;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Whole sequences from their first token, as in training.
 *
 * @param positions 0 to T − 1, integers, [T]
 * @param dropout the rate at which features and probabilities of attention are dropped; 0 outside
 *     training
 */
public record WholeSequences(SDVariable positions, double dropout) implements Context {
  /**
   * Sequences of a known length.
   *
   * @param length T
   */
  public static WholeSequences of(SameDiff graph, int length, double dropout) {
    int[] positions = new int[length];
    for (int i = 0; i < length; i++) {
      positions[i] = i;
    }
    return new WholeSequences(graph.constant(Nd4j.createFromArray(positions)), dropout);
  }

  @Override
  public SDVariable attend(
      int layer,
      SDVariable q,
      SDVariable k,
      SDVariable v,
      Attention.Settings settings,
      int window) {
    Attention.Settings all = settings.withDropout(dropout);
    return window == 0
        ? Attention.attention(q, k, v, all)
        : Attention.attention(q, k, v, beyond(window).castTo(q.dataType()).mul(-1e9), all);
  }

  @Override
  public Rotary.Angles angles(double[] frequencies, double magnitude) {
    return Rotary.angles(positions.castTo(DataType.FLOAT), frequencies).times(magnitude);
  }

  /** Which tokens of a column are too far behind that of a row to be seen: [T, T]. */
  private SDVariable beyond(int window) {
    SameDiff graph = positions.getSameDiff();
    SDVariable at = positions.castTo(DataType.FLOAT);
    return graph.expandDims(at, 1).sub(graph.expandDims(at, 0)).gte(window);
  }

  @Override
  public SDVariable dropout(SDVariable features) {
    return Dropout.dropout(features, dropout);
  }
}
