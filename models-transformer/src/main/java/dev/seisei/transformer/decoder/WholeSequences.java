package dev.seisei.transformer.decoder;

import dev.seisei.engine.nn.Attention;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Whole sequences from their first token, as in training.
 *
 * @param positions 0 to T − 1, integers, [T]
 * @param distances for models with a window: floating, [T, T], how far row's token stands behind
 *     column's; null if none has one
 */
public record WholeSequences(SDVariable positions, @Nullable SDVariable distances)
    implements Context {
  @Override
  public SDVariable attend(
      int layer,
      SDVariable q,
      SDVariable k,
      SDVariable v,
      Attention.Settings settings,
      int window) {
    if (window == 0 || distances == null) {
      return Attention.attention(q, k, v, settings);
    }
    // 0 within the window, −1e9 beyond.
    SDVariable mask = distances.gte(window).castTo(q.dataType()).mul(-1e9);
    return Attention.attention(q, k, v, mask, settings);
  }
}
