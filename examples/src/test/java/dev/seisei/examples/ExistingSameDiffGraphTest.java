package dev.seisei.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ExistingSameDiffGraphTest {
  @Test
  void bothSidesTrainAlike() {
    ExistingSameDiffGraph.Result result = ExistingSameDiffGraph.run(26);
    for (int step = 0; step < 26; step++) {
      assertEquals(
          result.sessionLosses().get(step), result.engineLosses().get(step), 1e-2, "step " + step);
    }
    assertTrue(result.engineLosses().get(25) < result.engineLosses().get(0) - 0.5);
  }
}
