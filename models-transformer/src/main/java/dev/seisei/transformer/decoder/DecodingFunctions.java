package dev.seisei.transformer.decoder;

import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.nn.CachedAttention;
import dev.seisei.engine.nn.GraphParams;
import dev.seisei.engine.samediff.GraphImport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/** What decoding computes of an architecture: the scores of what follows some tokens. */
public final class DecodingFunctions {
  /** The function of the scores of what follows each token. */
  public static final String STEP = "step";

  /** The function of the scores of what follows one of the tokens, a mean with given weights. */
  public static final String PROMPT = "prompt";

  /** Input: tokens, [N, 1]. */
  public static final String IDS = "ids";

  /** Weights of the tokens that are asked for, [1, N]. */
  public static final String ASKED = "asked";

  /** Output: scores of what follows, [N, V] or [1, V]. */
  public static final String LOGITS = "logits";

  /** The symbol of the number of tokens of a run, N. */
  public static final String ROWS = "batch";

  /** The symbol of the number of pages that there are, P. */
  public static final String ALL_PAGES = "all_pages";

  /** The symbol of the number of pages of the longest text, M. */
  public static final String TEXT_PAGES = "text_pages";

  private DecodingFunctions() {}

  /** {@link #STEP} and {@link #PROMPT}. */
  public static <C extends Record> Map<String, Graph> of(DecoderGraph<C> architecture, C config) {
    return Map.of(
        STEP, build(architecture, config, false), PROMPT, build(architecture, config, true));
  }

  private static <C extends Record> Graph build(
      DecoderGraph<C> architecture, C config, boolean prompt) {
    SameDiff graph = SameDiff.create();
    GraphParams params = new GraphParams(graph, 0);
    RememberedContext context = new RememberedContext(graph, architecture.shape(config).headSize());
    SDVariable ids = graph.placeHolder(IDS, DataType.INT32, -1, 1);
    SDVariable features = architecture.features(config, params, ids, context);
    SDVariable rows = graph.squeeze(features, 1);
    if (prompt) {
      // A product: choosing rows by number could fail, and then no state is updated in place.
      rows = graph.mmul(graph.placeHolder(ASKED, DataType.FLOAT, 1, -1), rows);
    }
    architecture.logits(config, params, rows).rename(LOGITS);
    GraphImport imported = GraphImport.of(graph).dimension(RememberedContext.PAGES, 1, TEXT_PAGES);
    if (prompt) {
      imported.dimension(ASKED, 1, ROWS);
    }
    List<String> outputs = new ArrayList<>(List.of(LOGITS));
    Map<String, String> states = new LinkedHashMap<>();
    for (int layer = 0; layer < context.after().size(); layer++) {
      imported.dimension(RememberedContext.keys(layer), 0, ALL_PAGES);
      imported.dimension(RememberedContext.values(layer), 0, ALL_PAGES);
      CachedAttention.Cache cache = context.after().get(layer);
      states.put(RememberedContext.keys(layer), cache.keys().name());
      states.put(RememberedContext.values(layer), cache.values().name());
    }
    outputs.addAll(states.values());
    return Remembering.of(imported.graph(outputs.toArray(String[]::new)), states);
  }
}
