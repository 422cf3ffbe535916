package dev.seisei.engine.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.engine.gradient.CompositeGradient;
import dev.seisei.engine.gradient.Gradients;
import dev.seisei.engine.graph.Dim;
import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.graph.Node;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.TensorType;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.nd4j.Nd4jTensors;
import dev.seisei.engine.nn.CompositeExamples;
import dev.seisei.engine.op.Clip;
import dev.seisei.engine.op.Composite;
import dev.seisei.engine.op.CompositeType;
import dev.seisei.engine.op.Leaf;
import dev.seisei.engine.op.Ops;
import dev.seisei.engine.op.PrimitiveExamples;
import dev.seisei.engine.op.Scale;
import dev.seisei.engine.optim.Optimizer;
import dev.seisei.engine.optim.Schedule;
import dev.seisei.engine.optim.Training;
import dev.seisei.engine.param.ParameterStore;
import dev.seisei.engine.param.State;
import dev.seisei.engine.property.RandomGraph;
import dev.seisei.engine.samediff.GraphImport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

/** What is read is what was written: node by node, and bit by bit when it runs. */
class RoundTripTest {
  private static final long[] SEED_AND_STEP = {7, 0};

  static List<PrimitiveExamples.Example> primitives() {
    return PrimitiveExamples.all();
  }

  @ParameterizedTest
  @MethodSource("primitives")
  void everyPrimitive(PrimitiveExamples.Example example) {
    Graph read = RoundTrip.of(example.graph());
    RoundTrip.assertSameResults(example.graph(), read, example.inputs());
  }

  static List<CompositeExamples.Example> composites() {
    return CompositeExamples.all();
  }

  /** An imported graph, updates and random numbers included, and what its leaves hold. */
  private record Imported(Graph graph, Map<String, Tensor> leaves) {}

  private static Imported imported(CompositeExamples.Example example) {
    CompositeExamples.Built built = example.build().apply(DataType.FLOAT);
    Map<String, Tensor> leaves = new TreeMap<>(GraphImport.parameters(built.graph()));
    leaves.putAll(GraphImport.states(built.graph()));
    leaves.put(GraphImport.RANDOM_KEY, Tensor.of(SEED_AND_STEP, 2));
    built.inputs().forEach((name, array) -> leaves.put(name, Nd4jTensors.tensor(array)));
    return new Imported(GraphImport.of(built.graph()).graph(built.output().name()), leaves);
  }

  @ParameterizedTest
  @MethodSource("composites")
  void everyComposite(CompositeExamples.Example example) {
    Imported imported = imported(example);
    assertTrue(
        imported.graph().nodes().stream().anyMatch(node -> node.op() instanceof Composite),
        "the composite is not there to be written");
    Graph read = RoundTrip.of(imported.graph());
    RoundTrip.assertSameResults(imported.graph(), read, imported.leaves());
  }

  /** With fused gradients, the optimizer's updates, and states for running statistics. */
  @ParameterizedTest
  @MethodSource("composites")
  void aTrainingStepOfEveryComposite(CompositeExamples.Example example) {
    Imported imported = imported(example);
    Graph forward = imported.graph();
    Value output = forward.outputs().values().iterator().next();
    Value loss = Ops.reshape(Ops.sum(output, Ops.allAxes(output)), new Shape(List.of()));
    Graph withLoss = new Graph(Map.of("loss", loss), forward.updates());
    Map<String, Tensor> parameters = new TreeMap<>();
    for (Node node : withLoss.nodes()) {
      if (node.op() instanceof Leaf.Parameter leaf) {
        parameters.put(leaf.key(), Objects.requireNonNull(imported.leaves().get(leaf.key())));
      }
    }
    try (ParameterStore store = ParameterStore.of(parameters)) {
      Graph step =
          Training.of(withLoss, "loss", store, new State())
              .optimizer(Optimizer.Adam.standard())
              .schedule(Schedule.constant(1e-3))
              .clipNorm(1)
              .graph();
      Graph read = RoundTrip.of(step);
      RoundTrip.assertSameResults(
          step, read, imported.leaves(), "optimizer.mean", "optimizer.square");
    }
  }

  @Property(tries = 60, shrinking = ShrinkingMode.OFF)
  void graphsMadeAtRandomWithTheirGradients(@ForAll long seed) {
    RandomGraph made = new RandomGraph(seed, 4 + (int) Math.floorMod(seed, 20L));
    Graph forward = GraphImport.of(made.graph()).graph("loss");
    Map<String, Tensor> leaves = new TreeMap<>(GraphImport.parameters(made.graph()));
    made.placeholders().forEach((name, array) -> leaves.put(name, Nd4jTensors.tensor(array)));
    Map<String, Value> outputs = new LinkedHashMap<>(forward.outputs());
    List<Value> parameters = new ArrayList<>();
    for (Node node : forward.nodes()) {
      if (node.op() instanceof Leaf.Parameter) {
        parameters.add(node.output());
      }
    }
    List<Value> gradients = Gradients.of(Objects.requireNonNull(outputs.get("loss")), parameters);
    gradients.forEach(gradient -> outputs.put("gradient " + outputs.size(), gradient));
    Graph graph = Graph.of(outputs);
    RoundTrip.assertSameResults(graph, RoundTrip.of(graph), leaves);
  }

  @Test
  void everyElementType() {
    for (DType dtype : DType.values()) {
      Tensor tensor = Tensor.zeros(Device.CPU, dtype, 2, 3);
      for (int i = 0; i < 6; i++) {
        tensor.setDouble(i, i % 2);
      }
      RoundTrip.of(Graph.of(Map.of("c", Ops.constant(tensor))));
    }
    RoundTrip.of(Graph.of(Map.of("c", Ops.constant(Tensor.of(new float[0], 0, 3)))));
  }

  @Test
  void numbersThatJsonDoesNotHave() {
    TensorType type = new TensorType(DType.F64, Shape.of(2));
    double[] numbers = {
      Double.NaN,
      Double.POSITIVE_INFINITY,
      Double.NEGATIVE_INFINITY,
      -0.0,
      Double.MIN_VALUE,
      Double.MAX_VALUE,
      Double.parseDouble("2e23"),
      0.1
    };
    for (double number : numbers) {
      Node fill = Node.of(new Leaf.Fill(number, type), List.of());
      RoundTrip.of(Graph.of(Map.of("y", fill.output())));
      RoundTrip.of(Graph.of(Map.of("y", used(Map.of("a", number)))));
    }
    Value x = Ops.input("x", DType.F64, Shape.of(2));
    Node clip = Node.of(new Clip(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY), List.of(x));
    RoundTrip.of(Graph.of(Map.of("y", clip.output())));
  }

  /** A composite that is the identity. */
  private static Value used(Map<String, Object> attributes) {
    Value parameter = Ops.input("0", DType.F64, Shape.of(2));
    Composite composite =
        new Composite(
            new CompositeType("identity", false),
            attributes,
            List.of(parameter),
            List.of(Node.of(new Scale(1, 0), List.of(parameter)).output()));
    return Ops.apply(composite, Ops.input("x", DType.F64, Shape.of(2)));
  }

  @Test
  void attributesKeepTheirTypes() {
    Map<String, Object> attributes =
        Map.of("int", 3, "long", 3L, "double", 3.0, "text", "3", "truth", true);
    Graph read = RoundTrip.of(Graph.of(Map.of("y", used(attributes))));
    Composite composite = (Composite) read.roots().get(0).op();
    assertEquals(attributes, composite.attributes());
  }

  @Test
  void expressionsOfDimensions() {
    Dim batch = Dim.symbol("batch");
    Dim time = Dim.symbol("x.1");
    Dim half = time.plus(-3).floorDiv(Dim.of(2)).plus(1);
    List<Dim> dims =
        List.of(
            batch,
            Dim.of(0),
            batch.times(64),
            batch.times(time).times(-2).plus(batch.times(batch)).plus(5),
            half,
            half.plus(-1).floorDiv(batch.plus(1)).times(half).times(3),
            batch.floorDiv(time.times(3)));
    Value x = Ops.input("x", DType.F32, new Shape(dims));
    Graph read = RoundTrip.of(Graph.of(Map.of("x", x)));
    assertEquals(dims, read.roots().get(0).shape().dims());
  }

  @Test
  void whatIsSharedIsWrittenOnce() {
    Value x = Ops.input("x", DType.F32, Shape.of(2));
    Tensor tensor = Tensor.of(new float[] {1, 2}, 2);
    Value a = Ops.add(x, Ops.constant(tensor));
    Value b = Ops.mul(a, Ops.add(a, Ops.constant(tensor)));
    Map<String, Graph> graphs = new LinkedHashMap<>();
    graphs.put("z", Graph.of(Map.of("a", a, "b", b)));
    graphs.put("a", Graph.of(Map.of("a", a)));
    String text = RoundTrip.text(GraphFile.write(graphs));
    assertEquals(1, count(text, "\"data\""), text);
    Map<String, Graph> read = GraphFile.read(GraphFile.write(graphs));
    assertEquals(List.of("z", "a"), List.copyOf(read.keySet()), "their order");
    List<Leaf.Constant> constants = new ArrayList<>();
    for (Graph graph : read.values()) {
      for (Node node : graph.nodes()) {
        if (node.op() instanceof Leaf.Constant constant) {
          constants.add(constant);
        }
      }
    }
    assertEquals(3, constants.size());
    constants.forEach(each -> assertSame(constants.get(0).tensor(), each.tensor()));
  }

  /** Two layers of one shape have one definition, whichever objects their composites are. */
  @Test
  void equalBodiesAreWrittenOnce() {
    Value first = used(Map.of("a", 1));
    Value second = used(Map.of("a", 1));
    Value other = used(Map.of("a", 2));
    Map<String, Value> outputs = new LinkedHashMap<>();
    outputs.put("first", first);
    outputs.put("second", second);
    outputs.put("other", other);
    String text = RoundTrip.text(GraphFile.write(Map.of("g", Graph.of(outputs))));
    assertEquals(2, count(text, "\"name\":\"identity\""), text);
    RoundTrip.of(Graph.of(outputs));
  }

  private static int count(String text, String part) {
    return text.split(Pattern.quote(part), -1).length - 1;
  }

  @Test
  void equalGraphsGiveEqualBytes() {
    CompositeExamples.Example example = CompositeExamples.all().get(0);
    byte[] first = GraphFile.write(Map.of("g", imported(example).graph()));
    byte[] second = GraphFile.write(Map.of("g", imported(example).graph()));
    assertEquals(RoundTrip.text(first), RoundTrip.text(second));
  }

  @Test
  void trainingStepsHaveFusedGradients() {
    boolean found =
        CompositeExamples.all().stream()
            .filter(example -> example.type().fusedGradient())
            .map(example -> imported(example).graph())
            .map(graph -> graph.outputs().values().iterator().next())
            .flatMap(
                output ->
                    Graph.nodes(
                        Gradients.pullBack(List.of(output), List.of(output), parametersOf(output)))
                        .stream())
            .anyMatch(node -> node.op() instanceof CompositeGradient);
    assertTrue(found);
  }

  private static List<Value> parametersOf(Value output) {
    return Graph.nodes(List.of(output)).stream()
        .filter(node -> node.op() instanceof Leaf.Parameter)
        .map(Node::output)
        .toList();
  }
}
