package dev.seisei.text.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The chain equals its formulas. */
class SamplerPropertyTest {
  private static final int VOCABULARY = 12;

  @Provide
  Arbitrary<float[]> logits() {
    // Few values, so that there are ties; and tokens that may not come.
    Arbitrary<Float> logit =
        Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(8, Arbitraries.integers().between(-40, 40).map(i -> i / 8f)),
            net.jqwik.api.Tuple.of(1, Arbitraries.just(Float.NEGATIVE_INFINITY)));
    return logit
        .list()
        .ofSize(VOCABULARY)
        .map(
            list -> {
              float[] logits = new float[VOCABULARY];
              for (int i = 0; i < VOCABULARY; i++) {
                logits[i] = list.get(i);
              }
              logits[5] = 1.25f;
              return logits;
            });
  }

  @Provide
  Arbitrary<Sampling> truncations() {
    Arbitrary<Double> off = Arbitraries.just(1.0);
    Arbitrary<Double> share = Arbitraries.doubles().between(0.05, 0.99).ofScale(2);
    return Combinators.combine(
            Arbitraries.of(0.3, 1.0, 2.0),
            Arbitraries.of(0, 0, 1, 3, 7, 12, 50),
            Arbitraries.oneOf(off, share),
            Arbitraries.oneOf(Arbitraries.just(0.0), share),
            Arbitraries.oneOf(off, share),
            Arbitraries.of(0.03, 0.1, 0.3))
        .as(
            (temperature, topK, topP, minP, typical, threshold) ->
                Samplings.of(
                    "temperature", temperature,
                    "top_k", topK,
                    "top_p", topP,
                    "min_p", minP,
                    "typical_p", typical,
                    "xtc_threshold", threshold));
  }

  @Property(tries = 3000)
  void truncationsLeaveWhatTheFormulasLeave(
      @ForAll("logits") float[] logits,
      @ForAll("truncations") Sampling settings,
      @ForAll boolean excludesTop) {
    double[] exact = new double[VOCABULARY];
    for (int i = 0; i < VOCABULARY; i++) {
      exact[i] = logits[i];
    }
    Map<Integer, Double> expected;
    try {
      expected = ReferenceChain.narrowed(exact, settings, excludesTop);
    } catch (ReferenceChain.TooClose e) {
      Assume.that(false);
      return;
    }
    Candidates left = new Sampler(settings, 0, 0).narrow(logits, excludesTop);
    Map<Integer, Double> found = new TreeMap<>();
    for (int i = 0; i < left.size(); i++) {
      if (left.probability(i) > 0) {
        found.put(left.id(i), left.probability(i));
      }
    }
    assertEquals(expected.keySet(), found.keySet());
    expected.forEach((id, p) -> assertEquals(p, found.getOrDefault(id, 0.0), 1e-5));
  }

  @Provide
  Arbitrary<Sampling> penalties() {
    return Combinators.combine(
            Arbitraries.of(1.0, 1.3, 0.8),
            Arbitraries.of(0, 1, 4),
            Arbitraries.of(0.0, 0.5, -0.5),
            Arbitraries.of(0.0, 0.25),
            Arbitraries.of(0, 1, 2, 3),
            Arbitraries.of(0.0, 0.75),
            Arbitraries.of(1, 2, 3),
            Arbitraries.of(0, 6))
        .as(
            (repetition, window, presence, frequency, ngram, dry, allowed, dryWindow) ->
                Samplings.of(
                    "repetition_penalty", repetition,
                    "repetition_window", window,
                    "presence_penalty", presence,
                    "frequency_penalty", frequency,
                    "no_repeat_ngram_size", ngram,
                    "dry_multiplier", dry,
                    "dry_allowed_length", allowed,
                    "dry_window", dryWindow));
  }

  @Provide
  Arbitrary<List<Integer>> tokens() {
    return Arbitraries.integers().between(0, 3).list().ofMaxSize(14);
  }

  @Property(tries = 3000)
  void penaltiesChangeLogitsAsTheFormulasSay(
      @ForAll("logits") float[] logits,
      @ForAll("penalties") Sampling settings,
      @ForAll("tokens") List<Integer> prompt,
      @ForAll("tokens") List<Integer> generated) {
    double[] expected = ReferenceChain.penalised(logits, settings, prompt, generated);
    Penalties penalties = new Penalties(settings, new java.util.BitSet());
    prompt.forEach(id -> penalties.add(id, false));
    generated.forEach(id -> penalties.add(id, true));
    penalties.apply(logits);
    for (int i = 0; i < VOCABULARY; i++) {
      assertEquals(expected[i], logits[i], 1e-4, "token " + i);
    }
  }

  @Property(tries = 500)
  void partialSelectionsAreBeginningsOfSorts(
      @ForAll("logits") float[] logits, @ForAll("tokens") List<Integer> ks) {
    int k = 1 + ks.size() % VOCABULARY;
    List<Integer> sorted = new java.util.ArrayList<>();
    for (int i = 0; i < VOCABULARY; i++) {
      sorted.add(i);
    }
    sorted.sort(
        java.util.Comparator.comparingDouble((Integer i) -> -logits[i]).thenComparing(i -> i));
    int[] ids = new int[VOCABULARY];
    assertEquals(k, Selection.best(logits, VOCABULARY, k, ids));
    for (int i = 0; i < k; i++) {
      assertEquals(sorted.get(i), ids[i]);
    }
  }
}
