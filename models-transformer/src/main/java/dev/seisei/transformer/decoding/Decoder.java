package dev.seisei.transformer.decoding;

import dev.seisei.core.model.Functions;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.param.State;
import dev.seisei.engine.plan.Plan;
import dev.seisei.engine.plan.Precision;
import dev.seisei.transformer.decoder.DecoderShape;
import dev.seisei.transformer.decoder.DecodingFunctions;
import dev.seisei.transformer.decoder.RememberedContext;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Computes the scores of what follows texts, which are remembered in pages.
 *
 * <p>A text's scores have the same bits whatever else is in a run. Not thread-safe.
 */
final class Decoder implements AutoCloseable {
  /** Texts of one run. */
  static final int MOST_TEXTS = 16;

  /** Tokens of a prompt that are taken in one run. */
  static final int MOST_TOKENS = RememberedContext.PAGE;

  private static final int FEWEST_TOKENS = 16;

  /** Memory for what is remembered, if one text does not need more. */
  private static final long MOST_BYTES = 1L << 30;

  private final DecoderShape shape;
  private final Functions functions;
  private final Precision precision;
  private final Device device;
  private final State state;
  private final PagePool pool;
  private final Prefixes prefixes;
  private final int pages;
  private final int textPages;
  private final Map<String, Plan> plans = new HashMap<>();

  /**
   * @param functions {@link DecodingFunctions}, closed by their owner after this
   */
  Decoder(DecoderShape shape, Functions functions, Precision precision, Device device) {
    this.precision = precision;
    this.shape = shape;
    this.functions = functions;
    this.device = device;
    this.state = new State(device);
    this.textPages = pagesOf(shape.positions());
    long page =
        2L * shape.layers() * shape.keyHeads() * shape.headSize() * RememberedContext.PAGE * 4;
    long wanted = Math.min((long) MOST_TEXTS * textPages, MOST_BYTES / page);
    this.pages = (int) Math.max(textPages, wanted) + 1;
    this.pool = new PagePool(pages);
    this.prefixes = new Prefixes(pool);
    boolean compiled = false;
    try {
      plan(DecodingFunctions.STEP, 1); // a model that cannot write is found when it is opened
      compiled = true;
    } finally {
      if (!compiled) {
        state.close();
      }
    }
  }

  /** Pages that there are for texts. */
  int allPages() {
    return pages - 1;
  }

  /** Pages of a text of so many tokens. */
  static int pagesOf(int tokens) {
    return (tokens + RememberedContext.PAGE - 1) / RememberedContext.PAGE;
  }

  /**
   * Begins a text with what is known of its beginning, all but its last token at most.
   *
   * @param scope within which beginnings are shared; empty for none
   */
  Remembered begin(String scope, int[] tokens) {
    List<Integer> read =
        scope.isEmpty() ? List.of() : prefixes.find(scope, tokens, tokens.length - 1);
    return new Remembered(pool, prefixes, read);
  }

  /** Keeps what was read of a text's beginning for others of its scope. */
  void keep(String scope, int[] tokens, Remembered text) {
    if (!scope.isEmpty()) {
      prefixes.keep(scope, tokens, text);
    }
  }

  /**
   * Reads tokens, at most {@link #MOST_TOKENS}.
   *
   * @param logits takes the scores of what follows the last of them, [V]
   */
  void read(Remembered text, int[] tokens, int from, int count, float[] logits) {
    int rows = FEWEST_TOKENS;
    while (rows < count) {
      rows *= 4;
    }
    Plan plan = plan(DecodingFunctions.PROMPT, rows);
    int first = text.tokens();
    text.grow(count);
    FloatBuffer asked = floats(plan, DecodingFunctions.ASKED);
    for (int row = 0; row < rows; row++) {
      if (row < count) {
        place(plan, row, tokens[from + row], text, first + row);
      } else {
        nowhere(plan, row);
      }
      asked.put(row, row == count - 1 ? 1 : 0);
    }
    plan.run();
    scores(plan).get(0, logits);
  }

  /**
   * One token more of each of some texts, at most {@link #MOST_TEXTS}.
   *
   * @param tokens what they go on with
   * @param logits take the scores of what follows, [V] each
   */
  void step(List<Remembered> texts, int[] tokens, List<float[]> logits) {
    int rows = 1;
    while (rows < texts.size()) {
      rows *= 2;
    }
    Plan plan = plan(DecodingFunctions.STEP, rows);
    for (int row = 0; row < rows; row++) {
      if (row < texts.size()) {
        Remembered text = texts.get(row);
        text.grow(1);
        place(plan, row, tokens[row], text, text.tokens() - 1);
      } else {
        nowhere(plan, row);
      }
    }
    plan.run();
    for (int row = 0; row < texts.size(); row++) {
      scores(plan).get(row * shape.vocabulary(), logits.get(row));
    }
  }

  private void place(Plan plan, int row, int token, Remembered text, int position) {
    plan.input(DecodingFunctions.IDS).bytes().asIntBuffer().put(row, token);
    floats(plan, RememberedContext.CELLS).put(row, text.cell(position));
    floats(plan, RememberedContext.POSITIONS).put(row, position);
    FloatBuffer table = floats(plan, RememberedContext.PAGES);
    for (int i = 0; i < text.pages(); i++) {
      table.put(row * textPages + i, text.page(i));
    }
  }

  /** A row that nobody asked for: the beginning of a text on a page of its own. */
  private void nowhere(Plan plan, int row) {
    plan.input(DecodingFunctions.IDS).bytes().asIntBuffer().put(row, 0);
    floats(plan, RememberedContext.CELLS).put(row, row % RememberedContext.PAGE);
    floats(plan, RememberedContext.POSITIONS).put(row, 0);
    floats(plan, RememberedContext.PAGES).put(row * textPages, 0);
  }

  private static FloatBuffer floats(Plan plan, String input) {
    return plan.input(input).bytes().asFloatBuffer();
  }

  private static FloatBuffer scores(Plan plan) {
    Tensor logits = plan.output(DecodingFunctions.LOGITS);
    return logits.bytes().asFloatBuffer();
  }

  private Plan plan(String function, int rows) {
    return plans.computeIfAbsent(function + rows, name -> compile(function, rows));
  }

  private Plan compile(String function, int rows) {
    boolean prompt = function.equals(DecodingFunctions.PROMPT);
    Set<String> names =
        new TreeSet<>(
            Set.of(
                DecodingFunctions.IDS,
                RememberedContext.CELLS,
                RememberedContext.POSITIONS,
                RememberedContext.PAGES,
                DecodingFunctions.LOGITS));
    if (prompt) {
      names.add(DecodingFunctions.ASKED);
    }
    Plan plan =
        functions.compile(
            function,
            names,
            builder ->
                builder
                    .device(device)
                    .precision(precision)
                    .state(state)
                    .bind(
                        Map.of(
                            DecodingFunctions.ROWS, (long) rows,
                            DecodingFunctions.ALL_PAGES, (long) pages,
                            DecodingFunctions.TEXT_PAGES, (long) textPages)));
    long scores = (prompt ? 1L : rows) * shape.vocabulary();
    if (plan.output(DecodingFunctions.LOGITS).elements() != scores) {
      plan.close();
      throw new IllegalArgumentException(
          ("function %s in graphs.json gives %s, the configuration has %d tokens;"
                  + " without that file, the functions are made anew")
              .formatted(function, plan.output(DecodingFunctions.LOGITS), shape.vocabulary()));
    }
    return plan;
  }

  @Override
  public void close() {
    plans.values().forEach(Plan::close);
    plans.clear();
    state.close();
  }
}
