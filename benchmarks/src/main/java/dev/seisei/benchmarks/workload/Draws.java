package dev.seisei.benchmarks.workload;

import dev.seisei.engine.memory.Tensor;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** What batches are drawn from: the same numbers for the same step, on every side. */
final class Draws {
  private final RandomGenerator random;

  Draws(int step) {
    random = new SplittableRandom(Training.SEED * 1_000_003 + step);
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  /** Standard normal numbers. */
  Tensor normal(long... shape) {
    float[] values = new float[Math.toIntExact(Tensor.elementsOf(shape))];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensor.of(values, shape);
  }

  /**
   * Pictures of plane waves, so that there is something to learn: each channel of each picture is ½
   * + ½·sin(a·i + b·j + c), with a and b of the picture and c of the channel.
   *
   * @return [count, channels, size, size], in [0, 1]
   */
  Tensor waves(int count, int channels, int size) {
    float[] values = new float[count * channels * size * size];
    int next = 0;
    for (int picture = 0; picture < count; picture++) {
      double down = random.nextDouble(-0.5, 0.5);
      double right = random.nextDouble(-0.5, 0.5);
      for (int channel = 0; channel < channels; channel++) {
        double phase = random.nextDouble(2 * Math.PI);
        for (int i = 0; i < size; i++) {
          for (int j = 0; j < size; j++) {
            values[next++] = (float) (0.5 + 0.5 * StrictMath.sin(down * i + right * j + phase));
          }
        }
      }
    }
    return Tensor.of(values, count, channels, size, size);
  }

  /** The same pictures, in [-1, 1]. */
  Tensor centredWaves(int count, int channels, int size) {
    Tensor waves = waves(count, channels, size);
    for (long i = 0; i < waves.elements(); i++) {
      waves.setDouble(i, 2 * waves.getDouble(i) - 1);
    }
    return waves;
  }
}
