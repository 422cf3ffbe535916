package dev.seisei.engine.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.engine.graph.Dim;
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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Weights that plans only read: in fewer bits, and packed once for all plans. */
class StoredWeightsTest {
  private static float[] drawn(int seed, int count) {
    Random random = new Random(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  /** σ(x·w + residual), with w as it is or lying the other way. */
  private static Graph graph(int terms, int columns, boolean transposed) {
    Shape stored = transposed ? Shape.of(columns, terms) : Shape.of(terms, columns);
    Value w =
        Ops.apply(new Leaf.Parameter("w", new TensorType(DType.F32, stored)), List.of()).get(0);
    Value x = Ops.input("x", DType.F32, Shape.of(Dim.symbol("rows"), Dim.of(terms)));
    Value y =
        Ops.apply(new MatMul(), List.of(x, transposed ? Ops.permute(w, List.of(1, 0)) : w)).get(0);
    Value residual = Ops.input("r", DType.F32, Shape.of(Dim.symbol("rows"), Dim.of(columns)));
    return Graph.of(Map.of("y", Ops.unary(Unary.SIGMOID, Ops.add(y, residual))));
  }

  private static float[] run(
      Graph graph, ParameterStore store, Precision precision, int rows, float[] x, float[] r) {
    try (Plan plan =
        Plan.of(graph).parameters(store).precision(precision).bind("rows", rows).compile()) {
      plan.input("x")
          .copyFrom(
              Tensor.of(
                  Arrays.copyOf(x, (int) plan.input("x").elements()), plan.input("x").shape()));
      plan.input("r")
          .copyFrom(
              Tensor.of(
                  Arrays.copyOf(r, (int) plan.input("r").elements()), plan.input("r").shape()));
      plan.run();
      return plan.output("y").toFloats();
    }
  }

  /** Sums of more than 512 terms are the ones that oneDNN gets wrong if it is let. */
  @ParameterizedTest
  @CsvSource({"288,768,true", "768,288,true", "768,288,false", "1100,70,true", "33,17,false"})
  void roundedWeightsGiveAboutTheSameAndRowsDoNotDependOnTheirNumber(
      int terms, int columns, boolean transposed) {
    Graph graph = graph(terms, columns, transposed);
    float[] w = drawn(1, terms * columns);
    for (int i = 0; i < w.length; i++) {
      w[i] /= (float) Math.sqrt(terms);
    }
    long[] shape = transposed ? new long[] {columns, terms} : new long[] {terms, columns};
    float[] x = drawn(2, 64 * terms);
    float[] r = drawn(3, 64 * columns);
    try (ParameterStore store = ParameterStore.of(Map.of("w", Tensor.of(w, shape)))) {
      float[] exact = run(graph, store, Precision.F32, 64, x, r);
      for (Precision precision : Precision.values()) {
        float[] many = run(graph, store, precision, 64, x, r);
        double error = 0;
        for (int i = 0; i < exact.length; i++) {
          error += Math.pow(exact[i] - many[i], 2);
        }
        error = Math.sqrt(error / exact.length);
        double most = precision == Precision.F32 ? 0 : precision == Precision.BF16 ? 2e-3 : 5e-3;
        assertTrue(error <= most, precision + " is off by " + error);
        for (int rows : new int[] {2, 3, 16}) {
          assertArrayEquals(
              Arrays.copyOf(many, rows * columns),
              run(graph, store, precision, rows, x, r),
              precision + ", " + rows + " rows");
        }
      }
    }
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
  void plansShareWhatTheyPack() {
    Graph graph = graph(64, 96, true);
    float[] x = drawn(2, 64);
    float[] r = drawn(3, 96);
    try (ParameterStore store =
        ParameterStore.of(Map.of("w", Tensor.of(drawn(1, 64 * 96), 96, 64)))) {
      try (Plan first = Plan.of(graph).parameters(store).bind("rows", 1).compile();
          Plan second = Plan.of(graph).parameters(store).bind("rows", 8).compile()) {
        assertTrue(first.memory().kept() >= 64 * 96 * 4, first.explain());
        assertEquals(0, second.memory().kept(), second.explain());
        // What one packed, the other reads, and it follows the parameters.
        first.run();
        second.input("x").setDouble(0, 1);
        second.run();
        float[] zeros = first.output("y").toFloats();
        store.set("w", Tensor.of(drawn(4, 64 * 96), 96, 64));
        first.input("x").setDouble(0, 1);
        first.run();
        assertFalse(Arrays.equals(zeros, first.output("y").toFloats()));
        float[] old = Arrays.copyOf(second.output("y").toFloats(), 96);
        second.run();
        float[] renewed = Arrays.copyOf(second.output("y").toFloats(), 96);
        assertFalse(Arrays.equals(old, renewed));
        assertArrayEquals(first.output("y").toFloats(), renewed);
      }
      float[] before = run(graph, store, Precision.F32, 1, x, r);
      store.set("w", Tensor.of(drawn(5, 64 * 96), 96, 64));
      float[] after = run(graph, store, Precision.F32, 1, x, r);
      assertFalse(Arrays.equals(before, after));
      try (ParameterStore fresh =
          ParameterStore.of(Map.of("w", Tensor.of(drawn(5, 64 * 96), 96, 64)))) {
        assertArrayEquals(run(graph, fresh, Precision.F32, 1, x, r), after);
      }
    }
  }
}
