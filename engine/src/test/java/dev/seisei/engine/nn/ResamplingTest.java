package dev.seisei.engine.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;

class ResamplingTest {
  private static final int HEIGHT = 3;
  private static final int WIDTH = 2;

  private static double pixel(double[] x, int plane, double row, double column) {
    double r = Math.max(0, Math.min(HEIGHT - 1, row));
    double c = Math.max(0, Math.min(WIDTH - 1, column));
    int top = (int) Math.floor(r);
    int left = (int) Math.floor(c);
    int bottom = Math.min(top + 1, HEIGHT - 1);
    int right = Math.min(left + 1, WIDTH - 1);
    int base = plane * HEIGHT * WIDTH;
    double above =
        (1 - c + left) * x[base + top * WIDTH + left] + (c - left) * x[base + top * WIDTH + right];
    double below =
        (1 - c + left) * x[base + bottom * WIDTH + left]
            + (c - left) * x[base + bottom * WIDTH + right];
    return (1 - r + top) * above + (r - top) * below;
  }

  @Test
  void nearestRepeatsPixels() {
    for (int factor = 1; factor <= 3; factor++) {
      Sketch s = new Sketch();
      SDVariable y =
          Resampling.nearest(s.input("x", 1, 2, 3, HEIGHT, WIDTH), 3, HEIGHT, WIDTH, factor);
      double[] x = Sketch.wave("x", 6 * HEIGHT * WIDTH);
      int tall = factor * HEIGHT;
      int wide = factor * WIDTH;
      double[] expected = new double[6 * tall * wide];
      for (int i = 0; i < expected.length; i++) {
        int row = i / wide % tall / factor;
        int column = i % wide / factor;
        expected[i] = x[i / (tall * wide) * HEIGHT * WIDTH + row * WIDTH + column];
      }
      assertArrayEquals(expected, s.run(y), 0);
      assertArrayEquals(new long[] {2, 3, tall, wide}, s.output(y).shape());
    }
  }

  @Test
  void bilinearInterpolatesBetweenCentres() {
    for (int factor = 2; factor <= 4; factor++) {
      Sketch s = new Sketch();
      SDVariable y =
          Resampling.bilinear(s.input("x", 1, 2, 3, HEIGHT, WIDTH), 3, HEIGHT, WIDTH, factor);
      double[] x = Sketch.wave("x", 6 * HEIGHT * WIDTH);
      int tall = factor * HEIGHT;
      int wide = factor * WIDTH;
      double[] expected = new double[6 * tall * wide];
      for (int i = 0; i < expected.length; i++) {
        double row = (i / wide % tall + 0.5) / factor - 0.5;
        double column = (i % wide + 0.5) / factor - 0.5;
        expected[i] = pixel(x, i / (tall * wide), row, column);
      }
      assertArrayEquals(expected, s.run(y), 1e-14);
      assertArrayEquals(new long[] {2, 3, tall, wide}, s.output(y).shape());
    }
  }

  /**
   * By torch.nn.functional.interpolate(…, scale_factor=2, mode="bilinear"), on [[0, 1], [2, 3]].
   */
  @Test
  void bilinearAgreesWithPyTorch() {
    Sketch s = new Sketch();
    SDVariable y =
        Resampling.bilinear(s.input("x", new double[] {1, 2, 3, 4}, 1, 1, 1, 2, 2), 1, 2, 2, 2);
    double[] expected = {
      1, 1.25, 1.75, 2, 1.5, 1.75, 2.25, 2.5, 2.5, 2.75, 3.25, 3.5, 3, 3.25, 3.75, 4
    };
    assertArrayEquals(expected, s.run(y), 1e-15);
  }

  @Test
  void factorOneIsTheIdentity() {
    Sketch s = new Sketch();
    SDVariable x = s.input("x", 1, 2, 3, HEIGHT, WIDTH);
    assertSame(x, Resampling.bilinear(x, 3, HEIGHT, WIDTH, 1));
  }

  @Test
  void refusesBadArguments() {
    Sketch s = new Sketch();
    SDVariable x = s.input("x", 1, 2, 3, HEIGHT, WIDTH);
    assertEquals(
        "factor must be > 0, got 0",
        assertThrows(
                IllegalArgumentException.class, () -> Resampling.nearest(x, 3, HEIGHT, WIDTH, 0))
            .getMessage());
    assertThrows(IllegalArgumentException.class, () -> Resampling.bilinear(x, 0, HEIGHT, WIDTH, 2));
  }
}
