package dev.seisei.engine.nn;

import dev.seisei.engine.op.CompositeType;
import dev.seisei.engine.samediff.Annotations;
import java.util.Map;
import java.util.function.Supplier;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Activation functions, element by element. Every x and every result has one shape, which is free.
 *
 * <p>SameDiff's own relu, tanh and sigmoid are right and are used as they are; these are the ones
 * that it lacks or has wrong.
 */
public final class Activations {
  private Activations() {}

  /**
   * The Gaussian error linear unit as most transformers have it: ½·x·(1 + tanh(√(2/π)·(x +
   * 0.044715·x³))).
   *
   * <p>Source: Hendrycks and Gimpel, 2016, arXiv 1606.08415, section 2.
   */
  public static SDVariable geluTanh(SDVariable x) {
    return activation(
        Composites.GELU_TANH,
        x,
        () -> {
          SDVariable inner = x.mul(x).mul(x).mul(0.044715).add(x).mul(Math.sqrt(2 / Math.PI));
          return x.mul(x.getSameDiff().math().tanh(inner).add(1).mul(0.5));
        });
  }

  private static SDVariable activation(
      CompositeType type, SDVariable x, Supplier<SDVariable> body) {
    return Annotations.composite(type, Map.of(), new SDVariable[] {x}, body);
  }
}
