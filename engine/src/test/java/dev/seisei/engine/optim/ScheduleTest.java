package dev.seisei.engine.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.op.Ops;
import dev.seisei.engine.plan.Plan;
import java.util.List;
import java.util.Map;
import java.util.function.LongToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Every schedule against its formula. */
class ScheduleTest {
  private static void check(Schedule schedule, LongToDoubleFunction expected) {
    Value done = Ops.input("done", DType.F32, new Shape(List.of()));
    try (Plan plan = Plan.of(Graph.of(Map.of("rate", schedule.at(done)))).compile()) {
      for (long step = 0; step < 130; step++) {
        plan.input("done").setDouble(0, (double) step);
        plan.run();
        assertEquals(
            expected.applyAsDouble(step), plan.output("rate").getDouble(0), 1e-6, "step " + step);
      }
    }
  }

  private static double cosine(double from, double to, double x) {
    return to + (from - to) * (1 + Math.cos(Math.PI * Math.min(1, x))) / 2;
  }

  @Test
  void linear() {
    check(Schedule.linear(1, 0.1, 100), s -> 1 - 0.9 * Math.min(1, s / 100.0));
  }

  @Test
  void cosine() {
    check(Schedule.cosine(1, 0.1, 100), s -> cosine(1, 0.1, s / 100.0));
  }

  @Test
  void warmUp() {
    check(
        Schedule.cosine(1, 0, 100).warmUp(20),
        s -> Math.min(1, (s + 1) / 20.0) * cosine(1, 0, s / 100.0));
  }

  @Test
  void oneCycle() {
    check(
        Schedule.oneCycle(1, 100),
        s -> s <= 29 ? cosine(1 / 25.0, 1, s / 29.0) : cosine(1, 1 / 25e4, (s - 29) / 70.0));
  }

  @Test
  void slantedTriangular() {
    check(
        Schedule.slantedTriangular(1, 100, 0.1, 32),
        s -> {
          double p = s < 10 ? s / 10.0 : 1 - Math.min(1, (s - 10) / 90.0);
          return (1 + p * 31) / 32;
        });
  }
}
