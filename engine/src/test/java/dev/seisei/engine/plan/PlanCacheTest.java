package dev.seisei.engine.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.engine.graph.Dim;
import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.op.Ops;
import dev.seisei.engine.op.Unary;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class PlanCacheTest {
  private static final Dim BATCH = Dim.symbol("batch");
  private static final Value X = Ops.input("x", DType.F32, Shape.of(BATCH, Dim.of(2)));

  private static Tensor rows(float... elements) {
    return Tensor.of(elements, elements.length / 2, 2);
  }

  private static PlanCache cache(Graph graph, long maxBytes) {
    return new PlanCache(
        graph, UnaryOperator.identity(), Map.of("batch", List.of(2L, 4L)), maxBytes);
  }

  @Test
  void usesTheSmallestBucketThatFitsAndCropsThePadding() {
    Graph graph = Graph.of(Map.of("y", Ops.unary(Unary.EXP, X)));
    try (PlanCache cache = cache(graph, Long.MAX_VALUE)) {
      Tensor three =
          Objects.requireNonNull(cache.run(Map.of("x", rows(0, 1, 2, 3, 4, 5))).get("y"));
      assertArrayEquals(new long[] {3, 2}, three.shape());
      assertEquals(Math.exp(5), three.getDouble(5), 1e-3);
      cache.run(Map.of("x", rows(0, 1)));
      cache.run(Map.of("x", rows(0, 1, 2, 3)));
      assertEquals(List.of(Map.of("batch", 4L), Map.of("batch", 2L)), cache.compiled());
      String tooLarge =
          String.valueOf(
              assertThrows(
                      IllegalArgumentException.class,
                      () -> cache.run(Map.of("x", rows(new float[10]))))
                  .getMessage());
      assertTrue(tooLarge.contains("batch is 5") && tooLarge.contains("4"), tooLarge);
    }
  }

  @Test
  void aMeanOverAPaddedDimensionNeedsItsMask() {
    Value mean = Ops.reshape(Ops.mean(X, List.of(0, 1)), Shape.of(new long[0]));
    String message =
        String.valueOf(
            assertThrows(
                    IllegalArgumentException.class, () -> cache(Graph.of(Map.of("loss", mean)), 1))
                .getMessage());
    assertTrue(message.contains("batch.mask"), message);
  }

  @Test
  void theMaskTellsRealRowsFromPadding() {
    Value mask = Ops.input("batch.mask", DType.F32, Shape.of(BATCH));
    Value sums = Ops.reshape(Ops.sum(X, List.of(1)), Shape.of(BATCH));
    Value shifted = Ops.scale(sums, 1, 100);
    Value total = Ops.sum(Ops.mul(shifted, mask), List.of(0));
    Value mean = Ops.reshape(Ops.div(total, Ops.sum(mask, List.of(0))), Shape.of(new long[0]));
    try (PlanCache cache = cache(Graph.of(Map.of("loss", mean)), Long.MAX_VALUE)) {
      Tensor loss =
          Objects.requireNonNull(cache.run(Map.of("x", rows(1, 1, 2, 2, 3, 3))).get("loss"));
      assertEquals(104, loss.getDouble(0), 1e-4);
    }
  }

  @Test
  void forgetsThePlanUsedLongestAgo() {
    Graph graph = Graph.of(Map.of("y", Ops.unary(Unary.EXP, X)));
    try (PlanCache cache = cache(graph, 1)) {
      cache.run(Map.of("x", rows(0, 1)));
      cache.run(Map.of("x", rows(0, 1, 2, 3, 4, 5)));
      assertEquals(List.of(Map.of("batch", 4L)), cache.compiled());
    }
  }

  @Test
  void contradictingSizesAreRefused() {
    Value z = Ops.input("z", DType.F32, Shape.of(BATCH, Dim.of(2)));
    Graph graph = Graph.of(Map.of("y", Ops.add(X, z)));
    try (PlanCache cache = cache(graph, Long.MAX_VALUE)) {
      assertThrows(
          IllegalArgumentException.class,
          () -> cache.run(Map.of("x", rows(0, 1), "z", rows(0, 1, 2, 3))));
    }
  }
}
