package dev.seisei.transformer.seq2seq;

import dev.seisei.engine.nn.Attention;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * The tokens that blocks are given, and what they see of their own side: whole texts, or single
 * tokens of a target with what is remembered before them. Blocks are written once, over this.
 */
interface Target {
  /** The tokens' positions, floating: [T], or [B, 1] of single tokens. */
  SDVariable positions();

  /** Query's minus key's position: [T, T], or [B, 1, T] of single tokens. */
  SDVariable distances();

  /**
   * Something for each pair of tokens that depends on how far the key is behind the query alone.
   *
   * @param classes for each number of tokens behind, from −(T − 1) to T − 1
   * @return integers, [T, T], or [B, 1, T] of single tokens
   */
  SDVariable classes(int... classes);

  /**
   * Attention of tokens to themselves and others of their side.
   *
   * @param layer number of the block
   * @param bias what is added to the scores, or null
   * @param q [B, H, T, D]
   * @param k [B, H, T, D]
   * @param v [B, H, T, D]
   * @return [B, H, T, D]
   */
  SDVariable attend(
      int layer,
      SDVariable q,
      SDVariable k,
      SDVariable v,
      @Nullable SDVariable bias,
      Attention.Settings settings);
}
