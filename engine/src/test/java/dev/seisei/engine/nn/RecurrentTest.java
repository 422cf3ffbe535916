package dev.seisei.engine.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.autodiff.samediff.SDVariable;

class RecurrentTest {
  private static final int BATCH = 3;
  private static final int FEATURES = 4;
  private static final int UNITS = 5;
  private static final double[] MASK = {1, 1, 1, 1, 1, 1, 0, 0, 0, 1, 0, 1};

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  /** Row {@code row} of a, of the given width, by column {@code column} of b. */
  private static double product(
      double[] a, int row, int width, double[] b, int columns, int column) {
    double sum = 0;
    for (int i = 0; i < width; i++) {
      sum += a[row * width + i] * b[i * columns + column];
    }
    return sum;
  }

  private static double[] lstmLoops(int steps, boolean initial, boolean masked) {
    int width = 4 * UNITS;
    double[] x = Sketch.wave("x", BATCH * steps * FEATURES);
    double[] wx = Sketch.wave("wx", FEATURES * width);
    double[] wh = Sketch.wave("wh", UNITS * width);
    double[] b = Sketch.wave("b", width);
    double[] h = initial ? Sketch.wave("h0", BATCH * UNITS) : new double[BATCH * UNITS];
    double[] c = initial ? Sketch.wave("c0", BATCH * UNITS) : new double[BATCH * UNITS];
    double[] outputs = new double[BATCH * steps * UNITS];
    for (int t = 0; t < steps; t++) {
      double[] next = h.clone();
      for (int n = 0; n < BATCH; n++) {
        for (int u = 0; u < UNITS; u++) {
          double[] gate = new double[4];
          for (int g = 0; g < 4; g++) {
            int column = g * UNITS + u;
            gate[g] =
                product(x, n * steps + t, FEATURES, wx, width, column)
                    + product(h, n, UNITS, wh, width, column)
                    + b[column];
          }
          if (!masked || MASK[n * steps + t] == 1) {
            c[n * UNITS + u] =
                sigmoid(gate[1]) * c[n * UNITS + u] + sigmoid(gate[0]) * Math.tanh(gate[2]);
            next[n * UNITS + u] = sigmoid(gate[3]) * Math.tanh(c[n * UNITS + u]);
          }
          outputs[(n * steps + t) * UNITS + u] = next[n * UNITS + u];
        }
      }
      h = next;
    }
    return concat(outputs, h, c);
  }

  private static double[] concat(double[]... parts) {
    return Arrays.stream(parts).flatMapToDouble(Arrays::stream).toArray();
  }

  private static void lstm(int steps, boolean initial, boolean masked) {
    Sketch s = new Sketch();
    Recurrent.LstmResult result =
        Recurrent.lstm(
            s.input("x", 1, BATCH, steps, FEATURES),
            steps,
            new Recurrent.LstmWeights(
                s.variable("wx", FEATURES, 4 * UNITS),
                s.variable("wh", UNITS, 4 * UNITS),
                s.variable("b", 4 * UNITS)),
            initial
                ? new Recurrent.LstmState(
                    s.input("h0", 1, BATCH, UNITS), s.input("c0", 1, BATCH, UNITS))
                : null,
            masked ? s.input("mask", Arrays.copyOf(MASK, BATCH * steps), 1, BATCH, steps) : null);
    double[] found =
        concat(s.run(result.outputs()), s.run(result.last().hidden()), s.run(result.last().cell()));
    assertArrayEquals(lstmLoops(steps, initial, masked), found, 1e-11);
    assertArrayEquals(new long[] {BATCH, steps, UNITS}, s.output(result.outputs()).shape());
  }

  @Test
  void lstmCarriesHiddenStateAndCell() {
    lstm(4, true, false);
    lstm(1, true, false);
  }

  @Test
  void lstmStartsFromZeros() {
    lstm(4, false, false);
    lstm(1, false, false);
  }

  @Test
  void lstmKeepsItsStateWhereMasked() {
    lstm(4, true, true);
    lstm(4, false, true);
  }

  private static double[] gruLoops(
      int steps, Recurrent.Reset reset, boolean initial, boolean masked) {
    int width = 3 * UNITS;
    double[] x = Sketch.wave("x", BATCH * steps * FEATURES);
    double[] wx = Sketch.wave("wx", FEATURES * width);
    double[] wh = Sketch.wave("wh", UNITS * width);
    double[] bx = Sketch.wave("bx", width);
    double[] bh = Sketch.wave("bh", width);
    double[] h = initial ? Sketch.wave("h0", BATCH * UNITS) : new double[BATCH * UNITS];
    double[] outputs = new double[BATCH * steps * UNITS];
    for (int t = 0; t < steps; t++) {
      double[][] fromInput = new double[BATCH][width];
      double[][] fromState = new double[BATCH][width];
      double[] resetState = new double[BATCH * UNITS];
      for (int n = 0; n < BATCH; n++) {
        for (int j = 0; j < width; j++) {
          fromInput[n][j] = product(x, n * steps + t, FEATURES, wx, width, j) + bx[j];
          fromState[n][j] = product(h, n, UNITS, wh, width, j) + bh[j];
        }
        for (int u = 0; u < UNITS; u++) {
          resetState[n * UNITS + u] = sigmoid(fromInput[n][u] + fromState[n][u]) * h[n * UNITS + u];
        }
      }
      double[] next = h.clone();
      for (int n = 0; n < BATCH; n++) {
        for (int u = 0; u < UNITS; u++) {
          double r = sigmoid(fromInput[n][u] + fromState[n][u]);
          double z = sigmoid(fromInput[n][UNITS + u] + fromState[n][UNITS + u]);
          int column = 2 * UNITS + u;
          double candidate =
              reset == Recurrent.Reset.AFTER
                  ? r * fromState[n][column]
                  : product(resetState, n, UNITS, wh, width, column) + bh[column];
          double proposal = Math.tanh(fromInput[n][column] + candidate);
          if (!masked || MASK[n * steps + t] == 1) {
            next[n * UNITS + u] = (1 - z) * proposal + z * h[n * UNITS + u];
          }
          outputs[(n * steps + t) * UNITS + u] = next[n * UNITS + u];
        }
      }
      h = next;
    }
    return concat(outputs, h);
  }

  private static void gru(int steps, Recurrent.Reset reset, boolean initial, boolean masked) {
    Sketch s = new Sketch();
    Recurrent.GruResult result =
        Recurrent.gru(
            s.input("x", 1, BATCH, steps, FEATURES),
            steps,
            new Recurrent.GruWeights(
                s.variable("wx", FEATURES, 3 * UNITS),
                s.variable("wh", UNITS, 3 * UNITS),
                s.variable("bx", 3 * UNITS),
                s.variable("bh", 3 * UNITS)),
            reset,
            initial ? s.input("h0", 1, BATCH, UNITS) : null,
            masked ? s.input("mask", Arrays.copyOf(MASK, BATCH * steps), 1, BATCH, steps) : null);
    assertArrayEquals(
        gruLoops(steps, reset, initial, masked),
        concat(s.run(result.outputs()), s.run(result.last())),
        1e-11);
    assertArrayEquals(new long[] {BATCH, steps, UNITS}, s.output(result.outputs()).shape());
  }

  @ParameterizedTest
  @EnumSource
  void gruCarriesItsState(Recurrent.Reset reset) {
    gru(4, reset, true, false);
    gru(1, reset, true, false);
  }

  @ParameterizedTest
  @EnumSource
  void gruStartsFromZeros(Recurrent.Reset reset) {
    gru(4, reset, false, false);
    gru(1, reset, false, false);
  }

  @ParameterizedTest
  @EnumSource
  void gruKeepsItsStateWhereMasked(Recurrent.Reset reset) {
    gru(4, reset, true, true);
    gru(4, reset, false, true);
  }

  @Test
  void refusesNoSteps() {
    Sketch s = new Sketch();
    SDVariable v = s.variable("v", 4, 4);
    assertEquals(
        "steps must be > 0, got 0",
        assertThrows(
                IllegalArgumentException.class,
                () -> Recurrent.lstm(v, 0, new Recurrent.LstmWeights(v, v, v), null, null))
            .getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () ->
            Recurrent.gru(
                v, 0, new Recurrent.GruWeights(v, v, v, v), Recurrent.Reset.AFTER, null, null));
  }
}
