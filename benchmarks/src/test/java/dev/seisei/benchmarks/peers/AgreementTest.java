package dev.seisei.benchmarks.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgreementTest {
  private static List<double[]> runs(double... losses) {
    return Arrays.stream(losses).mapToObj(loss -> new double[] {loss}).toList();
  }

  @Test
  void findsTheWorstRun() {
    Agreement found = Agreement.of(runs(1, 0.5, 100), runs(1, 0.4, 101));
    assertEquals(0.1, found.gap(), 1e-12);
    assertEquals(1, found.run());
    assertEquals(3, found.runs());
  }

  @Test
  void measuresLargeLossesByTheirSize() {
    assertEquals(0.01, Agreement.of(runs(99), runs(100)).gap(), 1e-12);
  }

  @Test
  void comparesWhatBothDid() {
    assertEquals(2, Agreement.of(runs(1, 2, 3), runs(1, 2)).runs());
  }

  @Test
  void manyValuesCountTogether() {
    double[] ours = new double[100];
    double[] others = new double[100];
    ours[7] = 0.1;
    assertEquals(0.01, Agreement.of(List.of(ours), List.of(others)).gap(), 1e-12);
  }

  @Test
  void whatIsNotANumberDoesNotAgree() {
    assertTrue(Double.isNaN(Agreement.of(runs(1, Double.NaN), runs(1, 1)).gap()));
  }

  @Test
  void refusesWhatCannotBeCompared() {
    assertThrows(IllegalArgumentException.class, () -> Agreement.of(List.of(), runs(1)));
    assertThrows(
        IllegalArgumentException.class,
        () -> Agreement.of(List.of(new double[2]), List.of(new double[3])));
  }
}
