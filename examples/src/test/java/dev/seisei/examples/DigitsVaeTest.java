package dev.seisei.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DigitsVaeTest {
  private static final int STEPS = 200;

  @Test
  void learnsRealDigitsAndAlwaysTheSame() {
    Map<String, float[]> first = new LinkedHashMap<>();
    Map<String, float[]> second = new LinkedHashMap<>();
    double[] losses = train(first);
    assertArrayEquals(losses, train(second));
    first.forEach((name, weights) -> assertArrayEquals(weights, second.get(name), name));
    double untrained = losses[0];
    double trained = Arrays.stream(losses).skip(STEPS - 20).average().orElseThrow();
    assertTrue(untrained > 500, "untrained: " + untrained);
    assertTrue(trained < 160, "trained: " + trained);
  }

  private static double[] train(Map<String, float[]> weights) {
    try (DigitsVae vae = new DigitsVae(5)) {
      double[] losses = vae.train(Digits.load(), STEPS);
      for (String name : vae.parameters().names()) {
        weights.put(name, vae.parameters().get(name).toFloats());
      }
      return losses;
    }
  }
}
