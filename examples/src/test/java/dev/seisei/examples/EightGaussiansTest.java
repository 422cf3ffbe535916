package dev.seisei.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.gan.adversarial.Rates;
import org.junit.jupiter.api.Test;

class EightGaussiansTest {
  /** The discriminator's rate is the example's five times over. */
  private static final Rates QUICK = new Rates(5e-4, 5e-4, 0, 0.1, 0.5, 0.9, 0);

  @Test
  void modesAreCountedWhereEnoughPointsAreNear() {
    float[] points = EightGaussians.points(1, 0);
    assertEquals(8, EightGaussians.modes(points));
    for (int i = 0; i < points.length; i += 2) {
      if (points[i] > 1) {
        points[i] = -2;
        points[i + 1] = 0;
      }
    }
    assertEquals(5, EightGaussians.modes(points));
  }

  @Test
  void thePenalisedGameFindsThem() {
    float[] points = EightGaussians.play(EightGaussians.wasserstein(), QUICK, 1, 600);
    int modes = EightGaussians.modes(points);
    assertTrue(modes >= 6, modes + " modes");
  }
}
