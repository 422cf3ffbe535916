package dev.seisei.transformer.decoder;

import dev.seisei.engine.nn.Attention;
import dev.seisei.engine.nn.Rotary;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Where the tokens stand that a model is given, and what they see: the one thing in which training
 * on whole sequences differs from decoding step by step. Blocks are written once, over this.
 *
 * <p>B examples of T tokens each. In decoding every row of the batch is one token (T is 1) of
 * whatever sequence, and what came before it is remembered.
 */
public interface Context {
  /** The tokens' positions in their sequences, integers, [T] or [B, T]. */
  SDVariable positions();

  /**
   * Attention of tokens to themselves and to those before them.
   *
   * @param layer number of the block, from 0
   * @param q [B, H, T, D]
   * @param k [B, Hk, T, D], turned already if positions are rotary
   * @param v [B, Hk, T, D]
   * @param settings causal
   * @param window how many tokens one sees, itself among them; 0 for all
   * @return [B, H, T, D]
   */
  SDVariable attend(
      int layer, SDVariable q, SDVariable k, SDVariable v, Attention.Settings settings, int window);

  /**
   * Rotary angles at the {@link #positions}.
   *
   * @param frequencies radians a position, [D/2]
   * @param magnitude what cosines and sines are multiplied by
   */
  Rotary.Angles angles(double[] frequencies, double magnitude);

  /**
   * Features with what training drops of them; outside training they are as they were. Blocks call
   * this where their paper has dropout, but for probabilities of attention, which {@link #attend}
   * drops.
   *
   * @param features any shape
   * @return the same shape
   */
  default SDVariable dropout(SDVariable features) {
    return features;
  }
}
