package dev.seisei.engine.nn;

import dev.seisei.engine.samediff.Annotations;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Batch normalisation: each channel is normalised over the batch and all positions in training, by
 * running statistics in inference.
 *
 * <p>Source: Ioffe and Szegedy, 2015, arXiv 1502.03167, algorithms 1 and 2.
 */
public final class BatchNorm {
  private static final double MOMENTUM = 0.1;
  private static final double EPSILON = 1e-5;

  private BatchNorm() {}

  /**
   * A layer with a momentum of 0.1 and an epsilon of 1e-5. Its parameters are {@code gain} and
   * {@code shift}; its running statistics, {@code mean} and {@code variance}, are states in
   * training and parameters in inference.
   *
   * @param x [N, C, ...], of rank 2 or more
   * @param channels C
   * @return the shape of x
   */
  public static SDVariable layer(Params own, SDVariable x, int channels, boolean training) {
    return layer(
        own,
        x,
        channels,
        own.parameter("gain", Initializers.ones(), channels),
        own.parameter("shift", Initializers.zeros(), channels),
        training);
  }

  /**
   * A layer whose gain and shift come from elsewhere: {@link #layer(Params, SDVariable, int,
   * boolean)}.
   *
   * @param gain [C]
   * @param shift [C]
   */
  public static SDVariable layer(
      Params own, SDVariable x, int channels, SDVariable gain, SDVariable shift, boolean training) {
    Initializer zeros = Initializers.zeros();
    Initializer ones = Initializers.ones();
    if (training) {
      SDVariable mean = own.state("mean", zeros, channels);
      SDVariable variance = own.state("variance", ones, channels);
      return training(x, gain, shift, mean, variance, MOMENTUM, EPSILON);
    }
    SDVariable mean = own.parameter("mean", zeros, channels);
    SDVariable variance = own.parameter("variance", ones, channels);
    return inference(x, gain, shift, mean, variance, EPSILON);
  }

  /**
   * For training: y = gain·(x − mean) / √(variance + epsilon) + shift, with the batch's mean and
   * biased variance. Moves the running statistics towards the batch's: running ← (1 −
   * momentum)·running + momentum·batch, with the unbiased variance, as PyTorch does.
   *
   * @param x [N, C, ...], of rank 2 or more; more than one element a channel
   * @param gain [C]
   * @param shift [C]
   * @param runningMean [C], a state
   * @param runningVariance [C], a state
   * @param momentum the share of the new batch, in [0, 1]; 0.1 is usual
   * @param epsilon in [0, 1); 1e-5 is usual
   * @return the shape of x
   * @throws IllegalArgumentException if momentum or epsilon is out of range, or the running
   *     statistics are not states or are updated already
   */
  public static SDVariable training(
      SDVariable x,
      SDVariable gain,
      SDVariable shift,
      SDVariable runningMean,
      SDVariable runningVariance,
      double momentum,
      double epsilon) {
    Training result = compute(x, gain, shift, runningMean, runningVariance, momentum, epsilon);
    Annotations.update(runningMean, result.mean);
    Annotations.update(runningVariance, result.variance);
    return result.y;
  }

  /** The result, and the new running statistics. */
  record Training(SDVariable y, SDVariable mean, SDVariable variance) {}

  static Training compute(
      SDVariable x,
      SDVariable gain,
      SDVariable shift,
      SDVariable runningMean,
      SDVariable runningVariance,
      double momentum,
      double epsilon) {
    Require.epsilon(epsilon);
    Require.that(
        momentum >= 0 && momentum <= 1,
        "momentum must be in [0, 1], got " + momentum + "; 0.1 is usual");
    List<SDVariable> results =
        Annotations.composite(
            Composites.BATCH_NORM,
            Map.of("epsilon", epsilon),
            List.of(x, gain, shift),
            () -> normalizeByBatch(x, gain, shift, epsilon));
    SDVariable unbiased = results.get(2).mul(besselCorrection(x));
    return new Training(
        results.get(0),
        runningMean.mul(1 - momentum).add(results.get(1).mul(momentum)),
        runningVariance.mul(1 - momentum).add(unbiased.mul(momentum)));
  }

  /** The result, and the batch's mean and biased variance, [C] each. */
  private static List<SDVariable> normalizeByBatch(
      SDVariable x, SDVariable gain, SDVariable shift, double epsilon) {
    SDVariable flat = flatten(x);
    SDVariable mean = flat.mean(true, 0, 2);
    SDVariable centred = flat.sub(mean);
    SDVariable variance = centred.mul(centred).mean(true, 0, 2);
    SDVariable y =
        centred
            .mul(x.getSameDiff().math().rsqrt(variance.add(epsilon)))
            .mul(channels(gain))
            .add(channels(shift));
    return List.of(Shapes.reshape(y, x.shape()), mean.reshape(-1), variance.reshape(-1));
  }

  /** n / (n − 1), with n the number of elements of a channel. */
  private static SDVariable besselCorrection(SDVariable x) {
    SDVariable flat = flatten(x);
    SDVariable n = Shapes.extent(flat, 0).mul(Shapes.extent(flat, 2)).castTo(x.dataType());
    return n.div(n.sub(1));
  }

  /**
   * For inference: y = gain·(x − mean) / √(variance + epsilon) + shift, with given statistics.
   *
   * @param x [N, C, ...], of rank 2 or more
   * @param gain [C]
   * @param shift [C]
   * @param mean [C]
   * @param variance [C]
   * @param epsilon in [0, 1)
   * @return the shape of x
   * @throws IllegalArgumentException if epsilon is outside [0, 1)
   */
  public static SDVariable inference(
      SDVariable x,
      SDVariable gain,
      SDVariable shift,
      SDVariable mean,
      SDVariable variance,
      double epsilon) {
    Require.epsilon(epsilon);
    return Annotations.composite(
        Composites.BATCH_NORM_INFERENCE,
        Map.of("epsilon", epsilon),
        new SDVariable[] {x, gain, shift, mean, variance},
        () -> {
          SDVariable factor = gain.mul(x.getSameDiff().math().rsqrt(variance.add(epsilon)));
          SDVariable y = flatten(x).sub(channels(mean)).mul(channels(factor)).add(channels(shift));
          return Shapes.reshape(y, x.shape());
        });
  }

  /** [N, C, ...] → [N, C, rest]. */
  private static SDVariable flatten(SDVariable x) {
    SameDiff graph = x.getSameDiff();
    return Shapes.reshape(x, Shapes.extents(x, 0, 2), Shapes.of(graph, -1));
  }

  private static SDVariable channels(SDVariable vector) {
    return vector.reshape(1, -1, 1);
  }
}
