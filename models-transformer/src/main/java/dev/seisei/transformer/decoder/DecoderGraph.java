package dev.seisei.transformer.decoder;

import dev.seisei.engine.nn.Params;
import dev.seisei.text.tokenizer.Tokenizer;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * The definition of an architecture that predicts the next token: the only one there is of it.
 * Training, scoring and decoding are made from it with different {@linkplain Context contexts}.
 *
 * @param <C> the record of its configuration
 */
public interface DecoderGraph<C extends Record> {
  /** What decoding must know of a model. */
  DecoderShape shape(C config);

  /**
   * The configuration for a vocabulary: its size, if that is not known yet, and which tokens begin
   * and end texts.
   *
   * @throws dev.seisei.core.settings.SettingException if the configuration has fewer tokens
   */
  C withTokenizer(C config, Tokenizer tokenizer);

  /**
   * What the last block says of each token.
   *
   * @param ids integers, [B, T]
   * @return [B, T, d], normalised
   */
  SDVariable features(C config, Params params, SDVariable ids, Context context);

  /**
   * Scores of the next token.
   *
   * @param features as {@link #features} gives them, or some of their rows: [..., d]
   * @return [..., V]
   */
  SDVariable logits(C config, Params params, SDVariable features);
}
