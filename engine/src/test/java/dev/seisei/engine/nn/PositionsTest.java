package dev.seisei.engine.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.autodiff.samediff.SDVariable;

class PositionsTest {
  private static final int SIZE = 6;

  private static double[] sinusoids(double[] positions, Positions.Layout layout) {
    double[] all = new double[positions.length * SIZE];
    for (int p = 0; p < positions.length; p++) {
      for (int i = 0; i < SIZE / 2; i++) {
        boolean pairs = layout == Positions.Layout.INTERLEAVED;
        double angle = positions[p] / Math.pow(10000, 2.0 * i / SIZE);
        all[p * SIZE + (pairs ? 2 * i : i)] = Math.sin(angle);
        all[p * SIZE + (pairs ? 2 * i + 1 : i + SIZE / 2)] = Math.cos(angle);
      }
    }
    return all;
  }

  @ParameterizedTest
  @EnumSource
  void sinesAndCosinesOfPositions(Positions.Layout layout) {
    double[] positions = {0, 1, 5, 2.5, -3, 700};
    Sketch s = new Sketch();
    SDVariable y =
        Positions.sinusoidal(s.input("positions", positions, 1, positions.length), SIZE, layout);
    assertArrayEquals(sinusoids(positions, layout), s.run(y), 1e-12);
    assertArrayEquals(new long[] {6, SIZE}, s.output(y).shape());
    SDVariable each = Positions.sinusoidal(s.input("each", positions, 1, 2, 3), SIZE, layout);
    assertArrayEquals(sinusoids(positions, layout), s.run(each), 1e-12);
    assertArrayEquals(new long[] {2, 3, SIZE}, s.output(each).shape());
  }

  @Test
  void slopesAreThoseOfThePaper() {
    assertArrayEquals(
        new double[] {
          1 / 2.0, 1 / 4.0, 1 / 8.0, 1 / 16.0, 1 / 32.0, 1 / 64.0, 1 / 128.0, 1 / 256.0
        },
        Positions.slopes(8),
        1e-15);
    assertArrayEquals(new double[] {1 / 256.0}, Positions.slopes(1), 1e-15);
    // Of twelve heads eight as above, and four between them: the odd ones of sixteen.
    double[] twelve = Positions.slopes(12);
    assertEquals(1 / 256.0, twelve[7], 1e-15);
    for (int i = 0; i < 4; i++) {
      assertEquals(Math.pow(2, -0.5 - i), twelve[8 + i], 1e-15);
    }
  }

  @Test
  void alibiFallsWithTheDistance() {
    Sketch s = new Sketch();
    SDVariable distances =
        Positions.distances(
            s.input("q", new double[] {3, 4}, 1, 2), s.input("k", new double[] {0, 2, 5}, 1, 3));
    SDVariable y = Positions.alibi(distances, 2);
    // Slopes of two heads: 1/16 and 1/256.
    double[] distance = {3, 1, 2, 4, 2, 1};
    double[] expected = new double[12];
    for (int i = 0; i < 6; i++) {
      expected[i] = -distance[i] / 16;
      expected[6 + i] = -distance[i] / 256;
    }
    assertArrayEquals(expected, s.run(y), 1e-12);
    assertArrayEquals(new long[] {2, 2, 3}, s.output(y).shape());
  }

  @Test
  void refusesBadArguments() {
    Sketch s = new Sketch();
    SDVariable positions = s.input("p", new double[] {0}, 1, 1);
    assertThrows(
        IllegalArgumentException.class,
        () -> Positions.sinusoidal(positions, 5, Positions.Layout.HALVES));
    assertThrows(IllegalArgumentException.class, () -> Positions.slopes(0));
  }
}
