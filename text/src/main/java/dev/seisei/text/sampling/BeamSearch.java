package dev.seisei.text.sampling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Follows several texts side by side and keeps the most probable ones. A decoder drives it: while
 * it is not {@link #done}, it computes the logits after each running text, calls {@link #step}, and
 * continues text i from the state of text {@link #parent parent(i)} with {@link #token token(i)}.
 *
 * <p>A text y scores Σ ln p(yᵢ | y₁ … yᵢ₋₁) / nᵖ, n being its number of generated tokens with the
 * end and p the {@code length_penalty}. In a step the 2·beams best continuations of all texts are
 * looked at in order of their sum: one that ends is finished if it is among the first {@code
 * beams}, the others run on until there are {@code beams} again; so there are always enough. Equal
 * sums: the earlier text, then the lower id. Source: Hugging Face's generation, whose results it
 * has; the search is Graves 2012, arXiv 1211.3711, and the score Wu et al. 2016, arXiv 1609.08144,
 * section 7, with a plain power.
 *
 * <p>Not thread-safe.
 */
public final class BeamSearch {
  /**
   * A text that is complete, or was running when the search ended.
   *
   * @param tokens what was generated; without the token that ended it
   * @param logprob the sum of its tokens' log-probabilities, in nats, with the end's
   * @param score by which they are compared
   * @param finished whether it ended by itself
   */
  public record Hypothesis(List<Integer> tokens, double logprob, double score, boolean finished) {}

  /** A text: its last token, and what was before. */
  private record Text(@Nullable Text before, int token, double logprob, int length) {}

  private final BeamSettings settings;
  private final Set<Integer> eos;
  private final int mostTokens;
  private final Candidates candidates = new Candidates();
  private final List<Hypothesis> finished = new ArrayList<>();
  private Text[] running = {new Text(null, -1, 0, 0)};
  private int[] parents = {0};
  private int steps;
  private boolean done;

  /**
   * @param eos the tokens that end a text
   * @param mostTokens how many tokens to generate at most
   */
  public BeamSearch(BeamSettings settings, Set<Integer> eos, int mostTokens) {
    if (mostTokens < 1) {
      throw new IllegalArgumentException("max_tokens must be >= 1, got " + mostTokens);
    }
    this.settings = settings;
    this.eos = Set.copyOf(eos);
    this.mostTokens = mostTokens;
  }

  /** How many texts run: 1 before the first step, then as many as there are beams or fewer. */
  public int size() {
    return running.length;
  }

  /** Which of the texts before the last step text i continues. */
  public int parent(int i) {
    return parents[i];
  }

  /** The last token of text i. */
  public int token(int i) {
    return running[i].token;
  }

  /** Whether the search has ended. */
  public boolean done() {
    return done;
  }

  /** As {@link #step(float[][], long[][])}, with all tokens allowed. */
  public void step(float[][] logits) {
    step(logits, null);
  }

  /**
   * Goes on by a token.
   *
   * @param logits [size, vocabulary]: after each running text
   * @param allowed [size, (vocabulary + 63)/64]: for each running text the tokens that may come, as
   *     {@link Sampler#next(float[], long[])} has them; null allows all. Probabilities are those of
   *     the model, not divided by what is allowed
   * @throws IllegalArgumentException if a logit is NaN or +∞
   */
  public void step(float[][] logits, long @Nullable [][] allowed) {
    if (done) {
      throw new IllegalStateException("the search is done");
    }
    if (logits.length != running.length) {
      throw new IllegalArgumentException(
          "logits must be of " + running.length + " texts, got " + logits.length);
    }
    steps++;
    List<Continuation> best = new ArrayList<>();
    for (int i = 0; i < running.length; i++) {
      continuations(i, logits[i], allowed == null ? null : allowed[i], best);
    }
    best.sort(Comparator.comparingDouble(Continuation::logprob).reversed());
    advance(best.subList(0, Math.min(width(), best.size())));
    done = running.length == 0 || steps == mostTokens || enough();
  }

  /**
   * The best texts so far, best first: finished ones, and running ones as far as there are not
   * enough.
   */
  public List<Hypothesis> best() {
    List<Hypothesis> all = new ArrayList<>(finished);
    if (steps == mostTokens || all.isEmpty() || !done) {
      for (Text text : running) {
        all.add(hypothesis(text, text.logprob, text.length, false));
      }
    }
    all.sort(Comparator.comparingDouble(Hypothesis::score).reversed());
    return List.copyOf(all.subList(0, Math.min(settings.beams(), all.size())));
  }

  private record Continuation(int parent, int token, double logprob) {}

  /** Two for each beam, and one more for each way to end. */
  private int width() {
    return Math.max(2, 1 + eos.size()) * settings.beams();
  }

  /** The best continuations of one text: no more of them can be among the best of all. */
  private void continuations(
      int parent, float[] logits, long @Nullable [] allowed, List<Continuation> into) {
    candidates.all(logits);
    candidates.weigh(1);
    double before = running[parent].logprob - candidates.logSum();
    float[] scores = logits;
    if (allowed != null) {
      scores = logits.clone();
      Sampler.exclude(scores, allowed);
    }
    int[] ids = new int[Math.min(width(), scores.length)];
    int count = Selection.best(scores, scores.length, ids.length, ids);
    for (int i = 0; i < count && scores[ids[i]] > Float.NEGATIVE_INFINITY; i++) {
      into.add(new Continuation(parent, ids[i], before + scores[ids[i]]));
    }
  }

  private void advance(List<Continuation> best) {
    Text[] next = new Text[settings.beams()];
    int[] nextParents = new int[settings.beams()];
    int count = 0;
    for (int rank = 0; rank < best.size() && count < settings.beams(); rank++) {
      Continuation each = best.get(rank);
      Text parent = running[each.parent];
      if (!eos.contains(each.token)) {
        nextParents[count] = each.parent;
        next[count++] = new Text(parent, each.token, each.logprob, parent.length + 1);
      } else if (rank < settings.beams()) {
        finish(hypothesis(parent, each.logprob, parent.length + 1, true));
      }
    }
    running = Arrays.copyOf(next, count);
    parents = Arrays.copyOf(nextParents, count);
  }

  private void finish(Hypothesis hypothesis) {
    finished.add(hypothesis);
    finished.sort(Comparator.comparingDouble(Hypothesis::score).reversed());
    if (finished.size() > settings.beams()) {
      finished.remove(finished.size() - 1);
    }
  }

  private boolean enough() {
    if (finished.size() < settings.beams()) {
      return false;
    }
    double worst = finished.get(finished.size() - 1).score;
    double hope = running[0].logprob;
    return switch (settings.stop()) {
      case FIRST -> true;
      case LIKELY -> score(hope, steps) <= worst;
      // Sums only fall; with a power above 0 more tokens divide them by more.
      case CERTAIN -> score(hope, settings.lengthPenalty() > 0 ? mostTokens : steps) <= worst;
    };
  }

  private double score(double logprob, int length) {
    return logprob / Math.pow(length, settings.lengthPenalty());
  }

  private Hypothesis hypothesis(Text text, double logprob, int length, boolean isFinished) {
    Integer[] tokens = new Integer[text.length];
    Text at = text;
    for (int i = tokens.length - 1; at != null && i >= 0; i--) {
      tokens[i] = at.token;
      at = at.before;
    }
    return new Hypothesis(List.of(tokens), logprob, score(logprob, length), isFinished);
  }
}
