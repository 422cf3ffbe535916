package dev.seisei.vae.vq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodeSamplerTest {
  private static final float[] LOGITS = {1, -2, 3.5f, 0, 3};

  @ParameterizedTest
  @ValueSource(doubles = {0.3, 1, 2, 10})
  void codesAreAsFrequentAsTheSoftmaxSays(double temperature) {
    double[] weights = new double[LOGITS.length];
    double sum = 0;
    for (int i = 0; i < LOGITS.length; i++) {
      weights[i] = Math.exp(LOGITS[i] / temperature);
      sum += weights[i];
    }
    int[] counts = new int[LOGITS.length];
    int draws = 100_000;
    for (int i = 0; i < draws; i++) {
      counts[CodeSampler.pick(LOGITS, temperature, (i + 0.5) / draws)]++;
    }
    for (int i = 0; i < LOGITS.length; i++) {
      assertEquals(weights[i] / sum, (double) counts[i] / draws, 2e-5, "code " + i);
    }
  }

  @Test
  void theEndsOfTheUnitIntervalAreCodesToo() {
    assertEquals(0, CodeSampler.pick(LOGITS, 1, 0));
    assertEquals(4, CodeSampler.pick(LOGITS, 1, Math.nextDown(1.0)));
    // What has no probability is never taken.
    float[] certain = {-1e9f, 0, -1e9f};
    assertEquals(1, CodeSampler.pick(certain, 1, 0));
    assertEquals(1, CodeSampler.pick(certain, 1, Math.nextDown(1.0)));
  }

  @Test
  void withoutTemperatureTheMostLikelyIsTaken() {
    for (double uniform : new double[] {0, 0.5, 0.99}) {
      assertEquals(2, CodeSampler.pick(LOGITS, 0, uniform));
    }
  }

  @Test
  void largeLogitsDoNotOverflow() {
    assertEquals(1, CodeSampler.pick(new float[] {-3e38f, 3e38f}, 0.001, 0.7));
  }

  @Test
  void whatIsNoNumberIsNotDrawnFrom() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> CodeSampler.pick(new float[] {0, Float.NaN}, 1, 0.5));
    assertTrue(e.toString().contains("not numbers"), e.toString());
  }
}
