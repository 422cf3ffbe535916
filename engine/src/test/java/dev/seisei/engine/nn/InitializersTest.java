package dev.seisei.engine.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class InitializersTest {
  private static float[] fill(Initializer initializer, long... shape) {
    float[] values = new float[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
    initializer.fill(values, shape, RandomGenerator.of("L64X128MixRandom"));
    return values;
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static double variance(float[] values) {
    double mean = mean(values);
    double sum = 0;
    for (float value : values) {
      sum += (value - mean) * (value - mean);
    }
    return sum / values.length;
  }

  private static double largest(float[] values) {
    double largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  /** 60 000 numbers: the variance is known to about 2 %, the mean to 1/200 of the deviation. */
  private static void moments(Initializer initializer, double variance, long... shape) {
    float[] values = fill(initializer, shape);
    assertEquals(0, mean(values), 6 * Math.sqrt(variance / values.length));
    assertEquals(1, variance(values) / variance, 0.04);
  }

  @Test
  void variancesFollowTheFans() {
    moments(Initializers.normal(0.3), 0.09, 200, 300);
    moments(Initializers.uniform(0.3), 0.03, 200, 300);
    moments(Initializers.kaimingUniform(1), 1.0 / 200, 200, 300);
    moments(Initializers.kaimingNormal(2), 4.0 / 200, 200, 300);
    moments(Initializers.xavierUniform(1), 2.0 / 500, 200, 300);
    moments(Initializers.xavierNormal(1), 2.0 / 500, 200, 300);
    // A kernel of 5×5 taps, 20 inputs, 120 outputs.
    moments(Initializers.kaimingNormal(1), 1.0 / 500, 5, 5, 20, 120);
    moments(Initializers.xavierNormal(1), 2.0 / 3500, 5, 5, 20, 120);
  }

  @Test
  void boundsHold() {
    float[] uniform = fill(Initializers.uniform(0.25), 10_000);
    assertTrue(largest(uniform) <= 0.25 && largest(uniform) > 0.249, "got " + largest(uniform));
    float[] truncated = fill(Initializers.truncatedNormal(0.5), 10_000);
    assertTrue(largest(truncated) <= 1 && largest(truncated) > 0.97, "got " + largest(truncated));
    assertEquals(0.7737 * 0.25, variance(truncated), 0.01);
  }

  @Test
  void normalHasTheTailsOfANormal() {
    float[] values = fill(Initializers.normal(1), 100_000);
    int beyond = 0;
    for (float value : values) {
      beyond += Math.abs(value) > 2 ? 1 : 0;
    }
    assertEquals(0.0455, beyond / 100_000.0, 0.004);
  }

  @Test
  void orthogonalHasOrthogonalRowsOrColumns() {
    for (long[] shape : new long[][] {{7, 20}, {20, 7}, {9, 9}, {2, 3, 3, 5}}) {
      int columns = (int) shape[shape.length - 1];
      float[] values = fill(Initializers.orthogonal(2), shape);
      int rows = values.length / columns;
      int count = Math.min(rows, columns);
      int along = rows < columns ? 1 : columns;
      int across = rows < columns ? columns : 1;
      for (int i = 0; i < count; i++) {
        for (int j = 0; j < count; j++) {
          double dot = 0;
          for (int k = 0; k < Math.max(rows, columns); k++) {
            dot += values[i * across + k * along] * values[j * across + k * along];
          }
          assertEquals(i == j ? 4 : 0, dot, 1e-5, Arrays.toString(shape));
        }
      }
    }
  }

  @Test
  void refusesWhatIsNoNumber() {
    assertEquals(
        "deviation must be a finite number, got NaN",
        assertThrows(IllegalArgumentException.class, () -> Initializers.normal(Double.NaN))
            .getMessage());
    assertThrows(
        IllegalArgumentException.class, () -> Initializers.orthogonal(Double.POSITIVE_INFINITY));
  }
}
