package dev.seisei.engine.onednn;

import static dev.seisei.engine.onednn.Views.gaps;
import static dev.seisei.engine.onednn.Views.permuted;
import static dev.seisei.engine.onednn.Views.repeated;
import static dev.seisei.engine.onednn.Views.rows;
import static dev.seisei.engine.onednn.Views.turned;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.kernel.Proposal;
import dev.seisei.engine.kernel.Strided;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.op.Binary;
import dev.seisei.engine.op.Clip;
import dev.seisei.engine.op.Composite;
import dev.seisei.engine.op.Ops;
import dev.seisei.engine.op.Power;
import dev.seisei.engine.op.Scale;
import dev.seisei.engine.op.Unary;
import dev.seisei.engine.op.UnaryGradient;
import dev.seisei.engine.plan.Plan;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Elementwise functions on all kinds of views, against their definitions. */
class ElementwiseParityTest {
  private static double positive(double v) {
    return Math.abs(v) + 0.1;
  }

  /** oneDNN's logarithm is off by 3e-6 near 1. */
  private static double tolerance(Unary function) {
    return function == Unary.LOG ? 5e-5 : 1e-5;
  }

  @ParameterizedTest
  @EnumSource
  void functions(Unary function) {
    if (Functions.of(function).isEmpty() && function != Unary.EXPM1) {
      return;
    }
    boolean positive = function == Unary.LOG || function == Unary.SQRT || function == Unary.RSQRT;
    DoubleUnaryOperator values = positive ? ElementwiseParityTest::positive : v -> v;
    for (Strided layout :
        List.of(
            Strided.dense(DType.F32),
            Strided.dense(DType.F32, 7),
            Strided.dense(DType.F32, 33, 129),
            turned(33, 129),
            rows(33, 129),
            gaps(5, 7, 3),
            repeated(new long[] {60, 90}, 0))) {
      Trial trial = new Trial(function).in(layout, values).within(tolerance(function));
      (function == Unary.ROUND ? trial.mayDeclineBfloat16() : trial).check();
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-30, 1e-7, 1e-4, 0.3, 1, 20, 88})
  void expm1LosesNothingNearZero(double size) {
    Value x = Ops.input("x", DType.F32, Shape.of(2));
    Value y = Ops.unary(Unary.EXPM1, x);
    try (Plan plan = Plan.of(Graph.of(Map.of("y", y))).providers(OneDnnProvider.NAME).compile()) {
      plan.run(Map.of("x", Tensor.of(new float[] {(float) size, (float) -size}, 2)));
      for (int i = 0; i < 2; i++) {
        double expected = Math.expm1((float) (i == 0 ? size : -size));
        assertEquals(expected, plan.output("y").getDouble(i), 1e-6 * Math.abs(expected));
      }
    }
  }

  @Test
  void dropoutKeepsWhatIsNotBelowTheRate() {
    for (Strided layout :
        List.of(Strided.dense(DType.F32, 5), Strided.dense(DType.F32, 33, 129), rows(33, 129))) {
      // Every third or so is the rate itself.
      new Trial(Bodies.dropoutMask(0.25, layout.shape()))
          .in(layout, v -> v < -0.3 ? 0.25 : Math.abs(v))
          .onlyFloat()
          .check();
    }
  }

  @ParameterizedTest
  @EnumSource
  void gradientsOfFunctions(Unary function) {
    if (!ElementwiseKernels.hasGradient(function)) {
      return;
    }
    for (Strided layout :
        List.of(Strided.dense(DType.F32, 5), Strided.dense(DType.F32, 33, 129), rows(33, 129))) {
      new Trial(new UnaryGradient(function))
          .in(layout, ElementwiseParityTest::positive)
          .in(Strided.dense(DType.F32, layout.shape()))
          .check();
    }
  }

  @Test
  void reluIsFlatBelowZero() {
    new Trial(new UnaryGradient(Unary.RELU))
        .in(Strided.dense(DType.F32, 70, 90), v -> Math.max(v, 0))
        .in(70, 90)
        .check();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gelu", "gelu_tanh", "silu", "mish", "softplus", "leaky_relu", "elu"})
  void activations(String name) {
    Composite activation = Bodies.activation(name, 37, 129);
    new Trial(activation).in(37, 129).check();
    new Trial(activation).in(turned(37, 129)).check();
    new Trial(Bodies.gradient(activation, 0)).in(37, 129).in(37, 129).in(37, 129).check();
  }

  @ParameterizedTest
  @ValueSource(doubles = {-2, -1, -0.5, 0.3, 0.5, 1.5, 2, 3})
  void powers(double exponent) {
    new Trial(new Power(exponent))
        .in(Strided.dense(DType.F32, 70, 91), ElementwiseParityTest::positive)
        .check();
  }

  @Test
  void scalesAndBounds() {
    new Trial(new Scale(2.5, -1)).in(70, 91).check();
    new Trial(new Clip(-0.5, 0.7)).in(70, 91).check();
    new Trial(new Clip(Double.NEGATIVE_INFINITY, 0.7)).in(70, 91).check();
  }

  @ParameterizedTest
  @EnumSource
  void binaries(Binary function) {
    if (!Functions.has(function)) {
      return;
    }
    List<List<Strided>> operands =
        List.of(
            List.of(Strided.dense(DType.F32, 64, 97), Strided.dense(DType.F32, 64, 97)),
            List.of(Strided.dense(DType.F32, 64, 97), Strided.dense(DType.F32, 1, 97)),
            List.of(Strided.dense(DType.F32, 64, 97), Strided.dense(DType.F32, 64, 1)),
            List.of(Strided.dense(DType.F32, 64, 97), Strided.dense(DType.F32, 1, 1)),
            List.of(Strided.dense(DType.F32, 1, 97), Strided.dense(DType.F32, 64, 97)),
            List.of(Strided.dense(DType.F32, 64, 1), Strided.dense(DType.F32, 64, 97)),
            List.of(Strided.dense(DType.F32, 1, 97), Strided.dense(DType.F32, 64, 1)),
            List.of(turned(64, 97), turned(64, 97)),
            List.of(Strided.dense(DType.F32, 64, 97), turned(64, 97)),
            List.of(rows(64, 97), gaps(64, 97)),
            List.of(Strided.dense(DType.F32, 64, 97), repeated(new long[] {64, 97}, 0)),
            List.of(repeated(new long[] {64, 97}, 1), repeated(new long[] {64, 97}, 1)),
            List.of(Strided.dense(DType.F32, 3, 4, 20, 24), Strided.dense(DType.F32, 1, 1, 20, 24)),
            List.of(Strided.dense(DType.F32, 3, 4, 20, 24), Strided.dense(DType.F32, 3, 1, 20, 1)),
            List.of(Strided.dense(DType.F32, 3, 4, 20, 24), Strided.dense(DType.F32, 1, 4, 1, 24)),
            List.of(Strided.dense(DType.F32, 16, 3, 100), Strided.dense(DType.F32, 16, 1, 1)),
            List.of(
                permuted(List.of(0, 2, 3, 1), 3, 8, 20, 24), Strided.dense(DType.F32, 1, 8, 1, 1)),
            List.of(Strided.dense(DType.F32), Strided.dense(DType.F32)));
    for (List<Strided> pair : operands) {
      new Trial(function).in(pair.get(0)).in(pair.get(1), ElementwiseParityTest::positive).check();
    }
  }

  @Test
  void functionsOfTheResult() {
    new Trial(Binary.MUL).in(64, 97).in(64, 97).then(Unary.RELU).check();
    new Trial(Binary.MUL)
        .in(64, 97)
        .in(1, 97)
        .then(Binary.ADD, Strided.dense(DType.F32, 1, 97))
        .check();
    new Trial(Binary.MUL)
        .in(64, 97)
        .in(64, 97)
        .then(Binary.ADD, Strided.dense(DType.F32, 64, 1))
        .check();
    new Trial(Binary.MUL)
        .in(64, 97)
        .in(64, 97)
        .then(Binary.ADD, Strided.dense(DType.F32, 64, 1))
        .then(Unary.TANH)
        .then(Binary.DIV, rows(64, 97), ElementwiseParityTest::positive)
        .check();
    new Trial(Binary.ADD)
        .in(Strided.dense(DType.F32, 1, 97), ElementwiseParityTest::positive)
        .in(Strided.dense(DType.F32, 64, 97), ElementwiseParityTest::positive)
        .then(Unary.RSQRT)
        .then(Binary.MUL, Strided.dense(DType.F32, 64, 1))
        .check();
  }

  /** What a result costs that lies otherwise than its operand is left to those who read it. */
  @Test
  void theResultLiesLikeTheOperand() {
    Strided turned = turned(64, 97);
    Proposal proposal = new Trial(Binary.ADD).in(turned).in(turned).check();
    assertEquals(List.of(turned, turned), proposal.inputs());
    assertEquals(List.of(turned), proposal.outputs());
    assertEquals(List.of(0, 1), proposal.under(0));
  }

  @Test
  void repeatedElementsAreNotWrittenOut() {
    Strided repeated = repeated(new long[] {64, 97}, 0);
    Proposal proposal = new Trial(Binary.SUB).in(repeated).in(64, 97).check();
    assertEquals(repeated, proposal.inputs().get(0));
    assertEquals(0, proposal.scratchBytes());
    assertTrue(proposal.implementation().startsWith("jit"), proposal.implementation());
  }
}
