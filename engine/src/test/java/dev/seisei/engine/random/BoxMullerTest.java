package dev.seisei.engine.random;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BoxMullerTest {
  private static final int PAIRS = 100_000;

  @Test
  void sineAndCosineAreThoseOfJava() {
    SplittableRandom random = new SplittableRandom(2);
    double[] x = new double[PAIRS];
    for (int i = 0; i < PAIRS; i++) {
      x[i] = (random.nextDouble() - 0.5) * Math.PI / 2;
    }
    double[] sines = new double[PAIRS];
    double[] cosines = new double[PAIRS];
    BoxMuller.sines(x, sines, PAIRS);
    BoxMuller.cosines(x, cosines, PAIRS);
    for (int i = 0; i < PAIRS; i++) {
      assertClose(Math.sin(x[i]), sines[i]);
      assertClose(Math.cos(x[i]), cosines[i]);
    }
  }

  /** Of pairs whose sine is 0, so that the radius is left, squared. */
  @Test
  void logarithmIsThatOfJava() {
    SplittableRandom random = new SplittableRandom(1);
    double[] u = new double[PAIRS];
    BoxMuller pairs = new BoxMuller(PAIRS);
    for (int i = 0; i < PAIRS; i++) {
      u[i] =
          switch (i) {
            case 0 -> 1;
            case 1 -> 1 - 0x1p-53;
            case 2 -> 0x1p-53;
            default -> random.nextDouble() * Math.pow(2, -random.nextInt(52));
          };
      pairs.set(i, u[i], 0);
    }
    double[] normals = pairs.transform(PAIRS);
    for (int i = 0; i < PAIRS; i++) {
      assertClose(-2 * Math.log(u[i]), normals[2 * i] * normals[2 * i]);
    }
  }

  @Test
  void transformMeetsItsFormulaInEveryQuarter() {
    int count = 800;
    BoxMuller pairs = new BoxMuller(count);
    for (int p = 0; p < count; p++) {
      pairs.set(p, (p + 1) / (double) count, p / (double) count);
    }
    double[] normals = pairs.transform(count);
    for (int p = 0; p < count; p++) {
      double radius = Math.sqrt(-2 * Math.log((p + 1) / (double) count));
      double angle = 2 * Math.PI * p / count;
      assertEquals(radius * Math.cos(angle), normals[2 * p], 1e-14);
      assertEquals(radius * Math.sin(angle), normals[2 * p + 1], 1e-14);
    }
  }

  private static void assertClose(double expected, double actual) {
    assertEquals(expected, actual, 4 * Math.ulp(expected));
  }
}
