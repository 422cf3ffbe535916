package dev.seisei.engine.plan;

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
import dev.seisei.engine.memory.MemoryLimitException;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.op.Gather;
import dev.seisei.engine.op.Leaf;
import dev.seisei.engine.op.Ops;
import dev.seisei.engine.op.Unary;
import dev.seisei.engine.param.ParameterStore;
import dev.seisei.engine.param.State;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A plan says what it needs before it takes it, and takes nothing if that is too much. */
class PlanMemoryTest {
  private static final long MIB = 1 << 20;

  private static TensorType floats(long... shape) {
    return new TensorType(DType.F32, Shape.of(shape));
  }

  /** Two products of 256 rows, 4 MiB a hidden layer, and a state. */
  private static Graph network() {
    Value x = Ops.input("x", DType.F32, Shape.of(256, 64));
    Value w = Ops.apply(new Leaf.Parameter("w", floats(64, 4096)));
    Value v = Ops.apply(new Leaf.Parameter("v", floats(4096, 64)));
    Value hidden = Ops.unary(Unary.TANH, Ops.matmul(x, w));
    Value y = Ops.matmul(Ops.mul(hidden, Ops.unary(Unary.EXP, hidden)), v);
    Value seen = Ops.apply(new Leaf.State("seen", floats(256, 64)));
    return new Graph(Map.of("y", y), Map.of("seen", Ops.add(seen, y)));
  }

  private static ParameterStore parameters() {
    return ParameterStore.of(
        Map.of(
            "w", Tensor.zeros(Device.CPU, DType.F32, 64, 4096),
            "v", Tensor.zeros(Device.CPU, DType.F32, 4096, 64)));
  }

  private static MemoryLimitException refused(PlanBuilder builder) {
    return assertThrows(MemoryLimitException.class, builder::compile);
  }

  @Test
  void aPlanThatDoesNotFitIsRefusedWithWhatItNeeds() {
    Device device = Device.cpu(8 * MIB);
    State state = new State(device);
    state.set("other", Tensor.zeros(Device.CPU, DType.F32, 1 << 18));
    MemoryLimitException refused =
        refused(Plan.of(network()).parameters(parameters()).state(state).device(device));
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.startsWith("this plan needs "), message);
    assertTrue(
        message.contains("and 1.0 MiB of the 8.0 MiB that the engine may use are in use"), message);
    assertTrue(message.contains("tanh → [256, 4096] (4.0 MiB)"), message);
    assertTrue(message.contains("exp → [256, 4096] (4.0 MiB)"), message);
    assertTrue(message.contains("memoryBudget") && message.contains("seisei.memory"), message);
    assertEquals(MIB, device.allocatedBytes());
    assertEquals(List.of("other"), state.names());

    device.setMemoryLimit(MIB + refused.requestedBytes());
    try (Plan plan =
        Plan.of(network()).parameters(parameters()).state(state).device(device).compile()) {
      assertEquals(device.memoryLimit(), device.allocatedBytes());
      plan.run();
    }
    state.close();
    assertEquals(0, device.allocatedBytes());
  }

  @Test
  void whatIsNeededIsWhatIsAllocated() {
    Device device = Device.cpu(64 * MIB);
    try (Plan plan = Plan.of(network()).parameters(parameters()).device(device).compile()) {
      MemoryUse use = plan.memory();
      assertEquals(plan.bytes(), use.total());
      assertEquals(device.allocatedBytes(), use.total() + use.state());
      assertEquals(256 * 64 * 4, use.state());
      assertEquals(256 * 64 * 4, use.inputs());
      assertEquals(2 * MIB, use.parameters());
      assertTrue(use.live() >= 8 * MIB && use.live() <= use.arena(), use.toString());
      assertTrue(plan.explain().contains(use.toString()), plan.explain());
      assertTrue(use.peak().startsWith("kernel 1, "), use.peak());
    }
    assertEquals(0, device.allocatedBytes());
  }

  @Test
  void aCompilationThatFailsHalfWayLeavesNothingBehind() {
    Device device = Device.cpu(64 * MIB);
    State state = new State(device);
    Value table = Ops.constant(Tensor.zeros(Device.CPU, DType.F32, 4, 4));
    Value ids = Ops.constant(Tensor.of(new int[] {9}, 1));
    Value x = Ops.input("x", DType.F32, Shape.of(1, 4));
    Value seen = Ops.apply(new Leaf.State("seen", floats(1, 4)));
    Value row = Ops.apply(new Gather(), table, ids);
    Graph graph = new Graph(Map.of("y", Ops.mul(row, x)), Map.of("seen", Ops.add(seen, x)));
    assertThrows(
        IndexOutOfBoundsException.class,
        () -> Plan.of(graph).state(state).device(device).compile());
    assertEquals(0, device.allocatedBytes());
    assertEquals(List.of(), state.names());
  }

  @Test
  void shapesBeyondAllMemoryAreRefusedAtOnce() {
    Device device = Device.cpu(64 * MIB);
    for (long rows : new long[] {1L << 24, 1L << 40, 1L << 57}) {
      Value x = Ops.input("x", DType.F32, Shape.of(Dim.symbol("rows"), Dim.of(4)));
      PlanBuilder plan = Plan.of(Graph.of(Map.of("y", Ops.unary(Unary.EXP, x)))).bind("rows", rows);
      String message = String.valueOf(refused(plan.device(device)).getMessage());
      assertTrue(message.contains("[" + rows + ", 4]"), message);
    }
    for (Dim wide : List.of(Dim.of(1L << 31), Dim.symbol("rows"))) {
      Value x = Ops.input("x", DType.F32, Shape.of(Dim.symbol("rows"), wide));
      PlanBuilder plan =
          Plan.of(Graph.of(Map.of("y", Ops.unary(Unary.EXP, x)))).bind("rows", 1L << 31);
      IllegalArgumentException refused =
          assertThrows(IllegalArgumentException.class, plan.device(device)::compile);
      String message = String.valueOf(refused.getMessage());
      assertTrue(message.contains("2^63"), message);
    }
    Value x = Ops.input("x", DType.F32, Shape.of(Dim.symbol("rows"), Dim.symbol("rows")));
    Value flat = Ops.reshape(x, new Shape(List.of(x.shape().elements())));
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> Plan.of(Graph.of(Map.of("y", flat))).bind("rows", 1L << 40).compile());
    assertTrue(String.valueOf(refused.getMessage()).contains("rows"), refused.getMessage());
    assertEquals(0, device.allocatedBytes());
  }
}
