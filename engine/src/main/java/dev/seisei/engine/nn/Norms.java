package dev.seisei.engine.nn;

import dev.seisei.engine.op.CompositeType;
import dev.seisei.engine.samediff.Annotations;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.nd4j.autodiff.samediff.SDVariable;

/** Normalisation of each example by itself; {@link BatchNorm} normalises over the batch. */
public final class Norms {
  private Norms() {}

  /**
   * Layer normalisation over the last axis: y = (x − mean) / √(variance + epsilon), with the biased
   * variance.
   *
   * <p>Source: Ba, Kiros and Hinton, 2016, arXiv 1607.06450, equation 3.
   *
   * @param x [..., d]
   * @param epsilon in [0, 1); 1e-5 is usual
   * @return the shape of x
   * @throws IllegalArgumentException if epsilon is outside [0, 1)
   */
  public static SDVariable layerNorm(SDVariable x, double epsilon) {
    return norm(Composites.LAYER_NORM, epsilon, () -> standardize(x, epsilon), x);
  }

  /**
   * Layer normalisation with a gain: {@link #layerNorm(SDVariable, double)}, times gain.
   *
   * @param x [..., d]
   * @param gain [d]
   * @param epsilon in [0, 1)
   * @return the shape of x
   * @throws IllegalArgumentException if epsilon is outside [0, 1)
   */
  public static SDVariable layerNorm(SDVariable x, SDVariable gain, double epsilon) {
    return norm(Composites.LAYER_NORM, epsilon, () -> standardize(x, epsilon).mul(gain), x, gain);
  }

  /**
   * Layer normalisation with gain and shift: {@link #layerNorm(SDVariable, double)}, times gain,
   * plus shift.
   *
   * @param x [..., d]
   * @param gain [d]
   * @param shift [d]
   * @param epsilon in [0, 1)
   * @return the shape of x
   * @throws IllegalArgumentException if epsilon is outside [0, 1)
   */
  public static SDVariable layerNorm(
      SDVariable x, SDVariable gain, SDVariable shift, double epsilon) {
    return norm(
        Composites.LAYER_NORM,
        epsilon,
        () -> standardize(x, epsilon).mul(gain).add(shift),
        x,
        gain,
        shift);
  }

  /**
   * Root mean square normalisation over the last axis: y = x / √(mean(x²) + epsilon).
   *
   * <p>Source: Zhang and Sennrich, 2019, arXiv 1910.07467, equation 4. Differs from the paper: has
   * an epsilon, inside the root, as Llama has.
   *
   * @param x [..., d]
   * @param epsilon in [0, 1); 1e-5 and 1e-6 are usual
   * @return the shape of x
   * @throws IllegalArgumentException if epsilon is outside [0, 1)
   */
  public static SDVariable rmsNorm(SDVariable x, double epsilon) {
    return norm(Composites.RMS_NORM, epsilon, () -> overRootMeanSquare(x, epsilon), x);
  }

  /**
   * Root mean square normalisation with a gain: {@link #rmsNorm(SDVariable, double)}, times gain.
   *
   * @param x [..., d]
   * @param gain [d]
   * @param epsilon in [0, 1)
   * @return the shape of x
   * @throws IllegalArgumentException if epsilon is outside [0, 1)
   */
  public static SDVariable rmsNorm(SDVariable x, SDVariable gain, double epsilon) {
    return norm(
        Composites.RMS_NORM, epsilon, () -> overRootMeanSquare(x, epsilon).mul(gain), x, gain);
  }

  /**
   * Group normalisation: the channels are divided into groups of neighbours, and each group of each
   * example is normalised, with the biased variance. With as many groups as channels this is
   * instance normalisation.
   *
   * <p>Source: Wu and He, 2018, arXiv 1803.08494, equations 1, 2 and 7.
   *
   * @param x [N, C, ...], of rank 2 or more
   * @param groups divides C
   * @param epsilon in [0, 1); 1e-5 and 1e-6 are usual
   * @return the shape of x
   * @throws IllegalArgumentException if groups is not positive, or epsilon is outside [0, 1)
   */
  public static SDVariable groupNorm(SDVariable x, int groups, double epsilon) {
    Require.positive("groups", groups);
    return norm(
        Composites.GROUP_NORM,
        epsilon,
        groups,
        () -> Shapes.reshape(standardizeGroups(x, groups, epsilon), x.shape()),
        x);
  }

  /**
   * Group normalisation with gain and shift: {@link #groupNorm(SDVariable, int, double)}, times
   * gain, plus shift.
   *
   * @param x [N, C, ...], of rank 2 or more
   * @param groups divides C
   * @param gain [C]
   * @param shift [C]
   * @param epsilon in [0, 1)
   * @return the shape of x
   * @throws IllegalArgumentException if groups is not positive, or epsilon is outside [0, 1)
   */
  public static SDVariable groupNorm(
      SDVariable x, int groups, SDVariable gain, SDVariable shift, double epsilon) {
    Require.positive("groups", groups);
    return norm(
        Composites.GROUP_NORM,
        epsilon,
        groups,
        () -> {
          SDVariable grouped = standardizeGroups(x, groups, epsilon);
          SDVariable y =
              Shapes.reshape(grouped, Shapes.extents(x, 0, 2), Shapes.of(x.getSameDiff(), -1))
                  .mul(gain.reshape(1, -1, 1))
                  .add(shift.reshape(1, -1, 1));
          return Shapes.reshape(y, x.shape());
        },
        x,
        gain,
        shift);
  }

  private static SDVariable norm(
      CompositeType type, double epsilon, Supplier<SDVariable> body, SDVariable... inputs) {
    return norm(type, epsilon, 0, body, inputs);
  }

  private static SDVariable norm(
      CompositeType type,
      double epsilon,
      int groups,
      Supplier<SDVariable> body,
      SDVariable... inputs) {
    Require.epsilon(epsilon);
    Map<String, Object> attributes = new HashMap<>(Map.of("epsilon", epsilon));
    if (groups > 0) {
      attributes.put("groups", groups);
    }
    return Annotations.composite(type, attributes, inputs, body);
  }

  /** [N, C, ...] → [N, G, rest], with zero mean and unit variance along the last axis. */
  private static SDVariable standardizeGroups(SDVariable x, int groups, double epsilon) {
    return standardize(
        Shapes.reshape(x, Shapes.extents(x, 0, 1), Shapes.of(x.getSameDiff(), groups, -1)),
        epsilon);
  }

  /** Zero mean, unit variance along the last axis. */
  private static SDVariable standardize(SDVariable x, double epsilon) {
    return overRootMeanSquare(x.sub(Functions.lastMean(x)), epsilon);
  }

  private static SDVariable overRootMeanSquare(SDVariable x, double epsilon) {
    SDVariable meanSquare = Functions.lastMean(x.mul(x));
    return x.mul(x.getSameDiff().math().rsqrt(meanSquare.add(epsilon)));
  }
}
