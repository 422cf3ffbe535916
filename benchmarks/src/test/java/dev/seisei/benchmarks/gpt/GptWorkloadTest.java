package dev.seisei.benchmarks.gpt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each side is a process of its own, so all of this must come out the same every time. */
class GptWorkloadTest {

  private final GptWorkload workload = GptWorkload.STANDARD;

  @Test
  void weightsAreThoseOfTheParametersAndTheSameEveryTime() {
    Map<String, float[]> weights = workload.initialWeights();
    Map<String, float[]> again = workload.initialWeights();
    List<GptWorkload.Parameter> parameters = workload.parameters();
    assertEquals(
        parameters.stream().map(GptWorkload.Parameter::name).toList(),
        List.copyOf(weights.keySet()));
    assertArrayEquals(
        parameters.stream().mapToInt(GptWorkload.Parameter::length).toArray(),
        weights.values().stream().mapToInt(values -> values.length).toArray());
    assertTrue(Arrays.deepEquals(weights.values().toArray(), again.values().toArray()));
    // 65·128 + 64·128 + 4·(4·128 + 128·384 + 384 + 128² + 128 + 2·4·128² + 5·128) + 2·128 + 128·65
    assertEquals(818_176, weights.values().stream().mapToInt(values -> values.length).sum());
  }

  @Test
  void targetsAreTheTokensThatFollow() {
    GptBatches batches = new GptBatches(workload);
    int[][] tokens = batches.tokens(7);
    int[][] targets = batches.targets(7);
    assertEquals(workload.batch(), tokens.length);
    for (int row = 0; row < tokens.length; row++) {
      assertEquals(workload.context(), tokens[row].length);
      assertArrayEquals(
          Arrays.copyOfRange(tokens[row], 1, tokens[row].length),
          Arrays.copyOf(targets[row], targets[row].length - 1));
    }
  }

  @Test
  void batchesAreTheSameEveryTimeAndOtherForAnotherStep() {
    int[][] first = new GptBatches(workload).tokens(3);
    assertTrue(Arrays.deepEquals(first, new GptBatches(workload).tokens(3)));
    assertFalse(Arrays.deepEquals(first, new GptBatches(workload).tokens(4)));
  }

  @Test
  void tooSmallAVocabularyIsRefused() {
    GptWorkload small = new GptWorkload(1, 8, 2, 4, 2, 64, 1);
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> new GptBatches(small));
    assertEquals("vocabulary must be >= 65, got 64", refusal.getMessage());
  }

  @Test
  void timingsInterpolateBetweenTheNearest() {
    assertEquals(new Timings(2.5, 1, 1.75, 3.25), Timings.of(List.of(4.0, 1.0, 3.0, 2.0)));
  }
}
