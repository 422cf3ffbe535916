package dev.seisei.transformer.decoder;

import dev.seisei.core.model.Functions;
import dev.seisei.core.model.LanguageModel.TextLikelihood;
import dev.seisei.core.model.RowPlan;
import dev.seisei.core.progress.Progress;
import dev.seisei.text.tokenizer.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * The likelihood of text, by sequences of as many tokens as the model has positions (1,024 at
 * most), each beginning half of that after the one before: every token is predicted once, from at
 * least half of the positions, but for those at the very beginning. The first of all costs log V,
 * as if nothing were known.
 *
 * <p>Not thread-safe.
 */
public final class TextScorer {
  /** How many scores of tokens a run may hold. */
  private static final long MOST_SCORES = 1L << 24;

  private static final int MOST_ROWS = 16;

  private final DecoderShape shape;
  private final Tokenizer tokenizer;
  private final int length;
  private final RowPlan plan;

  /**
   * @param functions with {@link DecoderFunctions#SCORE} among them
   */
  public TextScorer(DecoderShape shape, Tokenizer tokenizer, Functions functions) {
    this.shape = shape;
    this.tokenizer = tokenizer;
    this.length = DecoderFunctions.scored(shape);
    long fitting = MOST_SCORES / ((long) length * shape.vocabulary());
    plan =
        functions.plan(
            DecoderFunctions.SCORE,
            (int) Math.max(1, Math.min(MOST_ROWS, fitting)),
            Map.of(
                DecoderFunctions.IDS, length,
                DecoderFunctions.TARGETS, length,
                DecoderFunctions.NATS, length));
  }

  /**
   * Measures documents, one after another as in training.
   *
   * @throws java.util.concurrent.CancellationException if the progress asks for it
   */
  public TextLikelihood score(List<String> documents, Progress progress) {
    int[] tokens = TokenText.encode(tokenizer, documents);
    // What ends documents counts among the characters only where it is one.
    int between = tokenizer.eos().isEmpty() ? documents.size() - 1 : 0;
    long characters = between;
    long bytes = between;
    for (String document : documents) {
      characters += document.codePointCount(0, document.length());
      bytes += document.getBytes(StandardCharsets.UTF_8).length;
    }
    return new TextLikelihood(nats(tokens, progress), tokens.length, characters, bytes);
  }

  private double nats(int[] tokens, Progress progress) {
    int stride = Math.max(1, length / 2);
    int predicted = tokens.length - 1;
    int windows = predicted <= length ? 1 : 1 + (predicted - length + stride - 1) / stride;
    double sum = Math.log(shape.vocabulary());
    for (int from = 0; from < windows; from += plan.size()) {
      progress.throwIfCancelled();
      int rows = Math.min(plan.size(), windows - from);
      int[] ids = new int[rows * length];
      int[] targets = new int[rows * length];
      for (int row = 0; row < rows; row++) {
        int start = (from + row) * stride;
        int count = Math.min(length, predicted - start);
        System.arraycopy(tokens, start, ids, row * length, count);
        System.arraycopy(tokens, start + 1, targets, row * length, count);
      }
      float[] nats =
          plan.run(rows, Map.of(DecoderFunctions.IDS, ids, DecoderFunctions.TARGETS, targets))
              .getOrDefault(DecoderFunctions.NATS, new float[0]);
      for (int row = 0; row < rows; row++) {
        int start = (from + row) * stride;
        int known = from + row == 0 ? 0 : length - stride;
        for (int i = known; i < Math.min(length, predicted - start); i++) {
          sum += nats[row * length + i];
        }
      }
      progress.at(from + rows, windows, "sequences");
    }
    return sum;
  }
}
