package dev.seisei.engine.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.engine.op.CompositeType;
import dev.seisei.engine.samediff.Annotations;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class CompositeExamplesTest {
  static List<CompositeExamples.Example> examples() {
    return CompositeExamples.all();
  }

  @Test
  void everyCompositeHasAnExample() {
    Set<CompositeType> missing = new HashSet<>(Composites.all());
    assertTrue(missing.size() >= 8, "few composites are listed: " + missing);
    missing.removeAll(
        CompositeExamples.all().stream()
            .map(CompositeExamples.Example::type)
            .collect(Collectors.toSet()));
    assertEquals(Set.of(), missing);
  }

  @Test
  void noTwoCompositesShareAName() {
    assertEquals(
        Composites.all().size(),
        Composites.all().stream().map(CompositeType::name).distinct().count());
  }

  @Test
  void noTwoExamplesShareAName() {
    assertEquals(
        CompositeExamples.all().size(),
        CompositeExamples.all().stream().map(Object::toString).distinct().count());
  }

  /**
   * SameDiff's hash code follows its content, so that a map keyed by it forgets a graph that grows.
   */
  @Test
  void annotationsStayWithAGraphThatGrows() {
    SameDiff graph = SameDiff.create();
    Annotations before = Annotations.of(graph);
    graph.constant(1.0);
    assertSame(before, Annotations.of(graph), "key the annotations by identity");
  }

  /** So that an example can neither be skipped nor hide an error behind a NaN or a constant. */
  @ParameterizedTest
  @MethodSource("examples")
  void runsInSameDiffsOwnSession(CompositeExamples.Example example) {
    INDArray output = Sketch.output(example.build().apply(DataType.DOUBLE));
    assertEquals(DataType.DOUBLE, output.dataType());
    double[] values = Sketch.flat(output);
    assertTrue(Arrays.stream(values).allMatch(Double::isFinite), Arrays.toString(values));
    assertTrue(
        Arrays.stream(values).distinct().count() > 1, "constant: " + Arrays.toString(values));
  }
}
