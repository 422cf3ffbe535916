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
import dev.seisei.engine.op.MatMul;
import dev.seisei.engine.op.Ops;
import dev.seisei.engine.op.Unary;
import dev.seisei.engine.param.ParameterStore;
import dev.seisei.engine.param.State;
import dev.seisei.engine.plan.Plan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Gradients of several runs do what the gradient of all their batches at once does. */
class AccumulationTest {
  private static final int BATCH = 12;
  private static final int WIDTH = 3;
  private static final int STEPS = 6;

  private static ParameterStore store() {
    Map<String, Tensor> parameters = new LinkedHashMap<>();
    parameters.put("w", Tensor.of(new float[] {1, -2, 0.5f, 0.1f, 0.2f, -0.3f}, 3, 2));
    parameters.put("v", Tensor.of(new float[] {3, -1}, 2, 1));
    parameters.put("unused", Tensor.of(new float[] {7}, 1));
    return ParameterStore.of(parameters);
  }

  /** The mean over the batch of (tanh(x·w)·v)². */
  private static Graph loss(int batch) {
    Value x = Ops.apply(new Leaf.Input("x", new TensorType(DType.F32, Shape.of(batch, WIDTH))));
    Value w = Ops.apply(new Leaf.Parameter("w", new TensorType(DType.F32, Shape.of(WIDTH, 2))));
    Value v = Ops.apply(new Leaf.Parameter("v", new TensorType(DType.F32, Shape.of(2, 1))));
    Value h = Ops.unary(Unary.TANH, Ops.apply(new MatMul(), x, w));
    Value sum = Ops.sum(Ops.unary(Unary.SQUARE, Ops.apply(new MatMul(), h, v)), List.of(0, 1));
    return Graph.of(
        Map.of("loss", Ops.reshape(Ops.scale(sum, 1.0 / batch, 0), new Shape(List.of()))));
  }

  private static float[] examples(int step) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(step);
    float[] examples = new float[BATCH * WIDTH];
    for (int i = 0; i < examples.length; i++) {
      examples[i] = random.nextFloat() - 0.5f;
    }
    return examples;
  }

  private static Training clipped(Training training) {
    return training
        .optimizer(Optimizer.Adam.decoupled())
        .schedule(Schedule.linear(0.1, 0.01, STEPS))
        .groups(List.of(new ParameterGroup("w"::equals, 1, 0.5), ParameterGroup.all(0)))
        .clipNorm(0.3)
        .average(0.9);
  }

  private static Training byRows(Training training) {
    return training.optimizer(Adafactor.standard());
  }

  private static double[] whole(UnaryOperator<Training> settings) {
    ParameterStore store = store();
    State state = new State();
    Graph graph = settings.apply(Training.of(loss(BATCH), "loss", store, state)).graph();
    try (Plan plan = Plan.of(graph).parameters(store).state(state).compile()) {
      for (int step = 0; step < STEPS; step++) {
        plan.input("x").bytes().asFloatBuffer().put(examples(step));
        plan.run();
      }
    }
    return all(store);
  }

  private static double[] inParts(UnaryOperator<Training> settings, int runs) {
    ParameterStore store = store();
    State state = new State();
    int part = BATCH / runs;
    Training.Accumulation graphs =
        settings.apply(Training.of(loss(part), "loss", store, state)).accumulated(runs);
    try (Plan gradients = Plan.of(graphs.gradients()).parameters(store).state(state).compile();
        Plan move = Plan.of(graphs.step()).parameters(store).state(state).compile()) {
      for (int step = 0; step < STEPS; step++) {
        for (int run = 0; run < runs; run++) {
          gradients
              .input("x")
              .bytes()
              .asFloatBuffer()
              .put(examples(step), run * part * WIDTH, part * WIDTH);
          gradients.run();
        }
        move.run();
      }
    }
    assertArrayEquals(new double[6], state.get("optimizer.gradient/w").toDoubles());
    return all(store);
  }

  private static double[] all(ParameterStore store) {
    assertEquals(7, store.get("unused").getDouble(0));
    double[] all = new double[8];
    System.arraycopy(store.get("w").toDoubles(), 0, all, 0, 6);
    System.arraycopy(store.get("v").toDoubles(), 0, all, 6, 2);
    return all;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 12})
  void partsOfABatchDoWhatItDoes(int runs) {
    assertArrayEquals(
        whole(AccumulationTest::clipped), inParts(AccumulationTest::clipped, runs), 1e-5);
    assertArrayEquals(
        whole(AccumulationTest::byRows), inParts(AccumulationTest::byRows, runs), 1e-5);
  }

  @Test
  void thereIsAtLeastOneRun() {
    Training training = Training.of(loss(1), "loss", store(), new State());
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> training.accumulated(0));
    assertTrue(e.toString().contains("runs must be >= 1, got 0"), e.toString());
  }
}
