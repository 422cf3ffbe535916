package dev.seisei.engine.gradient;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.op.Composite;
import dev.seisei.engine.op.CompositeType;
import dev.seisei.engine.op.Ops;
import dev.seisei.engine.op.Unary;
import dev.seisei.engine.op.UnaryGradient;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GradientsTest {
  private static final Shape SHAPE = Shape.of(3);

  private final Value x = Ops.input("x", DType.F64, SHAPE);
  private final Map<String, Tensor> at = Map.of("x", Tensor.of(new double[] {0.4, 0.9, 1.7}, 3));

  @Test
  void anOperandThatTheDecompositionSimplifiesAwayStillGetsItsGradient() {
    // −x is the gradient that flows into the square root; scaled by a half, it becomes −x/2.
    Value y = Ops.apply(new UnaryGradient(Unary.SQRT), x, Ops.neg(x));
    FiniteDifferences.check(Graph.of(Map.of("y", y)), at);
  }

  @Test
  void anOperandGivenTwiceIsCountedOnceAPlace() {
    Value y = Ops.apply(new UnaryGradient(Unary.TANH), x, x);
    FiniteDifferences.check(Graph.of(Map.of("y", y)), at);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void compositesHaveTheGradientOfTheirDecomposition(boolean fused) {
    Value a = Ops.input("0", DType.F64, SHAPE);
    Value b = Ops.input("1", DType.F64, SHAPE);
    Value product = Ops.mul(Ops.scale(a, 2, 0), Ops.unary(Unary.SIGMOID, b));
    Composite gate =
        new Composite(
            new CompositeType("gate", fused),
            Map.of(),
            List.of(a, b),
            List.of(product, Ops.sum(product, List.of(0))));
    List<Value> results = Ops.apply(gate, List.of(Ops.neg(x), Ops.mul(x, x)));
    FiniteDifferences.check(Graph.of(Map.of("y", results.get(0), "z", results.get(1))), at);
    List<Value> twice = Ops.apply(gate, List.of(x, x));
    FiniteDifferences.check(Graph.of(Map.of("y", twice.get(0))), at);
  }

  @Test
  void aFusedGradientIsAskedForWhatLeadsToASourceOnly() {
    Value a = Ops.input("0", DType.F64, SHAPE);
    Value b = Ops.input("1", DType.F64, SHAPE);
    Composite product =
        new Composite(
            new CompositeType("product", true), Map.of(), List.of(a, b), List.of(Ops.mul(a, b)));
    Value mask = Ops.input("mask", DType.F64, SHAPE);
    Value y = Ops.apply(product, Ops.neg(x), mask);
    Value gradient = Gradients.of(Ops.sumTo(y, Shape.of(new long[0])), List.of(x)).get(0);
    List<List<Integer>> wanted =
        Graph.of(Map.of("dx", gradient)).nodes().stream()
            .filter(node -> node.op() instanceof CompositeGradient)
            .map(node -> ((CompositeGradient) node.op()).wanted())
            .toList();
    assertEquals(List.of(List.of(0)), wanted);
  }

  @Test
  void whatTheLossDoesNotDependOnGetsZeros() {
    Value other = Ops.input("other", DType.F64, Shape.of(2));
    Value loss = Ops.sumTo(Ops.mul(x, x), Shape.of(new long[0]));
    Value gradient = Gradients.of(loss, List.of(other)).get(0);
    assertEquals(Ops.zerosLike(other).op(), gradient.op());
  }
}
