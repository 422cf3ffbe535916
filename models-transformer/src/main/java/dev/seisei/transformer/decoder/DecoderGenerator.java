package dev.seisei.transformer.decoder;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.model.Functions;
import dev.seisei.core.model.GenerationListener;
import dev.seisei.core.model.Generator;
import dev.seisei.core.model.LanguageModel;
import dev.seisei.core.model.RowPlan;
import dev.seisei.core.progress.Progress;
import dev.seisei.core.sample.Sample;
import dev.seisei.core.sample.Text;
import dev.seisei.engine.random.RandomNumbers;
import dev.seisei.text.tokenizer.TokenStream;
import dev.seisei.text.tokenizer.Tokenizer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Writes text token by token, computing all that came before anew for each; text that is longer
 * than the model's positions is gone on from its last tokens.
 *
 * <p>Not thread-safe.
 */
public final class DecoderGenerator implements Generator<DecoderRequest>, LanguageModel {
  private static final int STREAM = 0x74657874;

  private final DecoderShape shape;
  private final Tokenizer tokenizer;
  private final Functions functions;
  private final RowPlan next;
  private final TextScorer scorer;

  private DecoderGenerator(DecoderShape shape, Tokenizer tokenizer, Functions functions) {
    this.shape = shape;
    this.tokenizer = tokenizer;
    this.functions = functions;
    next =
        functions.plan(
            DecoderFunctions.NEXT,
            1,
            Map.of(
                DecoderFunctions.IDS, shape.positions(),
                DecoderFunctions.AT, shape.positions(),
                DecoderFunctions.LOGITS, shape.vocabulary()));
    scorer = new TextScorer(shape, tokenizer, functions);
  }

  /**
   * Opens the generator of a checkpoint.
   *
   * @param functions of the checkpoint; closed with the generator, and if it cannot be opened
   * @throws IllegalArgumentException if tokenizer or functions are not as they must be
   */
  public static DecoderGenerator open(
      DecoderShape shape, Checkpoint checkpoint, Functions functions) {
    boolean opened = false;
    try {
      Tokenizer tokenizer = TextTokenizers.open(checkpoint.folder());
      DecoderGenerator generator = new DecoderGenerator(shape, tokenizer, functions);
      opened = true;
      return generator;
    } finally {
      if (!opened) {
        functions.close();
      }
    }
  }

  @Override
  public Sample generate(DecoderRequest request, GenerationListener listener) {
    int[] prompt = tokenizer.frame(tokenizer.encode(request.prompt()));
    if (prompt.length == 0) {
      prompt = new int[] {tokenizer.bos().orElse(tokenizer.eos().stream().findFirst().orElse(0))};
    }
    int[] tokens = Arrays.copyOf(prompt, Math.addExact(prompt.length, request.maxTokens()));
    TokenStream pieces = tokenizer.stream();
    StringBuilder text = new StringBuilder();
    double[] uniform = new double[1];
    for (int i = 0; i < request.maxTokens(); i++) {
      listener.throwIfCancelled();
      new RandomNumbers(request.seed(), i, STREAM).uniform(uniform);
      int token = draw(scores(tokens, prompt.length + i), request.temperature(), uniform[0]);
      if (tokenizer.eos().contains(token)) {
        break;
      }
      tokens[prompt.length + i] = token;
      write(pieces.add(token), text, listener);
      listener.at(i + 1, request.maxTokens(), "tokens");
    }
    write(pieces.end(), text, listener);
    return new Text(List.of(text.toString()));
  }

  private static void write(String piece, StringBuilder text, GenerationListener listener) {
    if (!piece.isEmpty()) {
      text.append(piece);
      listener.piece(0, piece);
    }
  }

  /** Scores of the token that follows the first ones. */
  private float[] scores(int[] tokens, int count) {
    int seen = Math.min(count, shape.positions());
    int[] ids = new int[shape.positions()];
    System.arraycopy(tokens, count - seen, ids, 0, seen);
    float[] at = new float[ids.length];
    at[seen - 1] = 1;
    return next.run(1, Map.of(DecoderFunctions.IDS, ids, DecoderFunctions.AT, at))
        .getOrDefault(DecoderFunctions.LOGITS, new float[0]);
  }

  /** The token at which the probabilities, added up, pass a number in [0, 1). */
  private static int draw(float[] scores, double temperature, double at) {
    int best = 0;
    for (int i = 1; i < scores.length; i++) {
      best = scores[i] > scores[best] ? i : best;
    }
    if (temperature == 0) {
      return best;
    }
    double[] weights = new double[scores.length];
    double total = 0;
    for (int i = 0; i < weights.length; i++) {
      weights[i] = Math.exp((scores[i] - scores[best]) / temperature);
      total += weights[i];
    }
    double passed = 0;
    for (int i = 0; i < weights.length; i++) {
      passed += weights[i];
      if (passed > at * total) {
        return i;
      }
    }
    return best;
  }

  @Override
  public TextLikelihood likelihood(List<String> documents, Progress progress) {
    return scorer.score(documents, progress);
  }

  @Override
  public void close() {
    functions.close();
  }
}
