package dev.seisei.text.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class WeightsTest {
  @Test
  void exponentialsAreExactTo7Digits() {
    int n = 90_000;
    float[] logits = new float[n];
    for (int i = 0; i < n; i++) {
      logits[i] = 3 - i / 1000f;
    }
    float[] weights = new float[n];
    Weights.exp(logits, 3, 1, weights, new float[n], n);
    for (int i = 0; i < n; i++) {
      double exact = Math.exp((double) (logits[i] - 3));
      if (exact > 0x1p-125) {
        assertEquals(1, weights[i] / exact, 3e-7, "exp(" + (logits[i] - 3) + ")");
      } else {
        assertTrue(weights[i] < 0x1p-124);
      }
    }
    assertEquals(1, weights[0]);
  }

  @Test
  void whatCannotComeWeighsNothing() {
    float[] weights = new float[4];
    float[] logits = {Float.NEGATIVE_INFINITY, 0, -1e38f, -100};
    Weights.exp(logits, 0, Float.MAX_VALUE, weights, new float[4], 4);
    assertEquals(0, weights[0]);
    assertEquals(1, weights[1]);
    assertEquals(0, weights[2]);
    assertEquals(0, weights[3]);
  }

  @Test
  void placesAreNeverOfWeightNothing() {
    float[] weights = new float[1000];
    weights[300] = 1;
    weights[301] = 3;
    assertEquals(300, Weights.at(weights, 1000, 0));
    assertEquals(300, Weights.at(weights, 1000, 0.99));
    assertEquals(301, Weights.at(weights, 1000, 1));
    assertEquals(301, Weights.at(weights, 1000, 5));
    assertEquals(4, Weights.sum(weights, 1000));
  }
}
