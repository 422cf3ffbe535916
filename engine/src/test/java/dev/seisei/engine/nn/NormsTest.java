package dev.seisei.engine.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;

class NormsTest {
  /** Standardises the elements of x at start, start + step … */
  private static void standardize(
      double[] x, double[] y, int start, int step, int count, double epsilon) {
    double mean = 0;
    for (int i = 0; i < count; i++) {
      mean += x[start + i * step] / count;
    }
    double variance = 0;
    for (int i = 0; i < count; i++) {
      variance += Math.pow(x[start + i * step] - mean, 2) / count;
    }
    for (int i = 0; i < count; i++) {
      y[start + i * step] = (x[start + i * step] - mean) / Math.sqrt(variance + epsilon);
    }
  }

  @Test
  void layerNormStandardisesTheLastAxis() {
    double[] x = Sketch.wave("x", 30);
    double[] plain = new double[30];
    for (int row = 0; row < 6; row++) {
      standardize(x, plain, row * 5, 1, 5, 0.01);
    }
    double[] gain = Sketch.wave("gain", 5);
    double[] shift = Sketch.wave("shift", 5);
    double[] scaled = new double[30];
    double[] shifted = new double[30];
    for (int i = 0; i < 30; i++) {
      scaled[i] = plain[i] * gain[i % 5];
      shifted[i] = scaled[i] + shift[i % 5];
    }
    Sketch s = new Sketch();
    SDVariable v = s.input("x", 2, 2, 3, 5);
    SDVariable g = s.variable("gain", 5);
    SDVariable b = s.variable("shift", 5);
    assertArrayEquals(plain, s.run(Norms.layerNorm(v, 0.01)), 1e-13);
    assertArrayEquals(scaled, s.run(Norms.layerNorm(v, g, 0.01)), 1e-13);
    assertArrayEquals(shifted, s.run(Norms.layerNorm(v, g, b, 0.01)), 1e-13);
  }

  @Test
  void refusesBadEpsilon() {
    Sketch s = new Sketch();
    SDVariable x = s.input("x", 2, 3, 5);
    assertEquals(
        "epsilon must be in [0, 1), got -1.0; 1e-5 is usual",
        assertThrows(IllegalArgumentException.class, () -> Norms.layerNorm(x, -1)).getMessage());
    assertThrows(IllegalArgumentException.class, () -> Norms.layerNorm(x, Double.NaN));
  }
}
