package dev.seisei.engine.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;

class DropoutTest {
  @Test
  void dropsWhereTheNoiseIsBelowTheRateAndScalesTheRest() {
    Sketch s = new Sketch();
    SDVariable y =
        Dropout.dropout(
            s.input("x", new double[] {1, 2, 3, -4, 5}, 1, 5),
            s.input("u", new double[] {0, 0.24, 0.25, 0.6, 0.99}, 1, 5),
            0.25);
    assertArrayEquals(new double[] {0, 0, 4, -16 / 3.0, 20 / 3.0}, s.run(y), 1e-14);
  }

  @Test
  void drawsItsNoise() {
    Sketch s = new Sketch();
    SDVariable y = Dropout.dropout(s.input("x", 2, 3, 5), 0.3);
    double[] noise = s.noise(0, 3, 5);
    double[] expected = Sketch.wave("x", 15);
    for (int i = 0; i < expected.length; i++) {
      expected[i] = noise[i] < 0.3 ? 0 : expected[i] / 0.7;
    }
    assertArrayEquals(expected, s.run(y), 1e-14);
  }

  @Test
  void rateZeroIsTheIdentity() {
    Sketch s = new Sketch();
    SDVariable x = s.input("x", 2, 3, 5);
    assertSame(x, Dropout.dropout(x, 0));
  }

  @Test
  void refusesRatesOutsideTheRange() {
    Sketch s = new Sketch();
    SDVariable x = s.input("x", 2, 3, 5);
    assertEquals(
        "rate must be in [0, 1), got 1.0; 0 turns it off",
        assertThrows(IllegalArgumentException.class, () -> Dropout.dropout(x, 1)).getMessage());
    assertThrows(IllegalArgumentException.class, () -> Dropout.dropout(x, -0.1));
    assertThrows(IllegalArgumentException.class, () -> Dropout.dropout(x, Double.NaN));
  }
}
