package dev.seisei.engine.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;

class CrossEntropyTest {
  private static double[] logProbabilities(double[] z, int row, int classes) {
    double total = 0;
    for (int k = 0; k < classes; k++) {
      total += Math.exp(z[row * classes + k]);
    }
    double[] result = new double[classes];
    for (int k = 0; k < classes; k++) {
      result[k] = Math.log(Math.exp(z[row * classes + k]) / total);
    }
    return result;
  }

  @Test
  void denseWeighsTheLogProbabilities() {
    Sketch s = new Sketch();
    double[] labels = {0.2, 0.3, 0.5, 0, 1, 0};
    SDVariable loss = CrossEntropy.dense(s.input("z", 1, 2, 3), s.input("labels", labels, 1, 2, 3));
    double[] expected = new double[2];
    for (int n = 0; n < 2; n++) {
      double[] log = logProbabilities(Sketch.wave("z", 6), n, 3);
      for (int k = 0; k < 3; k++) {
        expected[n] -= labels[n * 3 + k] * log[k];
      }
    }
    assertArrayEquals(expected, s.run(loss), 1e-14);
  }

  @Test
  void equalLogitsCostTheLogarithmOfTheClasses() {
    Sketch s = new Sketch();
    SDVariable loss =
        CrossEntropy.sparse(
            s.input("z", new double[7], 1, 1, 7), s.integers("y", new int[] {3}, 1, 1), 7);
    assertArrayEquals(new double[] {Math.log(7)}, s.run(loss), 1e-14);
  }

  @Test
  void largeLogitsDoNotOverflow() {
    Sketch s = new Sketch();
    SDVariable loss =
        CrossEntropy.sparse(
            s.input("z", new double[] {1e4, 0, 0, 1e4}, 1, 2, 2),
            s.integers("y", new int[] {0, 0}, 1, 2),
            2);
    assertArrayEquals(new double[] {0, 1e4}, s.run(loss), 1e-9);
  }

  private static void sparse(int[] labels, @Nullable Integer ignored, double smoothing) {
    int rows = labels.length;
    int classes = 5;
    Sketch s = new Sketch();
    SDVariable loss =
        CrossEntropy.sparse(
            s.input("z", 1, rows, classes),
            s.integers("y", labels, 1, rows),
            classes,
            ignored,
            smoothing);
    double[] expected = new double[rows];
    for (int n = 0; n < rows; n++) {
      if (ignored != null && labels[n] == ignored) {
        continue;
      }
      double[] log = logProbabilities(Sketch.wave("z", rows * classes), n, classes);
      for (int k = 0; k < classes; k++) {
        double target = (k == labels[n] ? 1 - smoothing : 0) + smoothing / classes;
        expected[n] -= target * log[k];
      }
    }
    assertArrayEquals(expected, s.run(loss), 1e-14);
    assertArrayEquals(new long[] {rows}, s.output(loss).shape());
  }

  @Test
  void sparsePicksTheLabel() {
    sparse(new int[] {4, 0, 2}, null, 0);
  }

  @Test
  void smoothingSpreadsTheLabelOverAllClasses() {
    sparse(new int[] {4, 0, 2}, null, 0.1);
  }

  @Test
  void ignoredRowsCostNothing() {
    sparse(new int[] {-100, 0, -100}, -100, 0);
    sparse(new int[] {3, 5, 1}, 5, 0.2);
  }

  @Test
  void refusesBadArguments() {
    Sketch s = new Sketch();
    SDVariable z = s.input("z", 1, 2, 3);
    SDVariable y = s.integers("y", new int[] {0, 1}, 1, 2);
    assertEquals(
        "ignored must be outside [0, 3), got 2; -100 is usual",
        assertThrows(IllegalArgumentException.class, () -> CrossEntropy.sparse(z, y, 3, 2, 0))
            .getMessage());
    assertEquals(
        "labels must be integers, got DOUBLE; cast them, or use dense",
        assertThrows(IllegalArgumentException.class, () -> CrossEntropy.sparse(z, z, 3))
            .getMessage());
    assertThrows(IllegalArgumentException.class, () -> CrossEntropy.sparse(z, y, 0));
    assertThrows(IllegalArgumentException.class, () -> CrossEntropy.sparse(z, y, 3, null, 1));
  }
}
