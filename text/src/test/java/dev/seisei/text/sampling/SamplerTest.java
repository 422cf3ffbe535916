package dev.seisei.text.sampling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.core.settings.SettingException;
import dev.seisei.engine.random.RandomNumbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SamplerTest {
  private static final float NO = Float.NEGATIVE_INFINITY;

  private static Sampler sampler(Object... settings) {
    return new Sampler(Samplings.of(settings), 1, 0);
  }

  private static float[] random(int size, long seed) {
    float[] logits = new float[size];
    new RandomNumbers(seed, 0, 0).normal(logits);
    for (int i = 0; i < size; i++) {
      logits[i] *= 3;
    }
    return logits;
  }

  @Test
  void greedyTakesTheLargestAndOfEqualOnesTheFirst() {
    assertEquals(2, sampler("temperature", 0).next(new float[] {1, 3, 5, 5, -1}));
    assertEquals(
        3, sampler("temperature", 0, "top_p", 0.9, "top_k", 2).next(new float[] {NO, 1, 0, 2}));
  }

  @ParameterizedTest
  @CsvSource({
    "temperature, 0.7",
    "top_k, 1",
    "top_k, 100",
    "top_p, 0.5",
    "min_p, 1",
    "typical_p, 0.5",
    "mirostat_tau, 3",
    "xtc_probability, 1",
    "temperature, 1e-30",
    "temperature, 0"
  })
  void theOnlyTokenThatMayComeDoes(String name, double value) {
    for (int only : new int[] {0, 3, 6}) {
      float[] logits = new float[7];
      Arrays.fill(logits, NO);
      logits[only] = -1e30f;
      assertEquals(only, sampler(name, value).next(logits));
    }
  }

  /**
   * Pearson's statistic stays below the 0.999 quantile of its distribution. Where the draws are the
   * same again each time, so is the outcome.
   */
  @ParameterizedTest
  @CsvSource({"temperature, 1", "temperature, 2.5", "top_k, 6", "top_p, 0.8", "min_p, 0.1"})
  void drawsAsOftenAsProbable(String name, double value) {
    Sampling settings = Samplings.of(name, value);
    double[] exact = {2, -1, 0.5, 1, 1.5, -0.5, 0, 2.25, -3, 0.25};
    Map<Integer, Double> expected = ReferenceChain.narrowed(exact, settings, false);
    int draws = 20_000;
    int[] counts = new int[exact.length];
    Sampler sampler = new Sampler(settings, 20, 3);
    for (int i = 0; i < draws; i++) {
      float[] logits = new float[exact.length];
      for (int j = 0; j < exact.length; j++) {
        logits[j] = (float) exact[j];
      }
      counts[sampler.next(logits)]++;
    }
    double statistic = 0;
    int seen = 0;
    for (Map.Entry<Integer, Double> each : expected.entrySet()) {
      double mean = each.getValue() * draws;
      statistic += Math.pow(counts[each.getKey()] - mean, 2) / mean;
      seen += counts[each.getKey()];
    }
    assertEquals(draws, seen);
    double[] quantiles = {0, 10.83, 13.82, 16.27, 18.47, 20.52, 22.46, 24.32, 26.12, 27.88};
    assertTrue(statistic < quantiles[expected.size() - 1], "statistic " + statistic);
  }

  @Test
  void equalSeedsDrawEqualTokensWhoeverElseDraws() {
    Sampling settings = Samplings.of("temperature", 1.5, "top_p", 0.95, "dry_multiplier", 1);
    List<Integer> alone = draw(new Sampler(settings, 7, 2), 50);
    Sampler again = new Sampler(settings, 7, 2);
    Sampler other = new Sampler(settings, 7, 3);
    List<Integer> together = new ArrayList<>();
    List<Integer> others = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      others.add(other.next(random(500, i)));
      together.add(again.next(random(500, i)));
    }
    assertEquals(alone, together);
    assertNotEquals(alone, others);
    assertNotEquals(alone, draw(new Sampler(settings, 8, 2), 50));
  }

  private static List<Integer> draw(Sampler sampler, int tokens) {
    List<Integer> drawn = new ArrayList<>();
    for (int i = 0; i < tokens; i++) {
      drawn.add(sampler.next(random(500, i)));
    }
    return drawn;
  }

  @Test
  void largeTopKLeavesTheBest() {
    for (int k : new int[] {513, 1200, 1999}) {
      float[] logits = random(2000, k);
      for (int i = 0; i < 2000; i++) {
        logits[i] = Math.round(logits[i] * 8) / 8f;
      }
      Candidates left = new Sampler(Samplings.of("top_k", k), 0, 0).narrow(logits.clone(), false);
      int[] expected = new int[k];
      Selection.best(logits, 2000, k, expected);
      int[] found = new int[left.size()];
      for (int i = 0; i < found.length; i++) {
        found[i] = left.id(i);
      }
      Arrays.sort(expected);
      Arrays.sort(found);
      assertArrayEquals(expected, found);
    }
  }

  @Test
  void biasComesBeforeTemperatureAndPenaltiesAfterBias() {
    assertEquals(1, sampler("temperature", 0, "logit_bias", "1:3,0:-1").next(new float[] {2, 1}));
    // 4 - 1 = 3, halved by the penalty, is below 2; were the bias last, 4/2 - 1 = 1 would be too,
    // but with bias -3 the logit is 1/2, not -1, and wins over 0.
    Sampler sampler = sampler("temperature", 0, "logit_bias", "0:-3", "repetition_penalty", 2);
    sampler.accept(0);
    assertEquals(0, sampler.next(new float[] {4, 0}));
  }

  @Test
  void topPSeesTheProbabilitiesThatTopKLeft() {
    // 0.4, 0.3, 0.2, 0.1: of the best two the first has 0.571.
    float[] logits = {(float) Math.log(4), (float) Math.log(3), (float) Math.log(2), 0};
    Candidates left = sampler("top_k", 2, "top_p", 0.55).narrow(logits, false);
    assertEquals(1, left.size());
    left = sampler("top_p", 0.55).narrow(logits, false);
    assertEquals(2, left.size());
  }

  @Test
  void presenceCountsWhatWasGeneratedOnly() {
    Sampler sampler = sampler("temperature", 0, "presence_penalty", 1);
    sampler.accept(0);
    assertEquals(0, sampler.next(new float[] {1, 0.5f}));
    assertEquals(1, sampler.next(new float[] {1, 0.5f}));
  }

  @Test
  void noRepetitionReachesAcrossABreaker() {
    Sampling settings =
        Samplings.of("temperature", 0, "dry_multiplier", 10, "dry_allowed_length", 2);
    BitSet breakers = new BitSet();
    Sampler free = new Sampler(settings, 0, 0, breakers);
    BitSet two = new BitSet();
    two.set(2);
    Sampler broken = new Sampler(settings, 0, 0, two);
    for (int id : new int[] {1, 2, 3, 4, 1, 2, 3}) {
      free.accept(id);
      broken.accept(id);
    }
    float[] logits = {0, 0, 0, 0, 5};
    assertEquals(0, free.next(logits.clone()));
    assertEquals(4, broken.next(logits.clone()));
  }

  @Test
  void xtcExcludesAllButTheLeastOfTheProbable() {
    Set<Integer> drawn = new HashSet<>();
    Sampler sampler = sampler("xtc_probability", 1, "xtc_threshold", 0.2);
    for (int i = 0; i < 200; i++) {
      drawn.add(
          sampler.next(
              new float[] {(float) Math.log(4), (float) Math.log(3), (float) Math.log(2), 0}));
    }
    assertEquals(Set.of(2, 3), drawn);
  }

  /** Algorithm 2, followed beside the sampler. */
  @Test
  void mirostatHoldsTheSurpriseItAimsAt() {
    for (double target : new double[] {1, 2, 4}) {
      Sampler sampler = sampler("mirostat_tau", target, "mirostat_eta", 0.1, "top_k", 1);
      double most = 2 * target;
      double bits = 0;
      int tokens = 2000;
      for (int i = 0; i < tokens; i++) {
        float[] logits = random(1000, i);
        double sum = 0;
        for (float logit : logits) {
          sum += Math.exp(logit);
        }
        double left = 0;
        for (float logit : logits) {
          double p = Math.exp(logit) / sum;
          left += -Math.log(p) / Math.log(2) <= most ? p : 0;
        }
        double p = Math.exp(logits[sampler.next(logits.clone())]) / sum;
        if (left == 0) {
          left = p;
        } else {
          assertTrue(-Math.log(p) / Math.log(2) <= most + 1e-4);
        }
        double surprise = -Math.log(p / left) / Math.log(2);
        most -= 0.1 * (surprise - target);
        bits += surprise;
      }
      assertEquals(target, bits / tokens, 0.05, "target " + target);
    }
  }

  @Test
  void logprobsAreTheModelsOwn() {
    Sampler sampler =
        sampler("temperature", 0, "logit_bias", "3:100", "logprobs", true, "top_logprobs", 2);
    float[] logits = {1, 4, 3, 2};
    assertEquals(3, sampler.next(logits.clone(), new long[] {0b1001}));
    double sum = Math.log(Math.exp(1) + Math.exp(4) + Math.exp(3) + Math.exp(2));
    assertEquals(2 - sum, sampler.logprob(), 1e-6);
    List<TokenLogprob> top = sampler.topLogprobs();
    assertEquals(List.of(1, 2), top.stream().map(TokenLogprob::id).toList());
    assertEquals(4 - sum, top.get(0).logprob(), 1e-6);
    assertEquals(3 - sum, top.get(1).logprob(), 1e-6);
    assertThrows(IllegalStateException.class, () -> sampler().logprob());
  }

  @Test
  void onlyAllowedTokensCome() {
    long[] allowed = new long[16];
    allowed[1] = 1L << 5;
    allowed[15] = 1L << 39;
    Sampler sampler = sampler("temperature", 5);
    Set<Integer> drawn = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      drawn.add(sampler.next(random(1000, i), allowed));
    }
    assertEquals(Set.of(69, 999), drawn);
    assertThrows(IllegalArgumentException.class, () -> sampler.next(new float[1000], new long[15]));
  }

  @Test
  void saysWhatIsWrongWithLogits() {
    for (Sampler sampler : List.of(sampler(), sampler("temperature", 0), sampler("top_k", 1))) {
      assertTrue(refusal(sampler, 0, Float.NaN, 1).contains("NaN"));
      assertTrue(refusal(sampler, 0, Float.POSITIVE_INFINITY).contains("Infinity"));
      assertTrue(refusal(sampler, NO, NO).contains("no token is left"));
    }
    Sampler banned = sampler("logit_bias", "2:-100");
    assertEquals(
        "logit_bias names token 2, but the vocabulary has 2",
        assertThrows(SettingException.class, () -> banned.next(new float[2])).getMessage());
    Sampler larger = sampler("repetition_penalty", 2);
    larger.accept(9);
    assertThrows(IllegalArgumentException.class, () -> larger.next(new float[9]));
  }

  private static String refusal(Sampler sampler, float... logits) {
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> sampler.next(logits)).getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "temperature, -1",
    "top_p, 1.5",
    "top_p, 0",
    "min_p, 2",
    "typical_p, 0",
    "top_k, -1",
    "logit_bias, 5",
    "logit_bias, 5:x",
    "logit_bias, -5:1",
    "logit_bias, 5:NaN",
    "repetition_penalty, 0",
    "dry_base, 0.5",
    "top_logprobs, 5",
    "mirostat_eta, 0"
  })
  void settingsOutOfRangeAreRefusedByName(String name, String value) {
    SettingException refused =
        assertThrows(SettingException.class, () -> Samplings.of(name, value));
    assertEquals(name, refused.field());
    assertTrue(String.valueOf(refused.getMessage()).startsWith(name + " "));
  }
}
