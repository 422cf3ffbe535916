package dev.seisei.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.seisei.loss.Graphs.Known;
import java.util.function.BiFunction;
import java.util.function.ToDoubleBiFunction;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Numbers that were worked out elsewhere. */
class AnchorsTest {
  private static final double EXACT = 1e-12;
  private static final double[] GOOD = {0.01, 0.65, 0.13, 0.70, 0.15};
  private static final double[] BAD = {0.34, 0.21, 0.91, 0.33, 0.22};
  private static final double[] TARGET = {0, 1, 0, 1, 0};

  @Test
  void squaredErrors() {
    check(
        0.252,
        2.0651,
        SumOfSquaredErrors::loss,
        SumOfSquaredErrors::loss,
        SumOfSquaredErrors::loss,
        SumOfSquaredErrors::loss);
    check(
        0.252 / 5,
        2.0651 / 5,
        MeanSquaredError::loss,
        MeanSquaredError::loss,
        MeanSquaredError::loss,
        MeanSquaredError::loss);
  }

  @Test
  void crossEntropy() {
    check(
        0.7874578600311867,
        2.6693103727862795,
        CrossEntropy::loss,
        CrossEntropy::loss,
        CrossEntropy::loss,
        CrossEntropy::loss);
  }

  @Test
  void absoluteErrors() {
    check(
        0.94 / 5,
        2.93 / 5,
        MeanAbsoluteError::loss,
        MeanAbsoluteError::loss,
        MeanAbsoluteError::loss,
        MeanAbsoluteError::loss);
  }

  /** Worked out from the papers' equations: log(1 + exp x) at ±0.5, ±2 and ±2.5. */
  @Test
  void games() {
    double[] real = {2};
    double[] generated = {-0.5};
    checkGame(AdversarialLoss.MINIMAX, 0.6010049952230792, -0.4740769841801067, real, generated);
    checkGame(
        AdversarialLoss.NON_SATURATING, 0.6010049952230792, 0.9740769841801067, real, generated);
    checkGame(AdversarialLoss.LEAST_SQUARES, 0.625, 1.125, real, generated);
    checkGame(AdversarialLoss.HINGE, 0.5, 0.5, real, generated);
    checkGame(AdversarialLoss.WASSERSTEIN, -2.5, 0.5, real, generated);
    checkGame(
        AdversarialLoss.RELATIVISTIC, 0.07888973429254963, 2.5788897342925496, real, generated);
  }

  private static void checkGame(
      AdversarialLoss game,
      double discriminator,
      double generator,
      double[] real,
      double[] generated) {
    assertEquals(discriminator, game.discriminator(real, generated), 1e-12, game.name());
    assertEquals(generator, game.generator(real, generated), 1e-12, game.name());
  }

  @Test
  void slopes() {
    double[] gradient = {3, -4};
    assertEquals(16, GradientPenalty.loss(gradient), EXACT);
    assertEquals(12.5, ZeroCenteredPenalty.loss(gradient), EXACT);
    assertEquals(1, GradientPenalty.loss(new double[] {0, 0}), EXACT);
  }

  private static void check(
      double good,
      double bad,
      ToDoubleBiFunction<double[], double[]> ofOne,
      BiFunction<double[][], double[][], double[]> ofRows,
      BiFunction<INDArray, INDArray, double[]> ofArrays,
      BiFunction<SDVariable, SDVariable, SDVariable> ofGraph) {
    assertEquals(good, ofOne.applyAsDouble(GOOD, TARGET), EXACT);
    assertEquals(bad, ofOne.applyAsDouble(BAD, TARGET), EXACT);
    double[] expected = {good, bad};
    double[][] predictions = {GOOD, BAD};
    double[][] targets = {TARGET, TARGET};
    assertArrayEquals(expected, ofRows.apply(predictions, targets), EXACT);
    INDArray x = Graphs.array(predictions);
    INDArray t = Graphs.array(targets);
    assertArrayEquals(expected, ofArrays.apply(x, t), EXACT);
    for (Known known : Known.values()) {
      assertArrayEquals(
          expected, Graphs.run(known, in -> ofGraph.apply(in[0], in[1]), x, t), EXACT);
    }
    INDArray single = Nd4j.createFromArray(GOOD);
    INDArray singleTarget = Nd4j.createFromArray(TARGET);
    assertArrayEquals(new double[] {good}, ofArrays.apply(single, singleTarget), EXACT);
    INDArray ofSingle =
        Graphs.output(Known.SHAPE, in -> ofGraph.apply(in[0], in[1]), single, singleTarget);
    assertArrayEquals(new long[] {1}, ofSingle.shape());
    assertEquals(good, ofSingle.getDouble(0), EXACT);
  }

  @Test
  void probabilityOfOneClass() {
    double[] first = {1, 0};
    assertEquals(0.22314355131420976, CrossEntropy.loss(new double[] {0.8, 0.2}, first), EXACT);
    assertEquals(1.6094379124341003, CrossEntropy.loss(new double[] {0.2, 0.8}, first), EXACT);
    double[] logits = {Math.log(0.8), Math.log(0.2)};
    assertEquals(0.22314355131420976, SoftmaxCrossEntropy.loss(logits, first), EXACT);
    assertEquals(1.6094379124341003, SoftmaxCrossEntropy.sparse(logits, 1), EXACT);
    assertEquals(
        0.22314355131420976,
        BinaryCrossEntropy.loss(new double[] {Math.log(4)}, new double[] {1}),
        EXACT);
    assertEquals(
        1.6094379124341003, BernoulliNll.loss(new double[] {0.8}, new double[] {0}), EXACT);
  }

  @Test
  void aProbabilityOfZeroIsTheSmallestNormalFloat() {
    double[] nothing = {0, 1};
    double[] first = {1, 0};
    assertEquals(87.3365447505531, CrossEntropy.loss(nothing, first), EXACT);
    assertEquals(2 * 87.3365447505531, BernoulliNll.loss(nothing, first), EXACT);
    INDArray x = Graphs.array(new double[][] {nothing});
    INDArray t = Graphs.array(new double[][] {first});
    assertEquals(
        87.3365447505531,
        Graphs.run(Known.SHAPE, in -> CrossEntropy.loss(in[0], in[1]), x, t)[0],
        EXACT);
    assertEquals(
        2 * 87.3365447505531,
        Graphs.run(Known.SHAPE, in -> BernoulliNll.loss(in[0], in[1]), x, t)[0],
        EXACT);
    INDArray floats = x.castTo(DataType.FLOAT);
    INDArray floatTarget = t.castTo(DataType.FLOAT);
    assertEquals(
        87.3365447505531,
        Graphs.run(Known.SHAPE, in -> CrossEntropy.loss(in[0], in[1]), floats, floatTarget)[0],
        1e-5);
  }

  @Test
  void huberIsAParabolaThenALine() {
    assertEquals(0.125 + 1.5, Huber.loss(new double[] {0.5, -2}, new double[] {0, 0}, 1), EXACT);
    assertEquals(0.5 * 9, Huber.loss(new double[] {3}, new double[] {0}, 3), EXACT);
    assertEquals(3 * (4 - 1.5), Huber.loss(new double[] {4}, new double[] {0}, 3), EXACT);
  }

  @Test
  void gaussianAtItsMean() {
    double[] zero = {0};
    assertEquals(0.9189385332046727, GaussianNll.loss(zero, zero, zero), EXACT);
    // A variance of 4, two standard deviations off.
    assertEquals(
        0.9189385332046727 + Math.log(2) + 2,
        GaussianNll.loss(new double[] {1}, new double[] {Math.log(4)}, new double[] {5}),
        EXACT);
  }

  @Test
  void divergenceOfGaussians() {
    // ½ (1 + 4 − 1 − log 4) for mean 1 and variance 4.
    double[] one = {1};
    double[] ofFour = {Math.log(4)};
    assertEquals(2 - Math.log(2), GaussianKl.toStandardNormal(one, ofFour), EXACT);
    // log(σ₂/σ₁) + (σ₁² + (μ₁ − μ₂)²) / 2σ₂² − ½ for N(1, 4) and N(−1, 9).
    assertEquals(
        Math.log(1.5) + (4 + 4) / 18.0 - 0.5,
        GaussianKl.between(one, ofFour, new double[] {-1}, new double[] {Math.log(9)}),
        EXACT);
  }

  @Test
  void negativeElboWeighsAndFrees() {
    double[] divergences = {0.1, 0.5, 2};
    assertEquals(5 + 2.6, NegativeElbo.loss(5, divergences, 1, 0), EXACT);
    assertEquals(5 + 2 * (0.25 + 0.5 + 2), NegativeElbo.loss(5, divergences, 2, 0.25), EXACT);
  }

  @Test
  void importanceWeightsAreAveragedBeforeTheLogarithm() {
    assertEquals(
        -Math.log((2 + 6) / 2.0),
        ImportanceWeightedBound.loss(new double[] {Math.log(2), Math.log(6)}),
        EXACT);
    assertEquals(
        1000 - Math.log(0.5),
        ImportanceWeightedBound.loss(new double[] {-1000, Double.NEGATIVE_INFINITY}),
        1e-9);
    double[] nothing = {Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY};
    assertEquals(Double.POSITIVE_INFINITY, ImportanceWeightedBound.loss(nothing), 0);
  }
}
