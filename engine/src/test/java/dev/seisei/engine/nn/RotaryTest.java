package dev.seisei.engine.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.autodiff.samediff.SDVariable;

class RotaryTest {
  private static final int HEADS = 3;
  private static final int TIME = 4;
  private static final int SIZE = 6;

  /** Turns pairs as complex numbers. */
  private static double[] loops(double[] x, double[] positions, Rotary.Pairing pairing) {
    double[] y = new double[x.length];
    for (int row = 0; row < x.length / SIZE; row++) {
      for (int i = 0; i < SIZE / 2; i++) {
        boolean interleaved = pairing == Rotary.Pairing.INTERLEAVED;
        int a = row * SIZE + (interleaved ? 2 * i : i);
        int b = row * SIZE + (interleaved ? 2 * i + 1 : i + SIZE / 2);
        double angle = positions[row % TIME] / Math.pow(100, 2.0 * i / SIZE);
        double radius = Math.hypot(x[a], x[b]);
        double turned = Math.atan2(x[b], x[a]) + angle;
        y[a] = radius * Math.cos(turned);
        y[b] = radius * Math.sin(turned);
      }
    }
    return y;
  }

  @ParameterizedTest
  @EnumSource
  void turnsPairsByTheirPosition(Rotary.Pairing pairing) {
    double[] positions = {0, 1, 7, 2.5};
    Sketch s = new Sketch();
    SDVariable y =
        Rotary.rotate(
            s.input("x", 3, 2, HEADS, TIME, SIZE),
            Rotary.angles(s.input("positions", positions, 1, TIME), Rotary.frequencies(SIZE, 100)),
            pairing);
    double[] x = Sketch.wave("x", 2 * HEADS * TIME * SIZE);
    assertArrayEquals(loops(x, positions, pairing), s.run(y), 1e-12);
    assertArrayEquals(new long[] {2, HEADS, TIME, SIZE}, s.output(y).shape());
  }

  @Test
  void positionsMayDifferBetweenExamples() {
    double[] positions = {0, 1, 7, 2.5, 3, 4, 5, 6};
    Sketch s = new Sketch();
    Rotary.Angles angles =
        Rotary.angles(
            s.input("positions", positions, 1, 2, 1, TIME), Rotary.frequencies(SIZE, 100));
    SDVariable y =
        Rotary.rotate(s.input("x", 3, 2, 1, TIME, SIZE), angles, Rotary.Pairing.INTERLEAVED);
    double[] x = Sketch.wave("x", 2 * TIME * SIZE);
    double[] expected = new double[x.length];
    for (int n = 0; n < 2; n++) {
      double[] example = new double[TIME * SIZE];
      System.arraycopy(x, n * TIME * SIZE, example, 0, example.length);
      double[] own = {
        positions[n * 4], positions[n * 4 + 1], positions[n * 4 + 2], positions[n * 4 + 3]
      };
      System.arraycopy(
          loops(example, own, Rotary.Pairing.INTERLEAVED),
          0,
          expected,
          n * TIME * SIZE,
          example.length);
    }
    assertArrayEquals(expected, s.run(y), 1e-12);
  }

  @Test
  void frequenciesFallGeometrically() {
    assertArrayEquals(new double[] {1, 0.1, 0.01, 0.001}, Rotary.frequencies(8, 10000), 1e-15);
  }

  @Test
  void refusesBadArguments() {
    assertEquals(
        "size must be > 0 and even, got 5",
        assertThrows(IllegalArgumentException.class, () -> Rotary.frequencies(5, 10000))
            .getMessage());
    assertThrows(IllegalArgumentException.class, () -> Rotary.frequencies(4, 1));
    Sketch s = new Sketch();
    SDVariable ids = s.integers("ids", new int[] {1, 2}, 1, 2);
    assertThrows(IllegalArgumentException.class, () -> Rotary.angles(ids, new double[] {1}));
  }
}
