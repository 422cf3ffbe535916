package dev.seisei.engine.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.TensorType;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.op.Gather;
import dev.seisei.engine.op.Leaf;
import dev.seisei.engine.op.Ops;
import dev.seisei.engine.op.Random;
import dev.seisei.engine.op.Unary;
import dev.seisei.engine.optim.Training;
import dev.seisei.engine.param.ParameterStore;
import dev.seisei.engine.param.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Ten thousand training steps leave memory as it was: resident, native and on the heap. */
class FlatMemoryTest {
  private static final int STEPS = 10_000;
  private static final long LIMIT = 1L << 30;

  private static Value parameter(String key, long... shape) {
    return Ops.apply(new Leaf.Parameter(key, new TensorType(DType.F32, Shape.of(shape))));
  }

  private static float[] ramp(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) Math.sin(i) * 0.1f;
    }
    return values;
  }

  /** A noisy two-layer regression with gathered rows: kernels of every kind. */
  private static Graph loss() {
    TensorType keyType = new TensorType(DType.I64, Shape.of(2));
    Value key = Ops.apply(new Leaf.State("random.key", keyType));
    Value noise =
        Ops.apply(new Random(Random.Distribution.NORMAL, 0, DType.F32, Shape.of(32, 24)), key);
    Value ids = Ops.input("ids", DType.I32, Shape.of(32));
    Value rows = Ops.apply(new Gather(), parameter("table", 40, 24), ids);
    Value hidden = Ops.unary(Unary.TANH, Ops.matmul(Ops.add(rows, noise), parameter("w1", 24, 48)));
    Value out = Ops.matmul(hidden, parameter("w2", 48, 3));
    Value error = Ops.mean(Ops.unary(Unary.SQUARE, Ops.scale(out, 1, -0.5)), List.of(0, 1));
    Value loss = Ops.reshape(error, new Shape(List.of()));
    Value step = Ops.constant(Tensor.of(new long[] {0, 1}, 2));
    return new Graph(Map.of("loss", loss), Map.of("random.key", Ops.add(key, step)));
  }

  private static Map<String, Tensor> initial() {
    return Map.of(
        "table", Tensor.of(ramp(960), 40, 24),
        "w1", Tensor.of(ramp(1152), 24, 48),
        "w2", Tensor.of(ramp(144), 48, 3));
  }

  static Stream<Arguments> plans() {
    return Stream.of(
        Arguments.of("float32", (UnaryOperator<PlanBuilder>) plan -> plan),
        Arguments.of(
            "bfloat16", (UnaryOperator<PlanBuilder>) plan -> plan.precision(Precision.BF16)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("plans")
  @EnabledOnOs(OS.LINUX)
  void tenThousandStepsAreFlat(String name, UnaryOperator<PlanBuilder> settings)
      throws IOException {
    Device device = Device.cpu(LIMIT);
    try (ParameterStore store = ParameterStore.of(device, initial());
        State state = new State(device)) {
      Graph graph = Training.of(loss(), "loss", store, state).graph();
      PlanBuilder builder = Plan.of(graph).parameters(store).state(state).device(device);
      try (Plan plan = settings.apply(builder).compile()) {
        for (int i = 0; i < 32; i++) {
          plan.input("ids").setDouble(i, i % 40);
        }
        assertFlat(device, plan);
      }
      assertEquals(STEPS + STEPS / 5, state.get("optimizer.step").getDouble(0));
    }
    assertEquals(0, device.allocatedBytes());
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void tenThousandStepsWithinABudgetAreFlat() throws IOException {
    Device device = Device.cpu(LIMIT);
    try (Network network = Network.mlp(12, 64, true)) {
      long free;
      try (Plan plan = network.plan(UnaryOperator.identity())) {
        free = plan.bytes();
      }
      try (Plan plan =
          network.plan(builder -> builder.device(device).memoryBudget(free * 9 / 10))) {
        assertTrue(plan.memory().recomputed() > 0, plan.explain());
        network.fill(plan);
        assertFlat(device, plan);
      }
    }
    assertEquals(0, device.allocatedBytes());
  }

  private static void assertFlat(Device device, Plan plan) throws IOException {
    run(plan, STEPS / 5);
    long native0 = device.allocatedBytes();
    long heap0 = heap();
    long resident0 = resident();
    run(plan, STEPS);
    assertEquals(native0, device.allocatedBytes());
    assertGrowth(heap0, resident0);
  }

  private static void assertGrowth(long heap0, long resident0) throws IOException {
    long heapGrowth = heap() - heap0;
    long residentGrowth = resident() - resident0;
    assertTrue(heapGrowth < 4 << 20, "heap grew by " + heapGrowth);
    assertTrue(residentGrowth < 32 << 20, "resident set grew by " + residentGrowth);
  }

  private static void run(Plan plan, int steps) {
    for (int i = 0; i < steps; i++) {
      plan.run();
    }
  }

  private static long heap() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  /** Bytes of this process in memory. */
  static long resident() throws IOException {
    String pages = Files.readString(Path.of("/proc/self/statm")).split(" ", 3)[1];
    return Long.parseLong(pages) * 4096;
  }
}
