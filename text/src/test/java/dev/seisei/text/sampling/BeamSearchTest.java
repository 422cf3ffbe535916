package dev.seisei.text.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.engine.random.RandomNumbers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BeamSearchTest {
  private static final int VOCABULARY = 4;
  private static final int EOS = 0;

  /** A model that knows the whole text so far. */
  private static float[] logits(int seed, List<Integer> text) {
    float[] logits = new float[VOCABULARY];
    new RandomNumbers(31L * seed + text.hashCode(), 0, 0).normal(logits);
    return logits;
  }

  private static double[] logprobs(float[] logits) {
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit);
    }
    double[] logprobs = new double[logits.length];
    for (int i = 0; i < logits.length; i++) {
      logprobs[i] = logits[i] - Math.log(sum);
    }
    return logprobs;
  }

  private static List<BeamSearch.Hypothesis> search(BeamSettings settings, int seed, int most) {
    BeamSearch search = new BeamSearch(settings, Set.of(EOS), most);
    List<List<Integer>> texts = List.of(List.of());
    while (!search.done()) {
      float[][] logits = new float[search.size()][];
      for (int i = 0; i < logits.length; i++) {
        logits[i] = logits(seed, texts.get(i));
      }
      search.step(logits);
      List<List<Integer>> next = new ArrayList<>();
      for (int i = 0; i < search.size(); i++) {
        List<Integer> text = new ArrayList<>(texts.get(search.parent(i)));
        text.add(search.token(i));
        next.add(text);
      }
      texts = next;
    }
    return search.best();
  }

  /** All texts of up to so many tokens; those that are as long may lack their end. */
  private static void enumerate(
      int seed, List<Integer> text, double sum, int most, List<BeamSearch.Hypothesis> into) {
    double[] logprobs = logprobs(logits(seed, text));
    for (int token = 0; token < VOCABULARY; token++) {
      double logprob = sum + logprobs[token];
      int length = text.size() + 1;
      if (token == EOS) {
        into.add(new BeamSearch.Hypothesis(text, logprob, logprob / length, true));
        continue;
      }
      List<Integer> longer = new ArrayList<>(text);
      longer.add(token);
      if (length == most) {
        into.add(new BeamSearch.Hypothesis(longer, logprob, logprob / length, false));
      } else {
        enumerate(seed, longer, logprob, most, into);
      }
    }
  }

  @Property(tries = 50)
  void asManyBeamsAsTextsFindTheBest(@ForAll @IntRange(min = 0, max = 100_000) int seed) {
    List<BeamSearch.Hypothesis> all = new ArrayList<>();
    enumerate(seed, List.of(), 0, 4, all);
    all.sort(Comparator.comparingDouble(BeamSearch.Hypothesis::score).reversed());
    List<BeamSearch.Hypothesis> found =
        search(new BeamSettings(121, 1, BeamSettings.Stop.CERTAIN), seed, 4);
    assertEquals(all.get(0).tokens(), found.get(0).tokens());
    assertEquals(all.get(0).score(), found.get(0).score(), 1e-5);
    assertEquals(all.get(0).finished(), found.get(0).finished());
  }

  @Property(tries = 50)
  void oneBeamIsGreedy(@ForAll @IntRange(min = 0, max = 100_000) int seed) {
    List<Integer> text = new ArrayList<>();
    while (text.size() < 6) {
      int token = Weights.largest(logits(seed, text), VOCABULARY);
      if (token == EOS) {
        break;
      }
      text.add(token);
    }
    List<BeamSearch.Hypothesis> found =
        search(new BeamSettings(1, 0, BeamSettings.Stop.FIRST), seed, 6);
    assertEquals(text, found.get(0).tokens());
  }

  @Property(tries = 50)
  void scoresAreSumsDividedByLength(@ForAll @IntRange(min = 0, max = 100_000) int seed) {
    for (BeamSearch.Hypothesis each :
        search(new BeamSettings(3, 0.6, BeamSettings.Stop.LIKELY), seed, 5)) {
      double sum = 0;
      for (int i = 0; i < each.tokens().size(); i++) {
        sum += logprobs(logits(seed, each.tokens().subList(0, i)))[each.tokens().get(i)];
      }
      int length = each.tokens().size();
      if (each.finished()) {
        sum += logprobs(logits(seed, each.tokens()))[EOS];
        length++;
      }
      assertEquals(sum, each.logprob(), 1e-5);
      assertEquals(sum / Math.pow(length, 0.6), each.score(), 1e-5);
    }
  }

  @Test
  void keepsToWhatIsAllowedAndEndsWithoutMore() {
    BeamSearch search = new BeamSearch(new BeamSettings(), Set.of(EOS), 10);
    search.step(new float[1][VOCABULARY], new long[][] {{0b0100}});
    assertEquals(1, search.size());
    assertEquals(2, search.token(0));
    assertFalse(search.done());
    search.step(new float[1][VOCABULARY], new long[][] {{0b0001}});
    assertTrue(search.done());
    assertEquals(List.of(2), search.best().get(0).tokens());
    assertEquals(2 * Math.log(0.25), search.best().get(0).logprob(), 1e-6);
    assertThrows(IllegalStateException.class, () -> search.step(new float[1][VOCABULARY]));
  }

  @Test
  void refusesLogitsOfOtherTexts() {
    BeamSearch search = new BeamSearch(new BeamSettings(), Set.of(EOS), 10);
    assertThrows(IllegalArgumentException.class, () -> search.step(new float[2][VOCABULARY]));
    assertThrows(
        IllegalArgumentException.class, () -> search.step(new float[][] {{Float.NaN, 0, 0, 0}}));
  }
}
