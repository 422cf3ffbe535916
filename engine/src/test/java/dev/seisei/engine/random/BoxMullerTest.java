package dev.seisei.engine.random;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BoxMullerTest {
  @Test
  void logarithmIsThatOfJava() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 100_000; i++) {
      double x = i == 0 ? 1 : random.nextDouble() * Math.pow(2, -random.nextInt(52));
      assertClose(Math.log(x), BoxMuller.log(x), x);
    }
    assertClose(Math.log(0x1p-53), BoxMuller.log(0x1p-53), 0x1p-53);
    assertClose(Math.log(1 - 0x1p-53), BoxMuller.log(1 - 0x1p-53), 1 - 0x1p-53);
  }

  @Test
  void sineAndCosineAreThoseOfJava() {
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < 100_000; i++) {
      double x = (random.nextDouble() - 0.5) * Math.PI / 2;
      assertClose(Math.sin(x), BoxMuller.sin(x), x);
      assertClose(Math.cos(x), BoxMuller.cos(x), x);
    }
  }

  @Test
  void transformMeetsItsFormulaInEveryQuarter() {
    int pairs = 800;
    double[] u = new double[pairs];
    double[] v = new double[pairs];
    for (int p = 0; p < pairs; p++) {
      u[p] = (p + 1) / (double) pairs;
      v[p] = p / (double) pairs;
    }
    double[] radii = u.clone();
    double[] normals = new double[2 * pairs];
    BoxMuller.transform(radii, v, pairs, normals);
    for (int p = 0; p < pairs; p++) {
      double radius = Math.sqrt(-2 * Math.log(u[p]));
      assertEquals(radius * Math.cos(2 * Math.PI * v[p]), normals[2 * p], 1e-14);
      assertEquals(radius * Math.sin(2 * Math.PI * v[p]), normals[2 * p + 1], 1e-14);
    }
  }

  private static void assertClose(double expected, double actual, double x) {
    assertEquals(expected, actual, 4 * Math.ulp(expected), () -> "at " + x);
  }
}
