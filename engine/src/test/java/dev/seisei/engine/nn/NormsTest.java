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
  void rmsNormDividesByTheRootMeanSquare() {
    double[] x = Sketch.wave("x", 30);
    double[] gain = Sketch.wave("gain", 5);
    double[] plain = new double[30];
    double[] scaled = new double[30];
    for (int row = 0; row < 6; row++) {
      double square = 0;
      for (int i = 0; i < 5; i++) {
        square += x[row * 5 + i] * x[row * 5 + i] / 5;
      }
      for (int i = 0; i < 5; i++) {
        plain[row * 5 + i] = x[row * 5 + i] / Math.sqrt(square + 0.01);
        scaled[row * 5 + i] = plain[row * 5 + i] * gain[i];
      }
    }
    Sketch s = new Sketch();
    SDVariable v = s.input("x", 2, 2, 3, 5);
    assertArrayEquals(plain, s.run(Norms.rmsNorm(v, 0.01)), 1e-13);
    assertArrayEquals(scaled, s.run(Norms.rmsNorm(v, s.variable("gain", 5), 0.01)), 1e-13);
  }

  @Test
  void groupNormStandardisesGroupsOfChannels() {
    int channels = 6;
    int pixels = 7;
    for (int groups : new int[] {1, 2, 6}) {
      int size = channels / groups * pixels;
      double[] x = Sketch.wave("x", 2 * channels * pixels);
      double[] gain = Sketch.wave("gain", channels);
      double[] shift = Sketch.wave("shift", channels);
      double[] plain = new double[x.length];
      for (int start = 0; start < x.length; start += size) {
        standardize(x, plain, start, 1, size, 0.01);
      }
      double[] full = new double[x.length];
      for (int i = 0; i < x.length; i++) {
        int c = i / pixels % channels;
        full[i] = plain[i] * gain[c] + shift[c];
      }
      Sketch s = new Sketch();
      SDVariable v = s.input("x", 3, 2, channels, pixels, 1);
      SDVariable y =
          Norms.groupNorm(
              v, groups, s.variable("gain", channels), s.variable("shift", channels), 0.01);
      assertArrayEquals(plain, s.run(Norms.groupNorm(v, groups, 0.01)), 1e-13);
      assertArrayEquals(full, s.run(y), 1e-13);
      assertArrayEquals(new long[] {2, channels, pixels, 1}, s.output(y).shape());
    }
  }

  @Test
  void groupNormTakesRowsWithoutPixels() {
    double[] x = Sketch.wave("x", 12);
    double[] expected = new double[12];
    for (int start = 0; start < 12; start += 3) {
      standardize(x, expected, start, 1, 3, 0.01);
    }
    Sketch s = new Sketch();
    assertArrayEquals(expected, s.run(Norms.groupNorm(s.input("x", 1, 2, 6), 2, 0.01)), 1e-13);
  }

  @Test
  void refusesBadEpsilon() {
    Sketch s = new Sketch();
    SDVariable x = s.input("x", 2, 3, 5);
    assertEquals(
        "epsilon must be in [0, 1), got -1.0; 1e-5 is usual",
        assertThrows(IllegalArgumentException.class, () -> Norms.layerNorm(x, -1)).getMessage());
    assertThrows(IllegalArgumentException.class, () -> Norms.layerNorm(x, Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> Norms.rmsNorm(x, 1));
    assertThrows(IllegalArgumentException.class, () -> Norms.groupNorm(x, 0, 1e-5));
  }
}
