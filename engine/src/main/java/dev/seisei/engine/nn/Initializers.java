package dev.seisei.engine.nn;

import java.util.Arrays;
import java.util.function.DoubleSupplier;
import java.util.random.RandomGenerator;

/**
 * The usual ways to initialise parameters.
 *
 * <p>Fans follow from the shape as the weights of {@link Projections} and {@link Convolutions} lie:
 * the last axis are the outputs, the one before it the inputs, and any before those the taps of a
 * kernel. For a matrix [in, out] the fan in is {@code in}. The weights of a transposed convolution
 * lie the other way: give their bound to {@link #uniform} or {@link #normal}.
 */
public final class Initializers {
  private Initializers() {}

  /** All 0. */
  public static Initializer zeros() {
    return constant(0);
  }

  /** All 1. */
  public static Initializer ones() {
    return constant(1);
  }

  /** All the same. */
  public static Initializer constant(double value) {
    Require.finite("value", value);
    return (values, shape, random) -> Arrays.fill(values, (float) value);
  }

  /**
   * Uniform between −bound and bound.
   *
   * @throws IllegalArgumentException if the bound is not finite
   */
  public static Initializer uniform(double bound) {
    Require.finite("bound", bound);
    return (values, shape, random) -> fill(values, () -> bound * (2 * random.nextDouble() - 1));
  }

  /**
   * Normal with mean 0.
   *
   * @param deviation the standard deviation; 0.02 is usual for transformers
   * @throws IllegalArgumentException if the deviation is not finite
   */
  public static Initializer normal(double deviation) {
    Require.finite("deviation", deviation);
    return (values, shape, random) -> fill(values, () -> deviation * gaussian(random));
  }

  /**
   * Normal with mean 0, drawn again beyond two deviations.
   *
   * @param deviation the standard deviation before the tails are cut, which leaves 0.88 of it
   * @throws IllegalArgumentException if the deviation is not finite
   */
  public static Initializer truncatedNormal(double deviation) {
    Require.finite("deviation", deviation);
    return (values, shape, random) ->
        fill(
            values,
            () -> {
              double drawn = gaussian(random);
              while (Math.abs(drawn) > 2) {
                drawn = gaussian(random);
              }
              return deviation * drawn;
            });
  }

  /**
   * Uniform with the variance gain² / fan in.
   *
   * <p>Source: He, Zhang, Ren and Sun, 2015, arXiv 1502.01852, equation 10, where the gain is √2.
   *
   * @param gain √2 before a ReLU, 1 before nothing; PyTorch's default for its layers is √⅓
   * @throws IllegalArgumentException if the gain is not finite
   */
  public static Initializer kaimingUniform(double gain) {
    Require.finite("gain", gain);
    return (values, shape, random) ->
        uniform(gain * Math.sqrt(3.0 / fanIn(shape))).fill(values, shape, random);
  }

  /**
   * Normal with the variance gain² / fan in.
   *
   * <p>Source: He, Zhang, Ren and Sun, 2015, arXiv 1502.01852, equation 10, where the gain is √2.
   *
   * @param gain √2 before a ReLU, 1 before nothing
   * @throws IllegalArgumentException if the gain is not finite
   */
  public static Initializer kaimingNormal(double gain) {
    Require.finite("gain", gain);
    return (values, shape, random) ->
        normal(gain / Math.sqrt(fanIn(shape))).fill(values, shape, random);
  }

  /**
   * Uniform with the variance 2·gain² / (fan in + fan out).
   *
   * <p>Source: Glorot and Bengio, 2010, "Understanding the difficulty of training deep feedforward
   * neural networks", equation 16, where the gain is 1.
   *
   * @throws IllegalArgumentException if the gain is not finite
   */
  public static Initializer xavierUniform(double gain) {
    Require.finite("gain", gain);
    return (values, shape, random) ->
        uniform(gain * Math.sqrt(6.0 / (fanIn(shape) + fanOut(shape)))).fill(values, shape, random);
  }

  /**
   * Normal with the variance 2·gain² / (fan in + fan out).
   *
   * <p>Source: Glorot and Bengio, 2010, equation 12.
   *
   * @throws IllegalArgumentException if the gain is not finite
   */
  public static Initializer xavierNormal(double gain) {
    Require.finite("gain", gain);
    return (values, shape, random) ->
        normal(gain * Math.sqrt(2.0 / (fanIn(shape) + fanOut(shape)))).fill(values, shape, random);
  }

  /**
   * A matrix with orthogonal rows or columns, whichever are fewer, of length gain; more than two
   * axes are seen as [all others, last].
   *
   * <p>Source: Saxe, McClelland and Ganguli, 2013, arXiv 1312.6120.
   *
   * @throws IllegalArgumentException if the gain is not finite
   */
  public static Initializer orthogonal(double gain) {
    Require.finite("gain", gain);
    return (values, shape, random) -> {
      int columns = Math.toIntExact(shape[shape.length - 1]);
      int rows = values.length / columns;
      int count = Math.min(rows, columns);
      double[][] basis = orthonormal(count, Math.max(rows, columns), random);
      for (int i = 0; i < values.length; i++) {
        int row = i / columns;
        int column = i % columns;
        values[i] = (float) (gain * (rows < columns ? basis[row][column] : basis[column][row]));
      }
    };
  }

  /** Vectors of unit length at right angles: normal ones, orthogonalised in turn. */
  private static double[][] orthonormal(int count, int size, RandomGenerator random) {
    double[][] basis = new double[count][size];
    for (int i = 0; i < count; i++) {
      double[] vector = basis[i];
      Arrays.setAll(vector, j -> gaussian(random));
      // Twice, because rounding leaves something of the others the first time.
      for (int pass = 0; pass < 2; pass++) {
        for (int k = 0; k < i; k++) {
          subtract(vector, basis[k], dot(vector, basis[k]));
        }
      }
      double length = Math.sqrt(dot(vector, vector));
      Arrays.setAll(vector, j -> vector[j] / length);
    }
    return basis;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static void subtract(double[] from, double[] direction, double factor) {
    for (int i = 0; i < from.length; i++) {
      from[i] -= factor * direction[i];
    }
  }

  private static void fill(float[] values, DoubleSupplier next) {
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) next.getAsDouble();
    }
  }

  /** By Box and Muller, in strict arithmetic: equal on every machine and every Java. */
  private static double gaussian(RandomGenerator random) {
    double radius = Math.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
    return radius * StrictMath.cos(2 * Math.PI * random.nextDouble());
  }

  private static double fanIn(long[] shape) {
    return taps(shape) * axisFromLast(shape, 2);
  }

  private static double fanOut(long[] shape) {
    return taps(shape) * axisFromLast(shape, 1);
  }

  private static double taps(long[] shape) {
    double taps = 1;
    for (int axis = 0; axis < shape.length - 2; axis++) {
      taps *= shape[axis];
    }
    return taps;
  }

  private static double axisFromLast(long[] shape, int offset) {
    return shape.length < offset ? 1 : shape[shape.length - offset];
  }
}
