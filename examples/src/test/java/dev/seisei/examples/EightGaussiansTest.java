package dev.seisei.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class EightGaussiansTest {
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
    float[] points =
        EightGaussians.play(EightGaussians.wasserstein(), EightGaussians.rates(), 1, 600);
    int modes = EightGaussians.modes(points);
    assertTrue(modes >= 6, modes + " modes");
  }
}
