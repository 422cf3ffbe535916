package dev.seisei.engine.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;

class ProjectionsTest {
  private static final int IN = 5;
  private static final int OUT = 7;

  /** Rows of x by w, with strides that allow either order, plus b. */
  private static double[] loops(int rows, int inStride, int outStride, boolean bias) {
    double[] x = Sketch.wave("x", rows * IN);
    double[] w = Sketch.wave("w", IN * OUT);
    double[] b = bias ? Sketch.wave("b", OUT) : new double[OUT];
    double[] y = new double[rows * OUT];
    for (int r = 0; r < rows; r++) {
      for (int o = 0; o < OUT; o++) {
        y[r * OUT + o] = b[o];
        for (int i = 0; i < IN; i++) {
          y[r * OUT + o] += x[r * IN + i] * w[i * inStride + o * outStride];
        }
      }
    }
    return y;
  }

  @Test
  void linearMapsTheLastAxis() {
    Sketch s = new Sketch();
    SDVariable y = Projections.linear(s.input("x", 1, 3, IN), s.variable("w", IN, OUT));
    assertArrayEquals(loops(3, OUT, 1, false), s.run(y), 1e-13);
    assertArrayEquals(new long[] {3, OUT}, s.output(y).shape());
  }

  @Test
  void linearTakesAnyRankAndOpenShapes() {
    Sketch s = new Sketch();
    SDVariable y =
        Projections.linear(
            s.input("x", 3, 2, 3, 2, IN), s.variable("w", IN, OUT), s.variable("b", OUT));
    assertArrayEquals(loops(12, OUT, 1, true), s.run(y), 1e-13);
    assertArrayEquals(new long[] {2, 3, 2, OUT}, s.output(y).shape());
  }

  @Test
  void linearTransposedTakesTheWeightsTheOtherWay() {
    Sketch s = new Sketch();
    SDVariable y =
        Projections.linearTransposed(s.input("x", 2, 2, 3, IN), s.variable("w", OUT, IN));
    assertArrayEquals(loops(6, 1, IN, false), s.run(y), 1e-13);
    assertArrayEquals(new long[] {2, 3, OUT}, s.output(y).shape());
  }

  @Test
  void embeddingLooksUpRows() {
    Sketch s = new Sketch();
    double[] table = Sketch.wave("table", 12);
    SDVariable y =
        Projections.embedding(
            s.variable("table", 4, 3), s.integers("ids", new int[] {3, 0, 0, 2}, 1, 2, 2));
    double[] expected = new double[12];
    System.arraycopy(table, 9, expected, 0, 3);
    System.arraycopy(table, 0, expected, 3, 3);
    System.arraycopy(table, 0, expected, 6, 3);
    System.arraycopy(table, 6, expected, 9, 3);
    assertArrayEquals(expected, s.run(y), 0);
    assertArrayEquals(new long[] {2, 2, 3}, s.output(y).shape());
  }

  @Test
  void embeddingRefusesFloatingIds() {
    Sketch s = new Sketch();
    assertEquals(
        "ids must be integers, got DOUBLE; cast them",
        assertThrows(
                IllegalArgumentException.class,
                () -> Projections.embedding(s.variable("table", 4, 3), s.variable("ids", 2)))
            .getMessage());
  }
}
