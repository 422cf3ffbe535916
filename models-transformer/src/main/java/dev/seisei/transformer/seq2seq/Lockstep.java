package dev.seisei.transformer.seq2seq;

import dev.seisei.core.model.Functions;
import dev.seisei.core.model.RowPlan;
import dev.seisei.core.progress.Progress;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the targets of any number of sources, a token of each at a time. Keys and values of
 * sources are computed once, those of targets are remembered.
 *
 * <p>Runs have always as many rows, so that a target has the same bits whatever others are written
 * beside it. Not thread-safe.
 */
final class Lockstep {
  /** Rows of a run. */
  static final int ROWS = 16;

  private final Seq2SeqConfig config;
  private final Vocabulary vocabulary;
  private final RowPlan encode;
  private final RowPlan step;
  private final int crossWidth;
  private final int ownWidth;

  Lockstep(Seq2SeqConfig config, Vocabulary vocabulary, Functions functions) {
    this.config = config;
    this.vocabulary = vocabulary;
    int token = config.numHeads() * config.headSize();
    this.crossWidth = Math.multiplyExact(token, config.maxSourceLength());
    this.ownWidth = Math.multiplyExact(token, config.maxTargetLength());
    Map<String, Integer> encoded = new HashMap<>();
    Map<String, Integer> stepped = new HashMap<>();
    encoded.put(Seq2SeqFunctions.SOURCE, config.maxSourceLength());
    stepped.put(Seq2SeqFunctions.SOURCE, config.maxSourceLength());
    stepped.put(Seq2SeqFunctions.IDS, 1);
    stepped.put(NextToken.POSITION, 1);
    stepped.put(Seq2SeqFunctions.LOGITS, config.vocabSize());
    for (int layer = 0; layer < config.decoderLayers(); layer++) {
      for (int i = 0; i < 2; i++) {
        encoded.put(Seq2SeqFunctions.cross(layer).get(i), crossWidth);
        stepped.put(Seq2SeqFunctions.cross(layer).get(i), crossWidth);
        stepped.put(NextToken.before(layer).get(i), ownWidth);
        stepped.put(NextToken.after(layer).get(i), ownWidth);
      }
    }
    this.encode = functions.plan(Seq2SeqFunctions.ENCODE, ROWS, encoded);
    this.step = functions.plan(Seq2SeqFunctions.STEP, ROWS, stepped);
  }

  /** One source, with what is known of it. */
  private static final class Source {
    private final int[] ids;
    private final float[][] cross;
    private final Search search;

    Source(int[] ids, float[][] cross, Search search) {
      this.ids = ids;
      this.cross = cross;
      this.search = search;
    }
  }

  /** One text that is followed: its last token, and what is remembered of it. */
  private static final class Row {
    private final Source source;
    private final int token;
    private final float[][] own;

    Row(Source source, int token, float[][] own) {
      this.source = source;
      this.token = token;
      this.own = own;
    }
  }

  /**
   * Finds targets.
   *
   * @param sources tokens of each
   * @param searches of each
   * @throws java.util.concurrent.CancellationException if the progress asks for it
   */
  void run(List<int[]> sources, List<Search> searches, Progress progress) {
    List<Source> all = new ArrayList<>();
    for (int from = 0; from < sources.size(); from += ROWS) {
      progress.throwIfCancelled();
      int to = Math.min(sources.size(), from + ROWS);
      read(sources.subList(from, to), searches.subList(from, to), all);
    }
    List<Row> rows = new ArrayList<>();
    for (Source source : all) {
      rows.add(new Row(source, config.start(), new float[2 * config.decoderLayers()][ownWidth]));
    }
    for (int position = 0; !rows.isEmpty(); position++) {
      progress.throwIfCancelled();
      rows = write(rows, position);
    }
  }

  private void read(List<int[]> sources, List<Search> searches, List<Source> into) {
    for (int row = 0; row < ROWS; row++) {
      source(encode, row, row < sources.size() ? sources.get(row) : sources.get(0));
    }
    encode.run();
    for (int row = 0; row < sources.size(); row++) {
      float[][] cross = new float[2 * config.decoderLayers()][crossWidth];
      for (int i = 0; i < cross.length; i++) {
        String name = Seq2SeqFunctions.cross(i / 2).get(i % 2);
        floats(encode, name, false).get(row * crossWidth, cross[i]);
      }
      into.add(new Source(sources.get(row), cross, searches.get(row)));
    }
  }

  private void source(RowPlan plan, int row, int[] ids) {
    int length = config.maxSourceLength();
    var into = plan.input(Seq2SeqFunctions.SOURCE).bytes().asIntBuffer();
    for (int i = 0; i < length; i++) {
      into.put(row * length + i, i < ids.length ? ids[i] : config.pad());
    }
  }

  private static FloatBuffer floats(RowPlan plan, String name, boolean input) {
    return (input ? plan.input(name) : plan.output(name)).bytes().asFloatBuffer();
  }

  /** Goes on with all texts; what is followed from here on. Texts of a source lie together. */
  private List<Row> write(List<Row> rows, int position) {
    List<float[]> logits = new ArrayList<>();
    List<float[][]> own = new ArrayList<>();
    for (int from = 0; from < rows.size(); from += ROWS) {
      int count = Math.min(ROWS, rows.size() - from);
      for (int row = 0; row < ROWS; row++) {
        put(row, rows.get(from + Math.min(row, count - 1)), position);
      }
      step.run();
      for (int row = 0; row < count; row++) {
        float[] scores = new float[config.vocabSize()];
        floats(step, Seq2SeqFunctions.LOGITS, false).get(row * scores.length, scores);
        vocabulary.exclude(scores);
        logits.add(scores);
        float[][] remembered = new float[2 * config.decoderLayers()][ownWidth];
        for (int i = 0; i < remembered.length; i++) {
          String name = NextToken.after(i / 2).get(i % 2);
          floats(step, name, false).get(row * ownWidth, remembered[i]);
        }
        own.add(remembered);
      }
    }
    List<Row> next = new ArrayList<>();
    for (int first = 0; first < rows.size(); ) {
      Source source = rows.get(first).source;
      Search search = source.search;
      int size = search.size();
      search.step(logits.subList(first, first + size).toArray(new float[0][]));
      for (int i = 0; i < search.size() && !search.done(); i++) {
        next.add(new Row(source, search.token(i), own.get(first + search.parent(i))));
      }
      first += size;
    }
    return next;
  }

  private void put(int row, Row text, int position) {
    source(step, row, text.source.ids);
    step.input(Seq2SeqFunctions.IDS).bytes().asIntBuffer().put(row, text.token);
    floats(step, NextToken.POSITION, true).put(row, position);
    for (int i = 0; i < text.own.length; i++) {
      floats(step, Seq2SeqFunctions.cross(i / 2).get(i % 2), true)
          .put(row * crossWidth, text.source.cross[i]);
      floats(step, NextToken.before(i / 2).get(i % 2), true).put(row * ownWidth, text.own[i]);
    }
  }
}
