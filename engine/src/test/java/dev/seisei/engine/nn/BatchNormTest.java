package dev.seisei.engine.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;

class BatchNormTest {
  private static final int BATCH = 4;
  private static final int CHANNELS = 3;

  private static void training(int... pixels) {
    int count = 1;
    long[] shape = new long[2 + pixels.length];
    shape[0] = BATCH;
    shape[1] = CHANNELS;
    for (int i = 0; i < pixels.length; i++) {
      count *= pixels[i];
      shape[2 + i] = pixels[i];
    }
    double[] x = Sketch.wave("x", BATCH * CHANNELS * count);
    double[] gain = Sketch.wave("gain", CHANNELS);
    double[] shift = Sketch.wave("shift", CHANNELS);
    double[] runningMean = {0.1, -0.2, 0.3};
    double[] runningVariance = {1, 2, 0.5};
    double[] y = new double[x.length];
    double[] newMean = new double[CHANNELS];
    double[] newVariance = new double[CHANNELS];
    int n = BATCH * count;
    for (int c = 0; c < CHANNELS; c++) {
      double mean = 0;
      double square = 0;
      for (int i = 0; i < x.length; i++) {
        mean += i / count % CHANNELS == c ? x[i] / n : 0;
      }
      for (int i = 0; i < x.length; i++) {
        square += i / count % CHANNELS == c ? (x[i] - mean) * (x[i] - mean) : 0;
      }
      for (int i = 0; i < x.length; i++) {
        if (i / count % CHANNELS == c) {
          y[i] = gain[c] * (x[i] - mean) / Math.sqrt(square / n + 0.01) + shift[c];
        }
      }
      newMean[c] = 0.7 * runningMean[c] + 0.3 * mean;
      newVariance[c] = 0.7 * runningVariance[c] + 0.3 * square / (n - 1);
    }
    Sketch s = new Sketch();
    BatchNorm.Training result =
        BatchNorm.compute(
            s.input("x", shape.length, shape),
            s.variable("gain", CHANNELS),
            s.variable("shift", CHANNELS),
            s.state("mean", runningMean, CHANNELS),
            s.state("variance", runningVariance, CHANNELS),
            0.3,
            0.01);
    assertArrayEquals(y, s.run(result.y()), 1e-13);
    assertArrayEquals(shape, s.output(result.y()).shape());
    assertArrayEquals(newMean, s.run(result.mean()), 1e-14);
    assertArrayEquals(newVariance, s.run(result.variance()), 1e-14);
  }

  @Test
  void trainingStandardisesEachChannelAndMovesTheStatistics() {
    training(2, 3);
    training(5);
    training();
  }

  @Test
  void inferenceUsesTheGivenStatistics() {
    Sketch s = new Sketch();
    SDVariable y =
        BatchNorm.inference(
            s.input("x", 4, 2, 3, 1, 2),
            s.variable("gain", 3),
            s.variable("shift", 3),
            s.state("mean", new double[] {0.1, -0.2, 0.3}, 3),
            s.state("variance", new double[] {1, 2, 0.5}, 3),
            0.01);
    double[] expected = Sketch.wave("x", 12);
    double[] mean = {0.1, -0.2, 0.3};
    double[] variance = {1, 2, 0.5};
    double[] gain = Sketch.wave("gain", 3);
    double[] shift = Sketch.wave("shift", 3);
    for (int i = 0; i < 12; i++) {
      int c = i / 2 % 3;
      expected[i] = gain[c] * (expected[i] - mean[c]) / Math.sqrt(variance[c] + 0.01) + shift[c];
    }
    assertArrayEquals(expected, s.run(y), 1e-13);
    assertArrayEquals(new long[] {2, 3, 1, 2}, s.output(y).shape());
  }

  @Test
  void refusesStatisticsThatAreNoStates() {
    Sketch s = new Sketch();
    SDVariable vector = s.variable("v", 3);
    SDVariable x = s.input("x", 2, 2, 3);
    assertEquals(
        "v is not a state; declare it one first",
        assertThrows(
                IllegalArgumentException.class,
                () -> BatchNorm.training(x, vector, vector, vector, vector, 0.1, 1e-5))
            .getMessage());
  }

  @Test
  void refusesBadMomentum() {
    Sketch s = new Sketch();
    SDVariable vector = s.state("v", new double[] {1, 2, 3}, 3);
    SDVariable x = s.input("x", 2, 2, 3);
    assertEquals(
        "momentum must be in [0, 1], got 1.5; 0.1 is usual",
        assertThrows(
                IllegalArgumentException.class,
                () -> BatchNorm.training(x, vector, vector, vector, vector, 1.5, 1e-5))
            .getMessage());
  }
}
