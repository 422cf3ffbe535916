package dev.seisei.engine.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;

class SpectralNormTest {
  private static final int ROWS = 6;
  private static final int OUT = 5;

  /** Of the variable named w, as a matrix [6, 5]: by many power iterations. */
  static double[] rightSingularVector() {
    double[] u = Sketch.wave("u", OUT);
    for (int i = 0; i < 5000; i++) {
      u = right(left(u));
    }
    return u;
  }

  private static double[] left(double[] u) {
    double[] w = Sketch.wave("w", ROWS * OUT);
    double[] v = new double[ROWS];
    for (int i = 0; i < ROWS * OUT; i++) {
      v[i / OUT] += w[i] * u[i % OUT];
    }
    return normalize(v);
  }

  private static double[] right(double[] v) {
    double[] w = Sketch.wave("w", ROWS * OUT);
    double[] u = new double[OUT];
    for (int i = 0; i < ROWS * OUT; i++) {
      u[i % OUT] += w[i] * v[i / OUT];
    }
    return normalize(u);
  }

  private static double[] normalize(double[] x) {
    double length = Math.sqrt(Arrays.stream(x).map(e -> e * e).sum());
    return Arrays.stream(x).map(e -> e / length).toArray();
  }

  private static double[] divided(double[] v, double[] u) {
    double[] w = Sketch.wave("w", ROWS * OUT);
    double sigma = 0;
    for (int i = 0; i < ROWS * OUT; i++) {
      sigma += v[i / OUT] * w[i] * u[i % OUT];
    }
    double found = sigma;
    return Arrays.stream(w).map(e -> e / found).toArray();
  }

  @Test
  void trainingIteratesFromTheVectorKept() {
    double[] start = Sketch.wave("u", OUT);
    double[] v = left(start);
    double[] u = right(v);
    double[] secondV = left(u);
    double[] secondU = right(secondV);
    Sketch s = new Sketch();
    SDVariable w = s.variable("w", 2, 3, OUT);
    SDVariable state = s.state("u", start, OUT);
    List<SDVariable> once = SpectralNorm.divide(w, state, OUT, 1);
    assertArrayEquals(divided(v, u), s.run(once.get(0)), 1e-13);
    assertArrayEquals(u, s.run(once.get(1)), 1e-13);
    List<SDVariable> twice = SpectralNorm.divide(w, state, OUT, 2);
    assertArrayEquals(divided(secondV, secondU), s.run(twice.get(0)), 1e-13);
    assertArrayEquals(secondU, s.run(twice.get(1)), 1e-13);
    assertArrayEquals(new long[] {2, 3, OUT}, s.output(once.get(0)).shape());
  }

  @Test
  void onceConvergedTheLargestSingularValueIsOne() {
    double[] u = rightSingularVector();
    Sketch s = new Sketch();
    SDVariable y = SpectralNorm.inference(s.variable("w", ROWS, OUT), s.state("u", u, OUT), OUT);
    double[] normalized = s.run(y);
    // The largest eigenvalue of yᵀy is that of u, and no other direction is stretched further.
    double stretched = 0;
    for (int i = 0; i < ROWS; i++) {
      double sum = 0;
      for (int j = 0; j < OUT; j++) {
        sum += normalized[i * OUT + j] * u[j];
      }
      stretched += sum * sum;
    }
    assertEquals(1, stretched, 1e-12);
    assertArrayEquals(divided(left(u), u), normalized, 1e-13);
  }

  @Test
  void refusesBadArguments() {
    Sketch s = new Sketch();
    SDVariable w = s.variable("w", ROWS, OUT);
    SDVariable u = s.state("u", new double[OUT], OUT);
    assertEquals(
        "iterations must be > 0, got 0",
        assertThrows(IllegalArgumentException.class, () -> SpectralNorm.training(w, u, OUT, 0))
            .getMessage());
    assertThrows(IllegalArgumentException.class, () -> SpectralNorm.inference(w, u, 0));
  }
}
