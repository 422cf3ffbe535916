package dev.seisei.engine.nn;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Where tokens stand, as features or as a bias of attention, by formulas without weights. (Learned
 * positions are an {@link Params#embedding} of the positions; turning queries and keys is {@link
 * Rotary}; what is learned of distances is in {@link RelativePositions}.)
 */
public final class Positions {
  /** Where sines and cosines stand. */
  public enum Layout {
    /** The sine at 2i and the cosine at 2i + 1, as Vaswani et al. write it. */
    INTERLEAVED,
    /** All sines before all cosines, as in Transformer-XL and tensor2tensor. */
    HALVES
  }

  private Positions() {}

  /**
   * Sines and cosines of positions: sin and cos(p · 10000^(−2i/d)), for i from 0 to d/2.
   *
   * <p>Source: Vaswani et al., 2017, arXiv 1706.03762, section 3.5.
   *
   * @param positions floating, [T], or [B, T] where they differ between examples; distances do too
   * @param size d, even
   * @return [T, d], or [B, T, d]
   * @throws IllegalArgumentException if the size is not positive and even, or the positions are not
   *     floating
   */
  public static SDVariable sinusoidal(SDVariable positions, int size, Layout layout) {
    Rotary.Angles angles = Rotary.angles(positions, Rotary.frequencies(size, 10_000));
    SameDiff graph = positions.getSameDiff();
    if (layout == Layout.HALVES) {
      return graph.concat(-1, angles.sin(), angles.cos());
    }
    SDVariable pairs =
        graph.concat(-1, graph.expandDims(angles.sin(), -1), graph.expandDims(angles.cos(), -1));
    return Shapes.reshape(pairs, Shapes.extents(angles.sin(), 0, -1), Shapes.of(graph, size));
  }

  /**
   * ALiBi's slope of each head: 2^(−8/H), 2^(−16/H) … for a number H of heads that is a power of
   * two; for others those of the next power below, then every second one of the power above.
   *
   * <p>Source: Press, Smith and Lewis, 2021, arXiv 2108.12409, section 3, and the code of the
   * paper.
   *
   * @param heads H
   * @throws IllegalArgumentException if there are none
   */
  public static double[] slopes(int heads) {
    Require.positive("heads", heads);
    int power = Integer.highestOneBit(heads);
    double[] slopes = new double[heads];
    for (int head = 0; head < heads; head++) {
      slopes[head] =
          head < power
              ? Math.pow(2, -8.0 * (head + 1) / power)
              : Math.pow(2, -4.0 * (2 * (head - power) + 1) / power);
    }
    return slopes;
  }

  /**
   * ALiBi's bias, a mask of {@link Attention}: −slope · |distance|, head by head.
   *
   * @param distances what {@link #distances} gives: [..., Tq, Tk]
   * @param heads H
   * @return [..., H, Tq, Tk], with one axis more
   */
  public static SDVariable alibi(SDVariable distances, int heads) {
    double[] slopes = slopes(heads);
    for (int head = 0; head < heads; head++) {
      slopes[head] = -slopes[head];
    }
    SameDiff graph = distances.getSameDiff();
    SDVariable factors =
        graph.constant(
            Nd4j.createFromArray(slopes).castTo(distances.dataType()).reshape(heads, 1, 1));
    return graph.math().abs(graph.expandDims(distances, -3)).mul(factors);
  }

  /**
   * How far each key is behind each query.
   *
   * @param queries their positions, floating, [..., Tq]
   * @param keys their positions, floating, [..., Tk]
   * @return query − key, [..., Tq, Tk]
   */
  public static SDVariable distances(SDVariable queries, SDVariable keys) {
    SameDiff graph = queries.getSameDiff();
    return graph.expandDims(queries, -1).sub(graph.expandDims(keys, -2));
  }
}
