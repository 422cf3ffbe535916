package dev.seisei.engine.nn;

import dev.seisei.engine.op.Random;
import dev.seisei.engine.samediff.Annotations;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;

/** Dropout: noise in training that keeps features from relying on each other. */
public final class Dropout {
  private Dropout() {}

  /**
   * Sets each element to zero with probability rate, and divides the others by 1 − rate. For
   * training graphs; a graph for inference leaves it out.
   *
   * <p>Source: Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov, 2014, JMLR 15. Differs
   * from the paper: scales in training, not in inference ("inverted").
   *
   * @param x any shape
   * @param rate in [0, 1); with 0 this is x itself
   * @return the shape of x
   * @throws IllegalArgumentException if the rate is outside [0, 1)
   */
  public static SDVariable dropout(SDVariable x, double rate) {
    Require.rate("rate", rate);
    return rate == 0 ? x : dropout(x, Annotations.random(Random.Distribution.UNIFORM, x), rate);
  }

  /**
   * {@link #dropout(SDVariable, double)} with noise that is given: an element is kept where its
   * noise is at least the rate.
   *
   * @param x any shape
   * @param noise the shape of x, uniform on [0, 1)
   * @param rate in [0, 1)
   * @return the shape of x
   * @throws IllegalArgumentException if the rate is outside [0, 1)
   */
  public static SDVariable dropout(SDVariable x, SDVariable noise, double rate) {
    Require.rate("rate", rate);
    return Annotations.composite(
        Composites.DROPOUT,
        Map.of("rate", rate),
        new SDVariable[] {x, noise},
        () -> x.mul(mask(noise, rate)));
  }

  /** 0 where the noise is below the rate, 1/(1 − rate) elsewhere. */
  static SDVariable mask(SDVariable noise, double rate) {
    return Annotations.composite(
        Composites.DROPOUT_MASK,
        Map.of("rate", rate),
        new SDVariable[] {noise},
        () -> noise.gte(rate).castTo(noise.dataType()).mul(1 / (1 - rate)));
  }
}
