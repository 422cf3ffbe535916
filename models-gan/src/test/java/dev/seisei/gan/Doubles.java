package dev.seisei.gan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.param.ParameterStore;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/** Gradients against finite differences, in double precision. */
public final class Doubles {
  private Doubles() {}

  /** The same parameters in double precision. */
  public static Map<String, Tensor> of(ParameterStore parameters) {
    Map<String, Tensor> doubles = new LinkedHashMap<>();
    for (String name : parameters.names()) {
      Tensor single = parameters.get(name);
      doubles.put(name, Tensor.of(single.toDoubles(), single.shape()));
    }
    return doubles;
  }

  public static double[] random(long seed, int count) {
    return new Random(seed).doubles(count).toArray();
  }

  /** Checks every tenth slope of a function. */
  public static void assertGradient(
      double[] at, double[] gradient, ToDoubleFunction<double[]> function) {
    double step = 1e-6;
    double largest = 0;
    for (int i = 0; i < at.length; i += 10) {
      double[] above = at.clone();
      double[] below = at.clone();
      above[i] += step;
      below[i] -= step;
      double slope = (function.applyAsDouble(above) - function.applyAsDouble(below)) / (2 * step);
      largest = Math.max(largest, Math.abs(slope));
      assertEquals(slope, gradient[i], 1e-8 + 1e-5 * Math.abs(slope), "element " + i);
    }
    assertTrue(largest > 1e-5, "all slopes are 0");
  }
}
