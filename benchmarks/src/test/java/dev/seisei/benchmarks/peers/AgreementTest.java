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

  private static Agreement losses(List<double[]> ours, List<double[]> others) {
    return Agreement.of(ours, others, 1);
  }

  private static double results(double[] ours, double[] others) {
    return Agreement.of(List.of(ours), List.of(others), 0).gap();
  }

  @Test
  void measuresResultsByTheirOwnSize() {
    assertEquals(0.04, results(new double[] {0.003, 0.0042}, new double[] {0.003, 0.004}), 1e-12);
    assertEquals(0.04, results(new double[] {30, 42}, new double[] {30, 40}), 1e-12);
  }

  @Test
  void zerosAgreeWithNothingElseHoweverSmall() {
    double[] small = {1e-3, -2e-3, 3e-3};
    assertEquals(1, results(new double[3], small), 1e-12);
    assertEquals(Double.POSITIVE_INFINITY, results(small, new double[3]));
    assertEquals(0, results(new double[3], new double[3]));
  }

  /** Of one value in a hundred that comes out near zero, the error is that of its terms. */
  @Test
  void oneUnluckyValueDecidesNothing() {
    double[] others = new double[100];
    Arrays.fill(others, 1);
    others[50] = 1e-6;
    double[] ours = others.clone();
    ours[50] += 4e-3;
    assertTrue(results(ours, others) < 1e-3);
  }

  @Test
  void findsTheWorstRun() {
    Agreement found = losses(runs(1, 0.5, 100), runs(1, 0.4, 101));
    assertEquals(0.1, found.gap(), 1e-12);
    assertEquals(1, found.run());
    assertEquals(3, found.runs());
  }

  @Test
  void measuresLargeLossesByTheirSize() {
    assertEquals(0.01, losses(runs(99), runs(100)).gap(), 1e-12);
  }

  @Test
  void comparesWhatBothDid() {
    assertEquals(2, losses(runs(1, 2, 3), runs(1, 2)).runs());
  }

  @Test
  void manyValuesCountTogether() {
    double[] ours = new double[100];
    double[] others = new double[100];
    ours[7] = 0.1;
    assertEquals(0.01, losses(List.of(ours), List.of(others)).gap(), 1e-12);
  }

  @Test
  void whatIsNotANumberDoesNotAgree() {
    assertTrue(Double.isNaN(losses(runs(1, Double.NaN), runs(1, 1)).gap()));
  }

  @Test
  void refusesWhatCannotBeCompared() {
    assertThrows(IllegalArgumentException.class, () -> losses(List.of(), runs(1)));
    assertThrows(
        IllegalArgumentException.class,
        () -> losses(List.of(new double[2]), List.of(new double[3])));
  }
}
