package dev.seisei.engine.nn;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What attention learns of distances between tokens. All of these give what is added to the scores:
 * masks of {@link Attention}.
 */
public final class RelativePositions {
  private RelativePositions() {}

  /**
   * Moves scores of distances to the pairs of tokens that they are of, without computing any of
   * them twice: out[i, j] = x[i, j − i + Tq − 1]. So column c is of the keys that stand c − (Tq −
   * 1) after the key in column 0's place of the first query.
   *
   * <p>Source: Dai, Yang, Yang, Carbonell, Le and Salakhutdinov, 2019, arXiv 1901.02860, appendix
   * B.
   *
   * @param x [B, H, Tq, N]
   * @return [B, H, Tq, N], of which elements with j − i + Tq − 1 ≥ N are unspecified: with N = Tk
   *     those are what a causal mask hides, and with N = Tq + Tk − 1 the first Tk columns have none
   */
  public static SDVariable shift(SDVariable x) {
    SameDiff graph = x.getSameDiff();
    SDVariable queries = Shapes.extents(x, 2, 3);
    SDVariable batch = Shapes.extents(x, 0, 2);
    SDVariable padded = graph.nn().pad(x, pads(graph), 0);
    // Rows one element longer than those they are read as: each begins one element later.
    SDVariable turned = Shapes.reshape(padded, batch, Shapes.of(graph, -1), queries);
    SDVariable moved =
        graph.stridedSlice(
            turned,
            new long[] {0, 0, 1, 0},
            new long[] {0, 0, 0, 0},
            new long[] {1, 1, 1, 1},
            11,
            15,
            0,
            0,
            0);
    return Shapes.reshape(moved, x.shape());
  }

  /** One column in front of the last axis of four. */
  private static SDVariable pads(SameDiff graph) {
    return graph.constant(Nd4j.createFromArray(new int[][] {{0, 0}, {0, 0}, {0, 0}, {1, 0}}));
  }

  /**
   * The scores of distances after Shaw et al.: q · a(j − i), where the table has a vector for each
   * distance up to k, and that of k for all beyond. Multiply by the scale of the attention, as the
   * paper does. The vectors that the paper adds to the values are left out; its table 3 finds no
   * use in them.
   *
   * <p>Source: Shaw, Uszkoreit and Vaswani, 2018, arXiv 1803.02155, equations 4 and 5.
   *
   * @param q [B, H, Tq, D]
   * @param table [2·k + 1, D], of key − query from −k to k
   * @param k the farthest distance that is told apart
   * @param queries Tq
   * @param keys Tk; the last of them has the position of the last query
   * @return [B, H, Tq, Tk]
   * @throws IllegalArgumentException if k, queries or keys are not positive
   */
  public static SDVariable shaw(SDVariable q, SDVariable table, int k, int queries, int keys) {
    Require.positive("k", k);
    Require.positive("queries", queries);
    Require.positive("keys", keys);
    int[] rows = new int[queries + keys - 1];
    for (int c = 0; c < rows.length; c++) {
      int distance = c - (queries - 1) - (keys - queries);
      rows[c] = Math.max(-k, Math.min(k, distance)) + k;
    }
    SameDiff graph = q.getSameDiff();
    SDVariable vectors = Projections.embedding(table, graph.constant(Nd4j.createFromArray(rows)));
    SDVariable byDistance = Projections.linearTransposed(q, vectors);
    return graph.stridedSlice(
        shift(byDistance),
        new long[] {0, 0, 0, 0},
        new long[] {0, 0, 0, keys},
        new long[] {1, 1, 1, 1},
        15,
        7,
        0,
        0,
        0);
  }

  /**
   * T5's bucket of a distance: half of the buckets of a direction for one distance each, the others
   * for distances that grow geometrically up to a greatest one, beyond which all share the last.
   *
   * <p>Source: Raffel et al., 2019, arXiv 1910.10683, section 2.1, and the code of the paper.
   *
   * @param behind query − key
   * @param bothWays whether keys after the query have buckets of their own, the upper half of all;
   *     otherwise they share the query's own
   * @param buckets 32 in the paper; even if bothWays, and at least 2 for each direction
   * @param farthest 128 in the paper; greater than half of the buckets of a direction
   * @return in [0, buckets)
   */
  public static int bucket(int behind, boolean bothWays, int buckets, int farthest) {
    int each = bothWays ? buckets / 2 : buckets;
    Require.that(each >= 2, "buckets must be >= 2 for each direction, got " + buckets);
    int exact = each / 2;
    Require.that(
        farthest > exact, "farthest must be > " + exact + ", half the buckets, got " + farthest);
    int first = bothWays && behind < 0 ? each : 0;
    int distance = bothWays ? Math.abs(behind) : Math.max(0, behind);
    if (distance < exact) {
      return first + distance;
    }
    double share =
        Math.log((double) distance / exact) / Math.log((double) farthest / exact) * (each - exact);
    // Powers are met exactly, and rounding must not put them below.
    return first + Math.min(each - 1, exact + (int) (share + 1e-9));
  }

  /**
   * The buckets of all pairs of tokens, of which the first query stands so many after the first
   * key.
   *
   * @return [queries][keys]
   */
  public static int[][] buckets(
      int queries, int keys, int ahead, boolean bothWays, int buckets, int farthest) {
    int[][] all = new int[queries][keys];
    for (int i = 0; i < queries; i++) {
      for (int j = 0; j < keys; j++) {
        all[i][j] = bucket(i + ahead - j, bothWays, buckets, farthest);
      }
    }
    return all;
  }

  /**
   * The bias of buckets: a number for each bucket and head.
   *
   * @param table [buckets, H]
   * @param buckets integers, [Tq, Tk]
   * @return [H, Tq, Tk]
   */
  public static SDVariable bias(SDVariable table, SDVariable buckets) {
    return table.getSameDiff().permute(Projections.embedding(table, buckets), 2, 0, 1);
  }
}
