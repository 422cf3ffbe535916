package dev.seisei.transformer.bert;

import dev.seisei.core.model.Functions;
import dev.seisei.core.progress.Progress;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.plan.Plan;
import dev.seisei.engine.plan.Precision;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The features of texts of any length: each is filled up to the next of a few lengths, and what
 * fills it up is not seen.
 *
 * <p>The length depends on the text alone and the texts of a run are always as many, so that a
 * text's features have the same bits whatever else is asked for. Not thread-safe.
 */
final class BertEncoder implements AutoCloseable {
  /** The shortest length; each other is twice the one before, and the last all positions. */
  private static final int SHORTEST = 16;

  /**
   * Tokens of a run of short texts. A run reads all weights from memory; for so many tokens
   * computing takes as long.
   */
  private static final int TOKENS = 64;

  /** The most texts of a run. */
  static final int MOST_ROWS = TOKENS / SHORTEST;

  /** Of the inputs and the output of a run. */
  static final Set<String> NAMES =
      Set.of(
          BertFunctions.IDS,
          BertFunctions.POSITIONS,
          BertFunctions.TYPES,
          BertFunctions.MASK,
          BertFunctions.HIDDEN);

  private final Functions functions;
  private final Precision precision;
  private final Device device;
  private final int width;
  private final int first;
  private final int positions;
  private final int pad;
  private final Map<Integer, Plan> plans = new HashMap<>();

  /**
   * @param functions with {@link BertFunctions#FEATURES}; closed by their owner after this
   * @param precision in which products are computed
   * @throws IllegalArgumentException if that is not of this model
   */
  BertEncoder(
      BertConfig config,
      BertVariant variant,
      Functions functions,
      Precision precision,
      Device device) {
    this.functions = functions;
    this.precision = precision;
    this.device = device;
    this.width = config.hiddenSize();
    this.first = variant.firstPosition(config);
    this.positions = variant.positions(config);
    this.pad = config.padTokenId();
    plan(length(1));
  }

  /** The length that a text of so many tokens is filled up to. */
  private int length(int tokens) {
    int length = SHORTEST;
    while (length < tokens) {
      length *= 2;
    }
    return Math.min(length, positions);
  }

  private static int rows(int length) {
    return Math.max(1, TOKENS / length);
  }

  /**
   * The features of texts, those of one length together.
   *
   * @param texts tokens, each at most as many as the model has positions
   * @return [T, d] for each, in order
   * @throws java.util.concurrent.CancellationException if the progress asks for it
   */
  List<float[]> features(List<int[]> texts, Progress progress) {
    Map<Integer, List<Integer>> byLength = new TreeMap<>();
    for (int i = 0; i < texts.size(); i++) {
      byLength.computeIfAbsent(length(texts.get(i).length), key -> new ArrayList<>()).add(i);
    }
    float[][] features = new float[texts.size()][];
    int done = 0;
    for (Map.Entry<Integer, List<Integer>> each : byLength.entrySet()) {
      int length = each.getKey();
      int rows = rows(length);
      List<Integer> members = each.getValue();
      for (int from = 0; from < members.size(); from += rows) {
        progress.throwIfCancelled();
        List<Integer> run = members.subList(from, Math.min(members.size(), from + rows));
        run(length, run.stream().map(texts::get).toList(), run, features);
        done += run.size();
        progress.at(done, texts.size(), "texts");
      }
    }
    return Arrays.asList(features);
  }

  private void run(int length, List<int[]> texts, List<Integer> members, float[][] features) {
    Plan plan = plan(length);
    for (int row = 0; row < rows(length); row++) {
      // A row that nobody asked for is one token that fills up.
      write(plan, row, length, row < texts.size() ? texts.get(row) : new int[] {pad});
    }
    plan.run();
    FloatBuffer hidden = plan.output(BertFunctions.HIDDEN).bytes().asFloatBuffer();
    for (int row = 0; row < texts.size(); row++) {
      float[] values = new float[texts.get(row).length * width];
      hidden.get(row * length * width, values);
      features[members.get(row)] = values;
    }
  }

  private void write(Plan plan, int row, int length, int[] text) {
    IntBuffer ids = plan.input(BertFunctions.IDS).bytes().asIntBuffer();
    IntBuffer at = plan.input(BertFunctions.POSITIONS).bytes().asIntBuffer();
    FloatBuffer mask = plan.input(BertFunctions.MASK).bytes().asFloatBuffer();
    for (int i = 0; i < length; i++) {
      int place = row * length + i;
      ids.put(place, i < text.length ? text[i] : pad);
      at.put(place, first + i);
      mask.put(place, i < text.length ? 1 : 0);
    }
  }

  private Plan plan(int length) {
    return plans.computeIfAbsent(length, this::compile);
  }

  private Plan compile(int length) {
    long rows = rows(length);
    Plan plan =
        functions.compile(
            BertFunctions.FEATURES,
            NAMES,
            builder ->
                builder
                    .device(device)
                    .precision(precision)
                    .bind(Map.of("batch", rows, BertFunctions.TIME, (long) length)));
    Tensor hidden = plan.output(BertFunctions.HIDDEN);
    if (!hidden.hasShape(rows, length, width)) {
      String found = hidden.toString();
      plan.close();
      throw new IllegalArgumentException(
          "graphs.json does not belong to this model: %s is %s, expected %d features"
              .formatted(BertFunctions.HIDDEN, found, width));
    }
    return plan;
  }

  /** What a run computes and where its time goes, for those who measure. */
  String explain(int tokens, int runs) {
    Plan plan = plan(length(tokens));
    plan.profile(runs);
    return plan.explain();
  }

  @Override
  public void close() {
    plans.values().forEach(Plan::close);
    plans.clear();
  }
}
