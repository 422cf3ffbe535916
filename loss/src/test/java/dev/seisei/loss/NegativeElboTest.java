package dev.seisei.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.loss.Graphs.Known;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The bound in its forms, made of the losses it is made of in a model. */
class NegativeElboTest {
  private static final double EXACT = 1e-12;
  private static final double[] RECONSTRUCTION = {3, 4};
  private static final double[][] DIVERGENCES = {{0.1, 0.9}, {0.4, 0.6}};

  @Test
  void formsAgree() {
    double[] expected = {3 + 2 * (0.5 + 0.9), 4 + 2 * (0.5 + 0.6)};
    assertArrayEquals(expected, NegativeElbo.loss(RECONSTRUCTION, DIVERGENCES, 2, 0.5), EXACT);
    assertEquals(expected[0], NegativeElbo.loss(3, DIVERGENCES[0], 2, 0.5), EXACT);
    INDArray reconstruction = Nd4j.createFromArray(RECONSTRUCTION);
    INDArray divergences = Graphs.array(DIVERGENCES);
    assertArrayEquals(expected, NegativeElbo.loss(reconstruction, divergences, 2, 0.5), EXACT);
    for (Known known : Known.values()) {
      assertArrayEquals(
          expected,
          Graphs.run(
              known, in -> NegativeElbo.loss(in[0], in[1], 2, 0.5), reconstruction, divergences),
          EXACT);
    }
  }

  @Test
  void aGraphMadeOfItsPartsIsTheirSum() {
    Random random = new Random(1);
    INDArray logits = Cases.array(random, Cases.Range.REAL, 3, 2, 2, 2);
    INDArray x = Cases.array(random, Cases.Range.UNIT, 3, 2, 2, 2);
    INDArray mean = Cases.array(random, Cases.Range.REAL, 3, 4);
    INDArray logVariance = Cases.array(random, Cases.Range.REAL, 3, 4);
    double[] expected = BinaryCrossEntropy.loss(logits, x);
    double[] divergence = GaussianKl.toStandardNormal(mean, logVariance);
    for (int i = 0; i < 3; i++) {
      expected[i] += divergence[i];
    }
    for (Known known : Known.values()) {
      assertArrayEquals(
          expected,
          Graphs.run(
              known,
              in ->
                  NegativeElbo.loss(
                      BinaryCrossEntropy.loss(in[0], in[1]),
                      GaussianKl.toStandardNormalEach(in[2], in[3]),
                      1,
                      0),
              logits,
              x,
              mean,
              logVariance),
          EXACT);
    }
  }

  @Test
  void eachDimensionsDivergenceKeepsTheShape() {
    Random random = new Random(2);
    INDArray[] inputs = new INDArray[4];
    for (int i = 0; i < 4; i++) {
      inputs[i] = Cases.array(random, Cases.Range.REAL, 2, 3);
    }
    INDArray each =
        Graphs.output(
            Known.NOTHING, in -> GaussianKl.betweenEach(in[0], in[1], in[2], in[3]), inputs);
    assertArrayEquals(new long[] {2, 3}, each.shape());
    double[][] expected =
        GaussianKl.betweenEach(
            inputs[0].toDoubleMatrix(),
            inputs[1].toDoubleMatrix(),
            inputs[2].toDoubleMatrix(),
            inputs[3].toDoubleMatrix());
    for (int row = 0; row < 2; row++) {
      assertArrayEquals(expected[row], each.getRow(row).toDoubleVector(), EXACT);
    }
  }

  @Test
  void belowItsFreeBitsADimensionGetsNoGradient() {
    double[] gradient =
        Graphs.gradients(
                Known.SHAPE,
                in -> NegativeElbo.loss(in[0], in[1], 2, 0.5),
                Nd4j.createFromArray(RECONSTRUCTION),
                Graphs.array(DIVERGENCES))
            .get(1);
    assertArrayEquals(new double[] {0, 2, 0, 2}, gradient, 0);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    refused(
        "reconstruction has shape [1], but divergences has shape [2, 2]",
        () -> NegativeElbo.loss(new double[] {1}, DIVERGENCES, 1, 0));
    refused(
        "reconstruction has shape [3], but divergences has shape [2, 2]",
        () ->
            NegativeElbo.loss(
                Nd4j.createFromArray(1.0, 2.0, 3.0), Graphs.array(DIVERGENCES), 1, 0));
    refused("beta must be >= 0, got -1.0", () -> NegativeElbo.loss(1, DIVERGENCES[0], -1, 0));
    refused(
        "freeBits must be >= 0, got NaN",
        () -> NegativeElbo.loss(1, DIVERGENCES[0], 1, Double.NaN));
    refused(
        "reconstruction[1] is NaN",
        () -> NegativeElbo.loss(new double[] {1, Double.NaN}, DIVERGENCES, 1, 0));
    refused(
        "reconstruction has shape [-1, 2], but divergences has shape [-1, 2]",
        () ->
            Graphs.run(
                Known.SHAPE,
                in -> NegativeElbo.loss(in[0], in[1], 1, 0),
                Nd4j.ones(2, 2),
                Graphs.array(DIVERGENCES)));
  }

  private static void refused(String expected, Executable attempt) {
    String message =
        String.valueOf(assertThrows(IllegalArgumentException.class, attempt).getMessage());
    assertTrue(message.contains(expected), message);
  }
}
