package dev.seisei.engine.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.function.BinaryOperator;
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

  @Test
  void geluWeighsByTheNormalDistribution() {
    // Φ by Simpson's rule from 0, where it is ½.
    check(
        Activations::gelu,
        x -> {
          double bound = Math.max(-9, Math.min(9, x));
          int steps = 2000;
          double sum = 0;
          for (int i = 0; i <= steps; i++) {
            double t = bound * i / steps;
            double weight = i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2;
            sum += weight * Math.exp(-t * t / 2);
          }
          return x * (0.5 + sum * bound / steps / 3 / Math.sqrt(2 * Math.PI));
        },
        1e-12);
  }

  @Test
  void siluWeighsByTheLogisticFunction() {
    check(Activations::silu, x -> x / (1 + Math.exp(-x)), 1e-13);
  }

  @Test
  void mishWeighsByTheTanhOfSoftplus() {
    check(Activations::mish, x -> x * Math.tanh(Math.log1p(Math.exp(x))), 1e-13);
  }

  @Test
  void softplusNeitherOverflowsNorVanishes() {
    check(Activations::softplus, x -> x > 30 ? x : Math.log1p(Math.exp(x)), 1e-13);
    Sketch s = new Sketch();
    SDVariable y = Activations.softplus(s.input("x", new double[] {-800, 39, 41, 800}, 1, 4));
    assertArrayEquals(new double[] {0, 39, 41, 800}, s.run(y), 1e-13);
  }

  @Test
  void leakyReluKeepsAShareBelowZero() {
    check(x -> Activations.leakyRelu(x, 0.2), x -> x > 0 ? x : 0.2 * x, 1e-14);
  }

  @Test
  void eluFallsTowardsMinusAlpha() {
    check(x -> Activations.elu(x, 1.5), x -> x > 0 ? x : 1.5 * Math.expm1(x), 1e-13);
  }

  @Test
  void seluIsScaledElu() {
    check(
        Activations::selu,
        x -> 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * Math.expm1(x)),
        1e-13);
  }

  @Test
  void gatedUnitsMultiplyByTheActivatedGate() {
    checkGated(Activations::glu, g -> 1 / (1 + Math.exp(-g)));
    checkGated(Activations::swiglu, g -> g / (1 + Math.exp(-g)));
    // gelu(0.7) by a table of Φ: Φ(0.7) = 0.758036347776927.
    Sketch s = new Sketch();
    SDVariable y =
        Activations.geglu(
            s.input("value", new double[] {3}, 1, 1), s.input("gate", new double[] {0.7}, 1, 1));
    assertArrayEquals(new double[] {3 * 0.7 * 0.758036347776927}, s.run(y), 1e-12);
  }

  private static void checkGated(
      BinaryOperator<SDVariable> function, DoubleUnaryOperator gateFormula) {
    Sketch s = new Sketch();
    SDVariable y = function.apply(s.input("value", 2, 3, 5), s.input("gate", 2, 3, 5));
    double[] value = Sketch.wave("value", 15);
    double[] gate = Sketch.wave("gate", 15);
    double[] expected = new double[15];
    for (int i = 0; i < 15; i++) {
      expected[i] = value[i] * gateFormula.applyAsDouble(gate[i]);
    }
    assertArrayEquals(expected, s.run(y), 1e-13);
  }

  @Test
  void refusesSlopesThatAreNoNumbers() {
    Sketch s = new Sketch();
    SDVariable x = s.input("x", 1, 3);
    assertEquals(
        "slope must be a finite number, got NaN",
        assertThrows(IllegalArgumentException.class, () -> Activations.leakyRelu(x, Double.NaN))
            .getMessage());
    assertThrows(
        IllegalArgumentException.class, () -> Activations.elu(x, Double.POSITIVE_INFINITY));
  }
}
