package dev.seisei.engine.samediff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.engine.gradient.FiniteDifferences;
import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.nd4j.Nd4jTensors;
import dev.seisei.engine.reference.GraphInterpreter;
import dev.seisei.engine.samediff.ImportExamples.Built;
import dev.seisei.engine.samediff.ImportExamples.Example;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Proves every importable operation: the results are those of SameDiff's own session, and first and
 * second derivatives are those that finite differences give.
 */
class ImportProofTest {
  static Stream<Example> examples() {
    return ImportExamples.all().stream();
  }

  @Test
  void everyKindHasAnExample() {
    TreeSet<String> shown = new TreeSet<>();
    examples().map(Example::kind).forEach(shown::add);
    assertEquals(OperationTable.kinds(), shown);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void resultsAreThoseOfSameDiff(Example example) {
    Built built = example.build().get();
    assertTrue(
        Arrays.stream(built.graph().ops()).anyMatch(op -> op.opName().equals(example.kind())),
        () -> "the example contains no " + example.kind());
    Map<String, INDArray> expected =
        built.graph().output(built.placeholders(), built.outputs().toArray(new String[0]));
    Map<String, Tensor> found = GraphInterpreter.run(imported(built), tensors(built));
    found.forEach(
        (name, tensor) ->
            assertSame(
                Nd4jTensors.tensor(Objects.requireNonNull(expected.get(name), name)), tensor));
  }

  private static void assertSame(Tensor expected, Tensor found) {
    assertEquals(expected.dtype(), found.dtype());
    assertArrayEquals(expected.shape(), found.shape());
    for (int i = 0; i < expected.elements(); i++) {
      double wanted = expected.getDouble(i);
      assertEquals(wanted, found.getDouble(i), 1e-10 * Math.max(1, Math.abs(wanted)), "at " + i);
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void derivativesAreThoseOfFiniteDifferences(Example example) {
    Built built = example.build().get();
    if (built.differentiable()) {
      FiniteDifferences.check(imported(built), tensors(built));
    }
  }

  private static Graph imported(Built built) {
    return GraphImport.of(built.graph()).graph(built.outputs().toArray(new String[0]));
  }

  private static Map<String, Tensor> tensors(Built built) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    built.placeholders().forEach((name, array) -> tensors.put(name, Nd4jTensors.tensor(array)));
    return tensors;
  }
}
