package dev.seisei.core.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.engine.file.GraphFile;
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
import dev.seisei.engine.param.ParameterStore;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CheckpointTest {
  @TempDir Path temporary;

  private Checkpoint saved(Map<String, Tensor> weights) {
    Path folder = temporary.resolve("v");
    CheckpointWriter.to(folder).config("test", new Models.Config()).weights(weights).commit();
    return Checkpoint.open(folder);
  }

  private static Value parameter(String key, DType dtype, Shape shape) {
    return Ops.apply(new Leaf.Parameter(key, new TensorType(dtype, shape)));
  }

  private static Value state(String key, DType dtype, Shape shape) {
    return Ops.apply(new Leaf.State(key, new TensorType(dtype, shape)));
  }

  private static Graph graph(Value... outputs) {
    Map<String, Value> named = new LinkedHashMap<>();
    for (Value output : outputs) {
      named.put("y" + named.size(), output);
    }
    return Graph.of(named);
  }

  @Test
  void aCheckpointSaysWhatItIs() {
    Checkpoint checkpoint = saved(Map.of("w", Tensor.of(new float[] {1}, 1)));
    assertEquals("v", checkpoint.name());
    assertEquals("test", checkpoint.modelType());
    assertEquals(temporary.resolve("v"), checkpoint.folder());
    assertEquals(Map.of("latent_dim", 2, "beta", 1.0), checkpoint.config());
    assertEquals(new Models.Config(), checkpoint.config(Models.Config.class));
    assertEquals(Map.of(), checkpoint.training());
    assertEquals(Optional.empty(), checkpoint.state());
    assertEquals(ModelCard.EMPTY, checkpoint.card());
    assertEquals(Map.of(), checkpoint.graphs());
  }

  @Test
  void graphsAreReadBackAndFindTheirWeights() {
    Path folder = temporary.resolve("v");
    Graph graph =
        graph(
            Ops.add(
                Ops.input("x", DType.F32, Shape.of(Dim.symbol("n"), Dim.of(2))),
                parameter("w", DType.F32, Shape.of(1, 2))));
    CheckpointWriter.to(folder)
        .config("test", new Models.Config())
        .weights(Map.of("w", Tensor.of(new float[] {1, 2}, 1, 2)))
        .graphs(Map.of("f", graph))
        .commit();
    Checkpoint checkpoint = Checkpoint.open(folder);
    Map<String, Graph> graphs = checkpoint.graphs();
    assertEquals(Set.of("f"), graphs.keySet());
    try (ParameterStore store = checkpoint.parameters(graphs.values(), Device.CPU)) {
      assertEquals(Set.of("w"), store.names());
    }
    assertArrayEquals(GraphFile.write(Map.of("f", graph)), GraphFile.write(graphs));
  }

  @Test
  void parametersAreThoseOfAllGraphsInTheirOrder() {
    Map<String, Tensor> weights =
        Map.of(
            "b", Tensor.of(new float[] {1, 2}, 2),
            "a", Tensor.of(new float[] {3}, 1, 1),
            "scalar", Tensor.of(new float[] {4}));
    Value b = parameter("b", DType.F32, Shape.of(2));
    Value a = parameter("a", DType.F32, Shape.of(1, 1));
    Graph first = graph(b);
    Graph second = graph(Ops.add(a, b), parameter("scalar", DType.F32, Shape.of(new long[0])));
    try (ParameterStore store = saved(weights).parameters(List.of(first, second), Device.CPU)) {
      assertEquals(List.of("b", "a", "scalar"), List.copyOf(store.names()));
      weights.forEach((name, tensor) -> Tensors.assertSame(tensor, store.get(name)));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"F16", "BF16", "F64", "F32"})
  void otherFloatingTypesBecomeSinglePrecision(DType dtype) {
    Tensor tensor = Tensor.zeros(Device.CPU, dtype, 3);
    tensor.setDouble(0, 1.5);
    tensor.setDouble(1, -0.1);
    tensor.setDouble(2, 1e-3);
    float[] expected = tensor.toFloats();
    try (ParameterStore store =
        saved(Map.of("w", tensor))
            .parameters(List.of(graph(parameter("w", DType.F32, Shape.of(3)))), Device.CPU)) {
      assertEquals(DType.F32, store.get("w").dtype());
      assertArrayEquals(expected, store.get("w").toFloats());
    }
  }

  @Test
  void allMismatchesAreNamedTogether() {
    Checkpoint checkpoint =
        saved(
            Map.of(
                "left.over", Tensor.of(new float[] {1}, 1),
                "turned", Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 2),
                "ranked", Tensor.of(new float[] {1}, 1, 1),
                "counted", Tensor.of(new int[] {1}, 1),
                "statistics", Tensor.of(new float[] {1}, 1),
                "right", Tensor.of(new float[] {1}, 1)));
    Graph graph =
        graph(
            parameter("turned", DType.F32, Shape.of(2, 3)),
            parameter("ranked", DType.F32, Shape.of(1)),
            parameter("counted", DType.F32, Shape.of(1)),
            parameter("missing", DType.F32, Shape.of(4)),
            parameter("right", DType.F32, Shape.of(1)),
            state("statistics", DType.F32, Shape.of(1)));
    long before = Device.CPU.allocatedBytes();
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> checkpoint.parameters(List.of(graph), Device.CPU));
    assertEquals(
        temporary.resolve("v").resolve("model.safetensors")
            + " does not fit the model: \"turned\" has shape [3, 2], expected [2, 3];"
            + " \"ranked\" has shape [1, 1], expected [1]; \"counted\" is I32, expected F32;"
            + " \"missing\" F32[4] is missing; \"left.over\" is not part of the model",
        refused.getMessage());
    assertTrue(Device.CPU.allocatedBytes() <= before); // less, if garbage was collected
  }

  @Test
  void whatOthersSavedBesideMayBeLeftOver() {
    Map<String, Tensor> weights = new HashMap<>();
    weights.put("w", Tensor.of(new float[] {1}, 1));
    weights.put("w.counter", Tensor.of(new long[] {7}));
    List<Graph> graphs = List.of(graph(parameter("w", DType.F32, Shape.of(1))));
    try (ParameterStore store =
        saved(weights).parameters(graphs, name -> name.endsWith(".counter"), Device.CPU)) {
      assertEquals(List.of("w"), List.copyOf(store.names()));
    }
    weights.put("other", Tensor.of(new float[] {1}, 1));
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> saved(weights).parameters(graphs, name -> name.endsWith(".counter"), Device.CPU));
    assertTrue(refused.toString().contains("\"other\" is not part"), refused.toString());
    assertFalse(refused.toString().contains("counter"), refused.toString());
  }

  @Test
  void graphsThatDisagreeAreRefused() {
    Checkpoint checkpoint = saved(Map.of("w", Tensor.of(new float[] {1}, 1)));
    List<Graph> graphs =
        List.of(
            graph(parameter("w", DType.F32, Shape.of(1))),
            graph(parameter("w", DType.F32, Shape.of(2))));
    String message =
        String.valueOf(
            assertThrows(
                    IllegalArgumentException.class, () -> checkpoint.parameters(graphs, Device.CPU))
                .getMessage());
    assertEquals("the graphs read w both as F32[1] and as F32[2]", message);
  }

  @Test
  void statesAreReadAsFarAsTheyWereSaved() {
    Checkpoint checkpoint =
        saved(
            Map.of(
                "w", Tensor.of(new float[] {1}, 1),
                "mean", Tensor.of(new double[] {0.5, 2}, 2),
                "cache", Tensor.of(new float[] {1, 2, 3}, 3, 1)));
    Graph graph =
        graph(
            parameter("w", DType.F32, Shape.of(1)),
            state("mean", DType.F32, Shape.of(2)),
            state("cache", DType.F32, Shape.of(Dim.symbol("n"), Dim.of(1))),
            state("step", DType.I64, Shape.of(new long[0])));
    Map<String, Tensor> states = checkpoint.states(List.of(graph));
    assertEquals(List.of("mean", "cache"), List.copyOf(states.keySet()));
    Tensors.assertSame(Tensor.of(new float[] {0.5f, 2}, 2), states.get("mean"));
    Tensors.assertSame(Tensor.of(new float[] {1, 2, 3}, 3, 1), states.get("cache"));

    Graph other = graph(state("mean", DType.F32, Shape.of(3)));
    assertTrue(
        String.valueOf(
                assertThrows(
                        IllegalArgumentException.class, () -> checkpoint.states(List.of(other)))
                    .getMessage())
            .contains("\"mean\" has shape [2], expected [3]"));
  }

  @Test
  void aMissingFileOfWeightsIsNamed() {
    Path folder = temporary.resolve("v");
    CheckpointWriter.to(folder).config("test", new Models.Config()).commit();
    Checkpoint checkpoint = Checkpoint.open(folder);
    assertEquals(
        folder + " has no weights: there is no model.safetensors",
        assertThrows(
                IllegalArgumentException.class, () -> checkpoint.parameters(List.of(), Device.CPU))
            .getMessage());
  }

  @Test
  void aRelativeFolderHasAName() {
    assertFalse(Checkpoint.isCheckpoint(Path.of("")));
    assertFalse(Checkpoint.isCheckpoint(Path.of("no such folder")));
  }
}
