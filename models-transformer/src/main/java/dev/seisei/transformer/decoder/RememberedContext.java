package dev.seisei.transformer.decoder;

import dev.seisei.engine.nn.Attention;
import dev.seisei.engine.nn.CachedAttention;
import dev.seisei.engine.nn.Rotary;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Single tokens of whatever texts, which see what is remembered of those before them: B is the
 * number of tokens, T is 1.
 */
public final class RememberedContext implements Context {
  /** Tokens of a page: what is read of the last one is cut to the next multiple of a quarter. */
  public static final int PAGE = 256;

  /** Input: where each token goes, [N]. */
  public static final String CELLS = "cells";

  /** Input: its position, [N]. */
  public static final String POSITIONS = "positions";

  /** Input: the pages of its text, [N, M]. */
  public static final String PAGES = "pages";

  private final int size;
  private final CachedAttention.Places places;
  private final List<CachedAttention.Cache> before = new ArrayList<>();
  private final List<CachedAttention.Cache> after = new ArrayList<>();

  /**
   * @param size D
   */
  RememberedContext(SameDiff graph, int size) {
    this.size = size;
    places =
        new CachedAttention.Places(
            graph.placeHolder(CELLS, DataType.FLOAT, -1),
            graph.placeHolder(POSITIONS, DataType.FLOAT, -1),
            graph.placeHolder(PAGES, DataType.FLOAT, -1, -1));
  }

  static String keys(int layer) {
    return "keys." + layer;
  }

  static String values(int layer) {
    return "values." + layer;
  }

  /** What was remembered before, block by block. */
  List<CachedAttention.Cache> before() {
    return before;
  }

  /** The same with the tokens themselves. */
  List<CachedAttention.Cache> after() {
    return after;
  }

  @Override
  public SDVariable positions() {
    return places.positions().reshape(-1, 1).castTo(DataType.INT32);
  }

  @Override
  public Rotary.Angles angles(double[] frequencies, double magnitude) {
    return Rotary.angles(places.positions().reshape(-1, 1, 1), frequencies).times(magnitude);
  }

  @Override
  public SDVariable attend(
      int layer,
      SDVariable q,
      SDVariable k,
      SDVariable v,
      Attention.Settings settings,
      int window) {
    SameDiff graph = q.getSameDiff();
    CachedAttention.Extents extents = extents(settings);
    CachedAttention.Cache cache =
        new CachedAttention.Cache(
            graph.placeHolder(keys(layer), DataType.FLOAT, extents.keys(-1)),
            graph.placeHolder(values(layer), DataType.FLOAT, extents.values(-1)));
    CachedAttention.Attended attended =
        CachedAttention.attend(q, k, v, cache, places, extents, settings, window);
    before.add(cache);
    after.add(attended.cache());
    return attended.y();
  }

  private CachedAttention.Extents extents(Attention.Settings settings) {
    return new CachedAttention.Extents(settings.keyHeads(), size, PAGE);
  }
}
