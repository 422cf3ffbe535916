package dev.seisei.engine.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.seisei.engine.graph.Dim;
import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.TensorType;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.memory.Buffer;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.memory.MemoryLimitException;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.op.Leaf;
import dev.seisei.engine.op.Ops;
import dev.seisei.engine.op.Unary;
import dev.seisei.engine.param.State;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A cache of plans on a device with little memory. */
class PlanCacheMemoryTest {
  private static final long MIB = 1 << 20;

  private static TensorType floats(long... shape) {
    return new TensorType(DType.F32, Shape.of(shape));
  }

  private static final int FLOATS_OF_A_MIB = 1 << 18;

  /** exp of rows of 1 MiB. */
  private static Graph rows() {
    Value x = Ops.input("x", DType.F32, Shape.of(Dim.symbol("rows"), Dim.of(FLOATS_OF_A_MIB)));
    return Graph.of(Map.of("y", Ops.unary(Unary.EXP, x)));
  }

  private static Map<String, Tensor> rows(long count) {
    return Map.of("x", Tensor.zeros(Device.CPU, DType.F32, count, FLOATS_OF_A_MIB));
  }

  @Test
  void oldPlansAreGivenUpBeforeAnythingIsRefused() {
    Device device = Device.cpu(14 * MIB);
    UnaryOperator<PlanBuilder> settings = plan -> plan.device(device);
    try (PlanCache cache = new PlanCache(rows(), settings, Map.of(), 1L << 40)) {
      for (long count : new long[] {1, 2, 4}) {
        close(cache.run(rows(count)));
      }
      assertEquals(List.of(Map.of("rows", 4L)), cache.compiled());
      assertThrows(MemoryLimitException.class, () -> cache.run(rows(8)));
      assertEquals(List.of(Map.of("rows", 4L)), cache.compiled());
    }
    assertEquals(0, device.allocatedBytes());
  }

  private static void close(Map<String, Tensor> results) {
    results.values().forEach(Tensor::close);
  }

  /** exp of rows of 1 MiB, counting the runs. */
  private static Graph counted() {
    Value seen = Ops.apply(new Leaf.State("seen", floats(1)));
    Value next = Ops.scale(seen, 1, 1);
    Value y = Objects.requireNonNull(rows().outputs().get("y"));
    return new Graph(Map.of("y", y, "count", next), Map.of("seen", next));
  }

  @Test
  void aRunThatIsRefusedHasNotHappened() {
    Device device = Device.cpu(9 * MIB);
    UnaryOperator<PlanBuilder> settings = plan -> plan.device(device);
    try (PlanCache cache = new PlanCache(counted(), settings, Map.of(), 1L << 40)) {
      assertThrows(MemoryLimitException.class, () -> cache.run(rows(4)));
      // The plan fitted; its results did not.
      assertEquals(List.of(Map.of("rows", 4L)), cache.compiled());
      device.setMemoryLimit(16 * MIB);
      Map<String, Tensor> results = cache.run(rows(4));
      assertEquals(1, Objects.requireNonNull(results.get("count")).getDouble(0));
      close(results);
    }
    assertEquals(0, device.allocatedBytes());
  }

  @Test
  void resultsTakeThePlaceOfPlansUsedLongestAgo() {
    Device device = Device.cpu(13 * MIB);
    UnaryOperator<PlanBuilder> settings = plan -> plan.device(device);
    try (PlanCache cache = new PlanCache(counted(), settings, Map.of(), 1L << 40)) {
      close(cache.run(rows(1)));
      // 2 MiB are held by the first plan, 8 by the second, and 4 are wanted for the result.
      Map<String, Tensor> results = cache.run(rows(4));
      assertEquals(List.of(Map.of("rows", 4L)), cache.compiled());
      assertEquals(2, Objects.requireNonNull(results.get("count")).getDouble(0));
      close(results);
    }
    assertEquals(0, device.allocatedBytes());
  }

  @Test
  void resultsAndStatesLieOnThePlansDevice() {
    Device device = Device.cpu(64 * MIB);
    Device alone = Device.cpu(64 * MIB);
    try (Plan plan = Plan.of(counted()).bind("rows", 1).device(alone).compile();
        PlanCache cache =
            new PlanCache(counted(), each -> each.device(device), Map.of(), 1L << 40)) {
      Map<String, Tensor> results = cache.run(rows(1));
      results.forEach((name, result) -> assertEquals(device, result.buffer().device(), name));
      close(results);
      assertEquals(alone, plan.device());
      assertEquals(alone.allocatedBytes(), device.allocatedBytes());
    }
    assertEquals(0, device.allocatedBytes());
  }

  @Test
  void aCacheKeepsItsPlansWhenABudgetCannotBeMet() {
    Device device = Device.cpu(64 * MIB);
    UnaryOperator<PlanBuilder> settings = plan -> plan.device(device).memoryBudget(5 * MIB);
    try (PlanCache cache = new PlanCache(rows(), settings, Map.of(), 1L << 40)) {
      cache.run(rows(1));
      cache.run(rows(2));
      MemoryLimitException refused =
          assertThrows(MemoryLimitException.class, () -> cache.run(rows(4)));
      assertNull(refused.device());
      assertEquals(List.of(Map.of("rows", 1L), Map.of("rows", 2L)), cache.compiled());
    }
  }

  @Test
  void aCacheKeepsItsPlansWhenAnotherDeviceIsFull() {
    Device device = Device.cpu(64 * MIB);
    // As full of something else as the plans are large, so that closing them would seem to help.
    Device other = Device.cpu(4 * MIB);
    Buffer inTheWay = other.allocate(4 * MIB);
    Value seen = Ops.apply(new Leaf.State("seen", floats(FLOATS_OF_A_MIB)));
    Graph graph = new Graph(rows().outputs(), Map.of("seen", Ops.scale(seen, 1, 1)));
    List<State> states = List.of(new State(device), new State(device), new State(other));
    Iterator<State> next = states.iterator();
    try (PlanCache cache =
        new PlanCache(graph, plan -> plan.device(device).state(next.next()), Map.of(), 1L << 40)) {
      cache.run(rows(1));
      cache.run(rows(2));
      MemoryLimitException refused =
          assertThrows(MemoryLimitException.class, () -> cache.run(rows(3)));
      assertEquals(other, refused.device());
      assertEquals(List.of(Map.of("rows", 1L), Map.of("rows", 2L)), cache.compiled());
    }
    states.forEach(State::close);
    inTheWay.close();
  }
}
