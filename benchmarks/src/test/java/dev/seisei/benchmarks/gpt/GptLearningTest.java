package dev.seisei.benchmarks.gpt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class GptLearningTest {
  private static final int STEPS = 80;
  private static final GptWorkload SMALL = new GptWorkload(2, 64, 4, 32, 16, 65, 3);

  @Test
  void learnsRealTextAndAlwaysTheSame() {
    double[] losses = train();
    assertArrayEquals(losses, train());
    assertEquals(Math.log(65), losses[0], 0.1);
    double trained = Arrays.stream(losses).skip(STEPS - 10).average().orElseThrow();
    assertTrue(trained < 2.9, "trained: " + trained);
  }

  private static double[] train() {
    GptBatches batches = new GptBatches(SMALL);
    double[] losses = new double[STEPS];
    try (SeiseiPeer peer = new SeiseiPeer(SMALL)) {
      for (int step = 0; step < STEPS; step++) {
        losses[step] = peer.step(batches.tokens(step), batches.targets(step));
      }
    }
    return losses;
  }
}
