package dev.seisei.engine.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.engine.graph.Dim;
import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.TensorType;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.op.Leaf;
import dev.seisei.engine.op.Ops;
import dev.seisei.engine.op.Softmax;
import dev.seisei.engine.op.Unary;
import dev.seisei.engine.param.ParameterStore;
import dev.seisei.engine.param.State;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlanTest {
  private static final TensorType VECTOR = new TensorType(DType.F32, Shape.of(3));

  private static Value state(String key) {
    return Ops.apply(new Leaf.State(key, VECTOR));
  }

  private static Tensor vector(float... elements) {
    return Tensor.of(elements, elements.length);
  }

  private static Value matrix(String key, long rows, long columns) {
    return Ops.input(key, DType.F32, Shape.of(rows, columns));
  }

  private static long moves(Plan plan) {
    return plan.explain().lines().filter(line -> line.contains(" convert ")).count();
  }

  @Test
  void computesAFusedProductWithBiasAndActivation() {
    Value x = matrix("x", 2, 2);
    Value w = matrix("w", 2, 2);
    Value b = Ops.input("b", DType.F32, Shape.of(2));
    Value y = Ops.unary(Unary.TANH, Ops.add(Ops.matmul(x, w), b));
    try (Plan plan = Plan.of(Graph.of(Map.of("y", y))).compile()) {
      plan.run(
          Map.of(
              "x", Tensor.of(new float[] {1, 2, 3, 4}, 2, 2),
              "w", Tensor.of(new float[] {.1f, .2f, .3f, .4f}, 2, 2),
              "b", vector(.5f, -.5f)));
      float[] expected = {
        (float) Math.tanh(1.2), (float) Math.tanh(.5), (float) Math.tanh(2), (float) Math.tanh(1.7)
      };
      assertArrayEquals(expected, plan.output("y").toFloats(), 1e-6f);
      assertEquals(1, plan.kernels());
    }
  }

  @Test
  void partsOfAConcatenationAreWrittenInPlace() {
    Value a = matrix("a", 3, 4);
    Value b = matrix("b", 4, 5);
    Value left = Ops.matmul(a, b);
    Value right = Ops.matmul(Ops.scale(a, 2, 0), b);
    Value joined = Ops.concat(1, List.of(left, right));
    try (Plan plan = Plan.of(Graph.of(Map.of("y", joined))).compile()) {
      assertEquals(0, moves(plan), plan.explain());
      Tensor x = Tensor.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, 3, 4);
      float[] eye = new float[20];
      for (int i = 0; i < 4; i++) {
        eye[i * 5 + i] = 1;
      }
      plan.run(Map.of("a", x, "b", Tensor.of(eye, 4, 5)));
      assertArrayEquals(
          new float[] {1, 2, 3, 4, 0, 2, 4, 6, 8, 0},
          Arrays.copyOf(plan.output("y").toFloats(), 10));
    }
  }

  @Test
  void aResultThatIsPermutedAndReshapedIsWrittenInThatOrder() {
    Value p = Ops.input("p", DType.F32, Shape.of(2, 3, 4, 4));
    Value v = Ops.input("v", DType.F32, Shape.of(2, 3, 4, 5));
    Value heads = Ops.permute(Ops.matmul(p, v), List.of(0, 2, 1, 3));
    Value y = Ops.reshape(heads, Shape.of(8, 15));
    try (Plan plan = Plan.of(Graph.of(Map.of("y", y))).compile()) {
      assertEquals(0, moves(plan), plan.explain());
      float[] eye = new float[96];
      for (int i = 0; i < 24; i++) {
        eye[i * 4 + i % 4] = 1;
      }
      float[] count = new float[120];
      for (int i = 0; i < 120; i++) {
        count[i] = i;
      }
      plan.run(Map.of("p", Tensor.of(eye, 2, 3, 4, 4), "v", Tensor.of(count, 2, 3, 4, 5)));
      float[] first = Arrays.copyOf(plan.output("y").toFloats(), 15);
      assertArrayEquals(new float[] {0, 1, 2, 3, 4, 20, 21, 22, 23, 24, 40, 41, 42, 43, 44}, first);
    }
  }

  @Test
  void updatesTakeEffectTogether() {
    State state = new State();
    state.set("a", vector(1, 2, 3));
    state.set("b", vector(4, 5, 6));
    Graph swap =
        new Graph(
            Map.of("sum", Ops.add(state("a"), state("b"))),
            Map.of("a", state("b"), "b", state("a")));
    try (Plan plan = Plan.of(swap).state(state).compile()) {
      plan.run();
      assertArrayEquals(new float[] {4, 5, 6}, state.get("a").toFloats());
      assertArrayEquals(new float[] {1, 2, 3}, state.get("b").toFloats());
      assertArrayEquals(new float[] {5, 7, 9}, plan.output("sum").toFloats());
    }
  }

  @Test
  void anOutputShowsTheStateBeforeItsUpdate() {
    State state = new State();
    state.set("a", vector(1, 2, 3));
    Graph grow = new Graph(Map.of("old", state("a")), Map.of("a", Ops.scale(state("a"), 2, 0)));
    try (Plan plan = Plan.of(grow).state(state).compile()) {
      plan.run();
      assertArrayEquals(new float[] {1, 2, 3}, plan.output("old").toFloats());
      assertArrayEquals(new float[] {2, 4, 6}, state.get("a").toFloats());
    }
  }

  @Test
  void aConvertedCopyIsNotWrittenOverWhileItMayBeAskedForAgain() {
    Value x = matrix("x", 5, 5);
    Value part = Ops.slice(Ops.scale(x, 0.5, 0.1), 1, Dim.ZERO, Dim.of(2));
    Value regrouped = Ops.reshape(part, Shape.of(2, 5));
    Value soft = Ops.apply(new Softmax(), regrouped);
    Value result = Ops.add(soft, Ops.unary(Unary.TANH, regrouped));
    float[] values = new float[25];
    for (int i = 0; i < 25; i++) {
      values[i] = i * 0.1f;
    }
    float[][] results = new float[2][];
    String[][] providers = {{"onednn", "jvm", "reference"}, {"jvm", "reference"}};
    for (int i = 0; i < 2; i++) {
      try (Plan plan = Plan.of(Graph.of(Map.of("y", result))).providers(providers[i]).compile()) {
        plan.run(Map.of("x", Tensor.of(values, 5, 5)));
        results[i] = plan.output("y").toFloats();
      }
    }
    assertArrayEquals(results[1], results[0], 1e-5f);
  }

  @Test
  void anUpdateWaitsForLaterReadersOfTheOldValue() {
    State state = new State();
    state.set("a", vector(1, 2, 3));
    Value old = state("a");
    Value changed = Ops.scale(old, 10, 0);
    Value reader = Ops.add(Ops.unary(Unary.EXP, changed), old);
    Map<String, Value> updates = new LinkedHashMap<>();
    updates.put("a", changed);
    try (Plan plan = Plan.of(new Graph(Map.of("y", reader), updates)).state(state).compile()) {
      plan.run();
      assertEquals(Math.exp(10) + 1, plan.output("y").getDouble(0), 1e-2);
      assertArrayEquals(new float[] {10, 20, 30}, state.get("a").toFloats());
    }
  }

  @Test
  void anElementwiseUpdateIsWrittenOverItsState() {
    State state = new State();
    state.set("a", vector(1, 2, 3));
    Graph grow = new Graph(Map.of(), Map.of("a", Ops.scale(state("a"), 2, 0)));
    try (Plan plan = Plan.of(grow).state(state).compile()) {
      assertEquals(1, plan.kernels(), plan.explain());
      plan.run();
      plan.run();
      assertArrayEquals(new float[] {4, 8, 12}, state.get("a").toFloats());
    }
  }

  @Test
  void whatDependsOnParametersAloneIsComputedWhenTheyChange() {
    ParameterStore store = ParameterStore.of(Map.of("w", vector(1, 2, 3)));
    Value w = Ops.apply(new Leaf.Parameter("w", VECTOR));
    Value x = Ops.input("x", DType.F32, Shape.of(3));
    Value y = Ops.mul(Ops.unary(Unary.EXP, w), x);
    try (Plan plan = Plan.of(Graph.of(Map.of("y", y))).parameters(store).compile()) {
      assertEquals(1, plan.kernels(), plan.explain());
      plan.run(Map.of("x", vector(1, 1, 1)));
      assertEquals(Math.E, plan.output("y").getDouble(0), 1e-5);
      store.set("w", vector(0, 0, 0));
      plan.run();
      assertArrayEquals(new float[] {1, 1, 1}, plan.output("y").toFloats(), 1e-6f);
    }
  }

  @Test
  void badInputsAreRefusedByName() {
    Value x = Ops.input("x", DType.F32, Shape.of(Dim.symbol("batch"), Dim.of(2)));
    Graph graph = Graph.of(Map.of("y", Ops.unary(Unary.EXP, x)));
    String unbound =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> Plan.of(graph).compile())
                .getMessage());
    assertTrue(unbound.contains("batch"), unbound);
    try (Plan plan = Plan.of(graph).bind("batch", 3).compile()) {
      String missing =
          String.valueOf(
              assertThrows(IllegalArgumentException.class, () -> plan.run(Map.of())).getMessage());
      assertTrue(missing.contains("x"), missing);
      String shape =
          String.valueOf(
              assertThrows(
                      IllegalArgumentException.class, () -> plan.run(Map.of("x", vector(1, 2))))
                  .getMessage());
      assertTrue(shape.contains("[2]") && shape.contains("[3, 2]"), shape);
      String output =
          String.valueOf(
              assertThrows(IllegalArgumentException.class, () -> plan.output("z")).getMessage());
      assertTrue(output.contains("z") && output.contains("y"), output);
    }
  }

  @Test
  void aParameterOfAnotherShapeIsRefused() {
    ParameterStore store = ParameterStore.of(Map.of("w", vector(1, 2)));
    Value w = Ops.apply(new Leaf.Parameter("w", VECTOR));
    String message =
        String.valueOf(
            assertThrows(
                    IllegalArgumentException.class,
                    () ->
                        Plan.of(Graph.of(Map.of("y", Ops.unary(Unary.EXP, w))))
                            .parameters(store)
                            .compile())
                .getMessage());
    assertTrue(message.contains("w") && message.contains("[2]"), message);
  }

  @Test
  void closingGivesAllMemoryBack() {
    Device device = Device.cpu(1 << 20);
    Value x = matrix("x", 64, 64);
    Graph graph = Graph.of(Map.of("y", Ops.matmul(x, Ops.unary(Unary.EXP, x))));
    Plan plan = Plan.of(graph).device(device).compile();
    assertTrue(device.allocatedBytes() > 0);
    plan.close();
    plan.close();
    assertEquals(0, device.allocatedBytes());
    assertThrows(IllegalStateException.class, plan::run);
  }
}
