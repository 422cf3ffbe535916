package dev.seisei.engine.samediff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.nd4j.Nd4jTensors;
import dev.seisei.engine.op.Composite;
import dev.seisei.engine.op.CompositeType;
import dev.seisei.engine.reference.GraphInterpreter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Operations that were recorded as a composite come in as one, equal to what it is made of. */
class CompositeImportTest {
  private static final CompositeType GATE = new CompositeType("gate", false);
  private static final CompositeType LAYER = new CompositeType("layer", true);

  private final SameDiff sd = SameDiff.create();
  private final SDVariable x = sd.placeHolder("x", DataType.DOUBLE, -1, 4);
  private final INDArray numbers = Nd4j.linspace(DataType.DOUBLE, -1, 0.17, 12).reshape(3, 4);

  private SDVariable gate(SDVariable a, SDVariable b) {
    return Annotations.composite(
        GATE,
        Map.of("slope", 2.0),
        new SDVariable[] {a, b},
        () -> a.mul(sd.nn().sigmoid(b.mul(2))));
  }

  private Value imported(SDVariable y) {
    Graph graph = GraphImport.of(sd).graph(y.name());
    return Objects.requireNonNull(graph.outputs().get(y.name()));
  }

  private void assertEqualToSameDiff(SDVariable y) {
    INDArray expected =
        Objects.requireNonNull(sd.output(Map.of("x", numbers), y.name()).get(y.name()));
    Tensor found =
        Objects.requireNonNull(
            GraphInterpreter.run(
                    Graph.of(Map.of("y", imported(y))), Map.of("x", Nd4jTensors.tensor(numbers)))
                .get("y"));
    assertArrayEquals(Nd4jTensors.tensor(expected).toDoubles(), found.toDoubles(), 1e-12);
  }

  @Test
  void isOneNodeWithItsAttributes() {
    SDVariable y = gate(x.add(1), x);
    Value value = imported(y);
    Composite composite = assertInstanceOf(Composite.class, value.op());
    assertEquals(GATE, composite.type());
    assertEquals(2.0, composite.number("slope"));
    assertEquals(2, value.node().inputs().size());
    assertEqualToSameDiff(y);
  }

  @Test
  void mayContainAnother() {
    SDVariable y =
        Annotations.composite(
            LAYER, Map.of(), new SDVariable[] {x}, () -> gate(x.mul(3), x.sub(1)).add(x));
    Value value = imported(y);
    Composite layer = assertInstanceOf(Composite.class, value.op());
    assertEquals(LAYER, layer.type());
    Value inside = layer.decompose(value.node().inputs()).orElseThrow().get(0);
    assertEquals(
        1,
        Graph.nodes(List.of(inside)).stream()
            .filter(node -> node.op() instanceof Composite c && c.type().equals(GATE))
            .count());
    assertEqualToSameDiff(y);
  }

  @Test
  void mayHaveSeveralResults() {
    List<SDVariable> results =
        Annotations.composite(
            LAYER,
            Map.of(),
            List.of(x),
            () -> {
              SDVariable mean = x.mean(true, 1);
              return List.of(mean, x.sub(mean));
            });
    Graph graph = GraphImport.of(sd).graph(results.get(0).name(), results.get(1).name());
    List<Value> values = List.copyOf(graph.outputs().values());
    assertEquals(values.get(0).node(), values.get(1).node());
    assertEqualToSameDiff(results.get(1));
  }

  @Test
  void mayTakeOneVariableTwice() {
    assertEqualToSameDiff(gate(x, x));
  }

  @Test
  void readsNothingThatIsNotAmongItsInputs() {
    SDVariable other = sd.placeHolder("other", DataType.DOUBLE, -1, 4);
    SDVariable y = Annotations.composite(GATE, Map.of(), new SDVariable[] {x}, () -> x.mul(other));
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> imported(y));
    assertEquals("composite gate reads other, which is not among its inputs", error.getMessage());
  }
}
