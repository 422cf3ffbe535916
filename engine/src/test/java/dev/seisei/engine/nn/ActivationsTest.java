package dev.seisei.engine.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;

class ActivationsTest {
  private static final double[] POINTS = {-30, -4, -1.5, -0.7, -1e-3, 0, 0.2, 0.9, 1, 2.5, 6, 40};

  private static void check(
      UnaryOperator<SDVariable> function, DoubleUnaryOperator formula, double tolerance) {
    Sketch s = new Sketch();
    SDVariable y = function.apply(s.input("x", POINTS, 2, 3, 4));
    assertArrayEquals(Arrays.stream(POINTS).map(formula).toArray(), s.run(y), tolerance);
  }

  @Test
  void geluTanhIsTheApproximation() {
    check(
        Activations::geluTanh,
        x -> 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * Math.pow(x, 3)))),
        1e-13);
  }
}
