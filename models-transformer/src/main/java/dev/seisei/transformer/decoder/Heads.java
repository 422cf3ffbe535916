package dev.seisei.transformer.decoder;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.factory.Nd4j;

/** Features as those of several heads, and back. None of it computes anything. */
public final class Heads {
  private Heads() {}

  /**
   * Features head by head.
   *
   * @param x [B, T, H·D]
   * @param heads H
   * @param size D
   * @return [B, H, T, D]
   */
  public static SDVariable split(SDVariable x, int heads, int size) {
    return x.getSameDiff().permute(reshape(x, heads, size), 0, 2, 1, 3);
  }

  /**
   * What {@link #split} took apart.
   *
   * @param x [B, H, T, D]
   * @return [B, T, H·D]
   */
  public static SDVariable join(SDVariable x) {
    return reshape(x.getSameDiff().permute(x, 0, 2, 1, 3), -1);
  }

  /** Keeps the first two extents. */
  private static SDVariable reshape(SDVariable x, long... rest) {
    SameDiff graph = x.getSameDiff();
    SDVariable first =
        graph.stridedSlice(x.shape(), new long[] {0}, new long[] {2}, new long[] {1});
    return graph.reshape(x, graph.concat(0, first, graph.constant(Nd4j.createFromArray(rest))));
  }
}
