package dev.seisei.engine.onednn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.engine.gradient.CompositeGradient;
import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.graph.Node;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.kernel.Strided;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.nn.Recurrent;
import dev.seisei.engine.op.Composite;
import dev.seisei.engine.op.Ops;
import dev.seisei.engine.plan.Plan;
import dev.seisei.engine.plan.Precision;
import dev.seisei.engine.reference.GraphInterpreter;
import dev.seisei.engine.samediff.GraphImport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

class RecurrentParityTest {
  /** A layer: which one, sequences, steps, features, units, what it is given. */
  private record Layer(String name, int n, int t, int f, int h, boolean initial, boolean masked) {
    boolean isLstm() {
      return name.equals("lstm");
    }

    int gates() {
      return isLstm() ? 4 : 3;
    }

    int states() {
      return isLstm() ? 2 : 1;
    }

    /** The shapes of its inputs. */
    List<long[]> shapes() {
      List<long[]> shapes = new ArrayList<>();
      shapes.add(new long[] {n, t, f});
      shapes.add(new long[] {f, (long) gates() * h});
      shapes.add(new long[] {h, (long) gates() * h});
      for (int i = 0; i < (isLstm() ? 1 : 2); i++) {
        shapes.add(new long[] {(long) gates() * h});
      }
      for (int i = 0; initial && i < states(); i++) {
        shapes.add(new long[] {n, h});
      }
      if (masked) {
        shapes.add(new long[] {n, t});
      }
      return shapes;
    }

    int unmasked() {
      return shapes().size() - (masked ? 1 : 0);
    }

    Composite composite() {
      SameDiff graph = SameDiff.create();
      List<SDVariable> in = new ArrayList<>();
      for (long[] shape : shapes()) {
        in.add(graph.placeHolder("x" + in.size(), DataType.FLOAT, shape));
      }
      SDVariable mask = masked ? in.get(in.size() - 1) : null;
      SDVariable outputs;
      if (isLstm()) {
        outputs =
            Recurrent.lstm(
                    in.get(0),
                    t,
                    new Recurrent.LstmWeights(in.get(1), in.get(2), in.get(3)),
                    initial ? new Recurrent.LstmState(in.get(4), in.get(5)) : null,
                    mask)
                .outputs();
      } else {
        outputs =
            Recurrent.gru(
                    in.get(0),
                    t,
                    new Recurrent.GruWeights(in.get(1), in.get(2), in.get(3), in.get(4)),
                    Recurrent.Reset.AFTER,
                    initial ? in.get(5) : null,
                    mask)
                .outputs();
      }
      return GraphImport.of(graph).graph(outputs.name()).nodes().stream()
          .filter(node -> node.op() instanceof Composite found && found.opName().equals(name))
          .map(node -> (Composite) node.op())
          .findAny()
          .orElseThrow();
    }

    Trial operands(Trial trial) {
      List<long[]> shapes = shapes();
      for (int i = 0; i < shapes.size(); i++) {
        boolean mask = masked && i == shapes.size() - 1;
        // Some steps count, some do not, some in part.
        DoubleUnaryOperator change = mask ? v -> v > 0.3 ? 1 : v < -0.3 ? 0 : 0.5 : v -> v * 0.5;
        trial.in(Strided.dense(DType.F32, shapes.get(i)), change);
      }
      return trial;
    }
  }

  @ParameterizedTest
  @CsvSource({"1,1,1,1", "1,5,3,16", "2,3,5,7", "5,2,64,20"})
  void isWhatTheDecompositionComputes(int n, int t, int f, int h) {
    for (String name : List.of("lstm", "gru")) {
      for (boolean initial : new boolean[] {false, true}) {
        for (boolean masked : new boolean[] {false, true}) {
          check(new Layer(name, n, t, f, h, initial, masked));
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    // blocks of some steps, of which the last is shorter
    "40,9,4,8",
    "2,140,2,3",
    // blocks of one step
    "300,2,3,5"
  })
  void worksInBlocks(int n, int t, int f, int h) {
    for (boolean more : new boolean[] {false, true}) {
      check(new Layer("lstm", n, t, f, h, more, more));
      check(new Layer("gru", n, t, f, h, more, more));
    }
  }

  private static void check(Layer layer) {
    Composite composite = layer.composite();
    assertTrue(Signatures.fits(composite), composite.toString());
    layer.operands(new Trial(composite)).within(1e-4).withinRounded(0.1).check();
    layer
        .operands(new Trial(composite))
        .out(0, byTime(layer.n, layer.t, layer.h))
        .within(1e-4)
        .withinRounded(0.1)
        .check();
    gradients(layer, composite);
  }

  private static Strided byTime(long n, long t, long width) {
    return Views.permuted(List.of(1, 0, 2), n, t, width);
  }

  private static void gradients(Layer layer, Composite composite) {
    List<Integer> all = new ArrayList<>();
    for (int i = 0; i < layer.unmasked(); i++) {
      all.add(i);
    }
    gradient(layer, composite, List.of(0), all);
    gradient(layer, composite, layer.isLstm() ? List.of(0, 1, 2) : List.of(0, 1), all);
    gradient(layer, composite, List.of(layer.states()), all);
    gradient(layer, composite, List.of(0), List.of(2));
    gradient(layer, composite, List.of(0), List.of(0, 3));
  }

  private static void gradient(
      Layer layer, Composite composite, List<Integer> given, List<Integer> wanted) {
    Trial trial =
        layer
            .operands(new Trial(new CompositeGradient(composite, given, wanted)))
            .results(composite);
    for (int result : given) {
      trial.in(
          result == 0
              ? byTime(layer.n, layer.t, layer.h)
              : Strided.dense(DType.F32, layer.n, layer.h));
    }
    trial.within(1e-4).withinRounded(0.1).check();
  }

  /** What nothing reads is not kept; the rest must be the same. */
  @ParameterizedTest
  @ValueSource(strings = {"lstm", "gru"})
  void keepsNoMoreThanIsRead(String name) {
    for (boolean masked : new boolean[] {false, true}) {
      Layer layer = new Layer(name, 40, 16, 8, 24, true, masked);
      Composite composite = layer.composite();
      int all = composite.outputCount();
      for (List<Integer> read : List.of(List.of(0), List.of(1), List.of(layer.states(), 0))) {
        long bytes = runs(layer, composite, read, Precision.F32, 1e-5);
        long kept = runs(layer, composite, List.of(0, all - 1), Precision.F32, 1e-5);
        assertTrue(bytes < kept, bytes + " bytes, where gates are kept " + kept);
        runs(layer, composite, read, Precision.BF16, 2e-2);
      }
    }
  }

  /** Runs a plan that reads some results, compares them, and returns the size of the plan. */
  private static long runs(
      Layer layer, Composite composite, List<Integer> read, Precision precision, double tolerance) {
    List<Value> leaves = new ArrayList<>();
    Map<String, Tensor> given = new HashMap<>();
    Random random = new Random(5);
    for (long[] shape : layer.shapes()) {
      String key = "x" + leaves.size();
      boolean mask = layer.masked && leaves.size() == layer.unmasked();
      float[] elements = new float[Math.toIntExact(Tensor.elementsOf(shape))];
      for (int i = 0; i < elements.length; i++) {
        elements[i] = mask ? random.nextInt(2) : (float) random.nextGaussian() * 0.3f;
      }
      given.put(key, Tensor.of(elements, shape));
      leaves.add(Ops.input(key, DType.F32, Shape.of(shape)));
    }
    List<Value> results = Node.of(composite, leaves).outputs();
    Map<String, Value> outputs = new LinkedHashMap<>();
    read.forEach(result -> outputs.put("y" + result, results.get(result)));
    Graph graph = Graph.of(outputs);
    Map<String, Tensor> expected = GraphInterpreter.run(graph, given);
    try (Plan plan = Plan.of(graph).precision(precision).compile()) {
      assertTrue(plan.explain().contains(layer.name), plan::explain);
      plan.run(given);
      expected.forEach(
          (key, tensor) ->
              assertArrayEquals(
                  tensor.toFloats(), plan.output(key).toFloats(), (float) tolerance, key));
      return plan.bytes();
    }
  }
}
