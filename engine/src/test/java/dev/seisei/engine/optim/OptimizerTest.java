package dev.seisei.engine.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.TensorType;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.op.Leaf;
import dev.seisei.engine.op.Ops;
import dev.seisei.engine.op.Unary;
import dev.seisei.engine.param.ParameterStore;
import dev.seisei.engine.param.State;
import dev.seisei.engine.plan.Plan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * Every rule against its formula in plain double arithmetic, over ten steps of the loss Σ (x −
 * target)², whose gradient is 2(x − target).
 */
class OptimizerTest {
  private static final double[] START = {1, -2, 0.5, 3};
  private static final double[] TARGET = {0.3, 0.1, -0.7, 2.9};
  private static final double RATE = 0.05;
  private static final int STEPS = 10;

  /** One step of a rule on one parameter, in double. */
  private interface Scalar {
    double step(double p, double g, int t, double[] slots);
  }

  private static ParameterStore store() {
    Map<String, Tensor> parameters = new LinkedHashMap<>();
    parameters.put("a", Tensor.of(new float[] {1, -2, 0.5f}, 3));
    parameters.put("b", Tensor.of(new float[] {3}, 1));
    return ParameterStore.of(parameters);
  }

  private static Graph loss() {
    Value a = Ops.apply(new Leaf.Parameter("a", new TensorType(DType.F32, Shape.of(3))));
    Value b = Ops.apply(new Leaf.Parameter("b", new TensorType(DType.F32, Shape.of(1))));
    Value x = Ops.concat(0, List.of(a, b));
    Value target = Ops.constant(Tensor.of(new float[] {0.3f, 0.1f, -0.7f, 2.9f}, 4));
    Value square = Ops.sum(Ops.unary(Unary.SQUARE, Ops.sub(x, target)), List.of(0));
    return Graph.of(Map.of("loss", Ops.reshape(square, new Shape(List.of()))));
  }

  private static double[] train(UnaryOperator<Training> settings) {
    ParameterStore store = store();
    State state = new State();
    Graph graph =
        settings
            .apply(Training.of(loss(), "loss", store, state).schedule(Schedule.constant(RATE)))
            .graph();
    try (Plan plan = Plan.of(graph).parameters(store).state(state).compile()) {
      for (int i = 0; i < STEPS; i++) {
        plan.run();
      }
    }
    double[] result = new double[4];
    System.arraycopy(store.get("a").toDoubles(), 0, result, 0, 3);
    result[3] = store.get("b").getDouble(0);
    return result;
  }

  private static void check(Optimizer optimizer, double decay, Scalar rule) {
    double[] expected = START.clone();
    for (int i = 0; i < expected.length; i++) {
      double[] slots = new double[2];
      for (int t = 1; t <= STEPS; t++) {
        expected[i] = rule.step(expected[i], 2 * (expected[i] - TARGET[i]), t, slots);
      }
    }
    double[] actual =
        train(training -> training.optimizer(optimizer).groups(List.of(ParameterGroup.all(decay))));
    assertArrayEquals(expected, actual, 2e-5);
  }

  @Test
  void sgd() {
    check(new Optimizer.Sgd(0, false), 0, (p, g, t, s) -> p - RATE * g);
  }

  @Test
  void sgdWithMomentumAndPenalty() {
    check(
        new Optimizer.Sgd(0.9, false),
        0.1,
        (p, g, t, s) -> {
          s[0] = 0.9 * s[0] + g + 0.1 * p;
          return p - RATE * s[0];
        });
  }

  @Test
  void sgdWithNesterov() {
    check(
        new Optimizer.Sgd(0.9, true),
        0,
        (p, g, t, s) -> {
          s[0] = 0.9 * s[0] + g;
          return p - RATE * (g + 0.9 * s[0]);
        });
  }

  @Test
  void rmsProp() {
    check(
        new Optimizer.RmsProp(0.99, 1e-8),
        0,
        (p, g, t, s) -> {
          s[0] = 0.99 * s[0] + 0.01 * g * g;
          return p - RATE * g / (Math.sqrt(s[0]) + 1e-8);
        });
  }

  private static double adam(double p, double g, int t, double[] s) {
    s[0] = 0.9 * s[0] + 0.1 * g;
    s[1] = 0.999 * s[1] + 0.001 * g * g;
    double mean = s[0] / (1 - Math.pow(0.9, t));
    double square = s[1] / (1 - Math.pow(0.999, t));
    return p - RATE * mean / (Math.sqrt(square) + 1e-8);
  }

  @Test
  void adam() {
    check(Optimizer.Adam.standard(), 0, OptimizerTest::adam);
  }

  @Test
  void adamWithPenalty() {
    check(Optimizer.Adam.standard(), 0.1, (p, g, t, s) -> adam(p, g + 0.1 * p, t, s));
  }

  @Test
  void adamWithDecoupledDecay() {
    check(Optimizer.Adam.decoupled(), 0.1, (p, g, t, s) -> adam(p, g, t, s) - RATE * 0.1 * p);
  }

  @Test
  void lion() {
    check(
        new Optimizer.Lion(0.9, 0.99),
        0.1,
        (p, g, t, s) -> {
          double update = Math.signum(0.9 * s[0] + 0.1 * g);
          s[0] = 0.99 * s[0] + 0.01 * g;
          return p - RATE * (update + 0.1 * p);
        });
  }

  @Test
  void clippingScalesTheWholeGradient() {
    double[] expected = START.clone();
    for (int t = 0; t < STEPS; t++) {
      double norm = 0;
      double[] gradient = new double[4];
      for (int i = 0; i < 4; i++) {
        gradient[i] = 2 * (expected[i] - TARGET[i]);
        norm += gradient[i] * gradient[i];
      }
      double factor = Math.min(1, 0.5 / (Math.sqrt(norm) + 1e-6));
      for (int i = 0; i < 4; i++) {
        expected[i] -= RATE * factor * gradient[i];
      }
    }
    double[] actual =
        train(training -> training.optimizer(new Optimizer.Sgd(0, false)).clipNorm(0.5));
    assertArrayEquals(expected, actual, 1e-5);
  }

  @Test
  void groupsHaveTheirOwnRateAndAnUngroupedParameterStays() {
    double[] actual =
        train(
            training ->
                training
                    .optimizer(new Optimizer.Sgd(0, false))
                    .groups(List.of(new ParameterGroup("a"::equals, 0.5, 0))));
    double expected = START[0];
    for (int t = 0; t < STEPS; t++) {
      expected -= 0.5 * RATE * 2 * (expected - TARGET[0]);
    }
    assertEquals(expected, actual[0], 1e-5);
    assertEquals(3, actual[3]);
  }

  @Test
  void theAverageBeginsAtTheParametersAndFollowsThem() {
    ParameterStore store = store();
    State state = new State();
    Graph graph =
        Training.of(loss(), "loss", store, state)
            .optimizer(new Optimizer.Sgd(0, false))
            .schedule(Schedule.constant(RATE))
            .average(0.9)
            .graph();
    try (Plan plan = Plan.of(graph).parameters(store).state(state).compile()) {
      double p = START[0];
      double average = p;
      for (int t = 0; t < STEPS; t++) {
        plan.run();
        p -= RATE * 2 * (p - TARGET[0]);
        double decay = Math.min(0.9, (2.0 + t) / (11.0 + t));
        average = decay * average + (1 - decay) * p;
      }
      assertEquals(average, state.get("optimizer.average/a").getDouble(0), 1e-5);
      assertEquals(STEPS, state.get("optimizer.step").getDouble(0));
    }
  }

  @Test
  void trainingResumesFromStateThatWasSetNameByName() {
    double[] whole = train(training -> training);
    ParameterStore store = store();
    State before = new State();
    run(store, before, STEPS / 2);
    State after = new State();
    for (String name : before.names()) {
      after.set(name, before.get(name));
    }
    run(store, after, STEPS - STEPS / 2);
    assertEquals(whole[0], store.get("a").getDouble(0));
    assertEquals(whole[3], store.get("b").getDouble(0));
  }

  private static void run(ParameterStore store, State state, int steps) {
    Graph graph =
        Training.of(loss(), "loss", store, state).schedule(Schedule.constant(RATE)).graph();
    try (Plan plan = Plan.of(graph).parameters(store).state(state).compile()) {
      for (int i = 0; i < steps; i++) {
        plan.run();
      }
    }
  }

  @Test
  void badHyperParametersAreNamed() {
    String message =
        String.valueOf(
            assertThrows(
                    IllegalArgumentException.class, () -> new Optimizer.Adam(1.5, 0.9, 1e-8, false))
                .getMessage());
    assertTrue(message.contains("beta1") && message.contains("1.5"), message);
  }
}
