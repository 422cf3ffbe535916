package dev.seisei.engine.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.op.Ops;
import dev.seisei.engine.op.Unary;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KernelCountsTest {
  @ParameterizedTest
  @ValueSource(strings = {"onednn", "jvm", "reference"})
  void everyRunCountsByProvider(String provider) {
    Value x = Ops.input("x", DType.F32, Shape.of(3, 5));
    Value y = Ops.unary(Unary.SQUARE, Ops.unary(Unary.EXP, x));
    try (Plan plan = Plan.of(Graph.of(Map.of("y", y))).providers(provider).compile()) {
      long before = KernelCounts.of(provider);
      plan.run();
      plan.profile(2);
      assertEquals(3L * plan.kernels(), KernelCounts.of(provider) - before);
      assertEquals(KernelCounts.of(provider), KernelCounts.all().get(provider));
    }
  }

  @Test
  void whatNeverRanCountsNothing() {
    assertEquals(0, KernelCounts.of("nobody"));
  }
}
