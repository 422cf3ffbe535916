package dev.seisei.engine.nn;

import dev.seisei.engine.samediff.Annotations;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Attention of single tokens, each of whatever sequence, to those before it, whose keys and values
 * are remembered in pages.
 *
 * <p>A page holds the keys and values of some tokens that follow each other in a sequence, so that
 * sequences of any length share one cache, and those that begin alike share pages. Which page holds
 * what is the caller's affair.
 *
 * <p>Source: Kwon et al., 2023, arXiv 2309.06180, section 4.1.
 */
public final class CachedAttention {
  /** As in {@link Attention}. */
  private static final double MASKED = -1e9;

  private CachedAttention() {}

  /**
   * What is remembered.
   *
   * @param keys [P, Hk, D, S]: P pages of S tokens
   * @param values [P, Hk, S, D]
   */
  public record Cache(SDVariable keys, SDVariable values) {}

  /**
   * Where tokens stand. Whole numbers as floats: angles and masks are computed from them.
   *
   * @param cells where a token's own key and value go, page·S + place in the page: [N]; no two
   *     tokens may have one
   * @param positions in its sequence, from 0: [N]
   * @param pages of its sequence, in order, those that are not needed any: [N, M]
   */
  public record Places(SDVariable cells, SDVariable positions, SDVariable pages) {}

  /**
   * Extents of a cache. How many pages there are, and how many a sequence has, may be symbolic.
   *
   * @param keyHeads Hk
   * @param size D
   * @param pageSize S
   */
  public record Extents(int keyHeads, int size, int pageSize) {
    /**
     * @throws IllegalArgumentException if one is not positive
     */
    public Extents {
      Require.positive("keyHeads", keyHeads);
      Require.positive("size", size);
      Require.positive("pageSize", pageSize);
    }

    /**
     * [P, Hk, D, S].
     *
     * @param pages P; -1 leaves it open
     */
    public long[] keys(int pages) {
      return new long[] {pages, keyHeads, size, pageSize};
    }

    /** [P, Hk, S, D]. */
    public long[] values(int pages) {
      return new long[] {pages, keyHeads, pageSize, size};
    }
  }

  /** Attention's results, and the cache with the tokens' own keys and values. */
  public record Attended(SDVariable y, Cache cache) {}

  /**
   * Remembers the tokens' keys and values, then softmax(scale·q·kᵀ)·v over the tokens of the same
   * sequence up to itself: a token sees those at positions (p − window, p].
   *
   * <p>A token whose cell, position or pages do not exist reads and writes nothing, and its result
   * is NaN, where a kernel takes this whole; the decomposition throws.
   *
   * @param q [N, H, 1, D]
   * @param k [N, Hk, 1, D]
   * @param v [N, Hk, 1, D]
   * @param settings heads and scale are read; neither dropout nor the causal mask, which positions
   *     imply
   * @param window how many tokens one sees, itself among them; 0 for all
   * @return [N, H, 1, D]
   * @throws IllegalArgumentException if the window is negative
   */
  public static Attended attend(
      SDVariable q,
      SDVariable k,
      SDVariable v,
      Cache cache,
      Places places,
      Extents extents,
      Attention.Settings settings,
      int window) {
    Require.that(window >= 0, "window must be >= 0, got " + window);
    List<SDVariable> results =
        Annotations.composite(
            Composites.CACHED_ATTENTION,
            Map.of(
                "heads", settings.heads(),
                "key_heads", settings.keyHeads(),
                "scale", settings.scale(),
                "window", window),
            List.of(
                q, k, v, cache.keys, cache.values, places.cells, places.positions, places.pages),
            () -> decompose(q, k, v, cache, places, extents, settings, window));
    return new Attended(results.get(0), new Cache(results.get(1), results.get(2)));
  }

  private static List<SDVariable> decompose(
      SDVariable q,
      SDVariable k,
      SDVariable v,
      Cache cache,
      Places places,
      Extents extents,
      Attention.Settings settings,
      int window) {
    SameDiff graph = q.getSameDiff();
    SDVariable tokens = Shapes.of(graph, extents.keyHeads, -1, extents.size);
    SDVariable cells = places.cells.castTo(DataType.INT64);
    SDVariable keys =
        graph.permute(
            remember(graph.permute(cache.keys, 0, 3, 1, 2), cells, k, extents), 0, 2, 3, 1);
    SDVariable values =
        graph.permute(
            remember(graph.permute(cache.values, 0, 2, 1, 3), cells, v, extents), 0, 2, 1, 3);

    // What each token may look up, with its pages one behind the other: [N, Hk, M·S, D].
    SDVariable pages = places.pages.castTo(DataType.INT64);
    SDVariable seenKeys =
        Shapes.reshape(
            graph.permute(graph.gather(keys, pages, 0), 0, 2, 1, 4, 3),
            Shapes.extents(q, 0, 1),
            tokens);
    SDVariable seenValues =
        Shapes.reshape(
            graph.permute(graph.gather(values, pages, 0), 0, 2, 1, 3, 4),
            Shapes.extents(q, 0, 1),
            tokens);
    SDVariable ahead =
        Shapes.positions(seenKeys, 2)
            .castTo(q.dataType())
            .sub(graph.reshape(places.positions, -1, 1, 1, 1).castTo(q.dataType()));
    SDVariable hidden = ahead.gt(0).castTo(q.dataType());
    if (window > 0) {
      hidden = hidden.add(ahead.lte(-window).castTo(q.dataType()));
    }
    Attention.Settings all =
        new Attention.Settings(settings.heads(), settings.keyHeads(), settings.scale(), false, 0);
    SDVariable y = Attention.attention(q, seenKeys, seenValues, hidden.mul(MASKED), all);
    return List.of(y, keys, values);
  }

  /** Rows of a cache [P, S, Hk, D], some of them replaced. */
  private static SDVariable remember(
      SDVariable cache, SDVariable cells, SDVariable rows, Extents extents) {
    SameDiff graph = cache.getSameDiff();
    long width = (long) extents.keyHeads * extents.size;
    SDVariable flat = graph.reshape(cache, -1, width);
    SDVariable change = graph.reshape(rows, -1, width).sub(graph.gather(flat, cells, 0));
    return graph.reshape(
        graph.scatterAdd(flat, cells, change),
        -1,
        extents.pageSize,
        extents.keyHeads,
        extents.size);
  }
}
