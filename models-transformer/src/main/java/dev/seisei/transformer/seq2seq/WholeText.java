package dev.seisei.transformer.seq2seq;

import dev.seisei.engine.nn.Attention;
import dev.seisei.engine.nn.Positions;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.factory.Nd4j;

/**
 * All tokens of texts of one length: a source, of which some are filler, or a target in training.
 *
 * @param graph that it belongs to
 * @param length T
 * @param causal whether tokens see only those before them
 * @param hidden a mask of attention that hides filler, [B, 1, 1, T], or null
 */
record WholeText(SameDiff graph, int length, boolean causal, @Nullable SDVariable hidden)
    implements Target {
  @Override
  public SDVariable positions() {
    float[] positions = new float[length];
    for (int i = 0; i < length; i++) {
      positions[i] = i;
    }
    return graph.constant(Nd4j.createFromArray(positions));
  }

  @Override
  public SDVariable distances() {
    return Positions.distances(positions(), positions());
  }

  @Override
  public SDVariable classes(int... classes) {
    int[][] pairs = new int[length][length];
    for (int i = 0; i < length; i++) {
      for (int j = 0; j < length; j++) {
        pairs[i][j] = classes[i - j + length - 1];
      }
    }
    return graph.constant(Nd4j.createFromArray(pairs));
  }

  @Override
  public SDVariable attend(
      int layer,
      SDVariable q,
      SDVariable k,
      SDVariable v,
      @Nullable SDVariable bias,
      Attention.Settings settings) {
    SDVariable mask = bias == null ? hidden : hidden == null ? bias : bias.add(hidden);
    return Attention.attention(q, k, v, mask, causal ? settings.withCausal() : settings);
  }
}
