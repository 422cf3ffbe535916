package dev.seisei.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;

/** What holds for all numbers. */
class PropertiesTest {
  private static final double ROUNDING = 1e-12;

  @Provide
  Arbitrary<double[]> reals() {
    return Arbitraries.doubles().between(-20, 20).ofScale(9).array(double[].class).ofSize(4);
  }

  @Provide
  Arbitrary<double[]> logVariances() {
    return Arbitraries.doubles().between(-8, 8).ofScale(9).array(double[].class).ofSize(4);
  }

  @Provide
  Arbitrary<double[]> distributions() {
    return Arbitraries.doubles()
        .between(1e-6, 1)
        .ofScale(9)
        .array(double[].class)
        .ofSize(4)
        .map(PropertiesTest::normalized);
  }

  @Provide
  Arbitrary<double[]> probabilities() {
    return Arbitraries.doubles().between(0, 1).ofScale(9).array(double[].class).ofSize(4);
  }

  private static double[] normalized(double[] weights) {
    double sum = Arrays.stream(weights).sum();
    return Arrays.stream(weights).map(weight -> weight / sum).toArray();
  }

  @Property(edgeCases = EdgeCasesMode.NONE) // there would be more than tries
  void divergenceIsNotNegative(
      @ForAll("reals") double[] mean1,
      @ForAll("logVariances") double[] logVariance1,
      @ForAll("reals") double[] mean2,
      @ForAll("logVariances") double[] logVariance2) {
    assertTrue(GaussianKl.toStandardNormal(mean1, logVariance1) >= 0);
    assertTrue(GaussianKl.between(mean1, logVariance1, mean2, logVariance2) >= 0);
  }

  @Property
  void divergenceFromItselfIsZero(
      @ForAll("reals") double[] mean, @ForAll("logVariances") double[] logVariance) {
    assertEquals(0, GaussianKl.between(mean, logVariance, mean, logVariance), 0);
    assertEquals(0, GaussianKl.toStandardNormal(new double[4], new double[4]), 0);
  }

  @Property
  void divergenceFromTheStandardNormalIsOneBetweenTwo(
      @ForAll("reals") double[] mean, @ForAll("logVariances") double[] logVariance) {
    double expected = GaussianKl.toStandardNormal(mean, logVariance);
    assertEquals(
        expected,
        GaussianKl.between(mean, logVariance, new double[4], new double[4]),
        ROUNDING * expected);
  }

  @Property(edgeCases = EdgeCasesMode.NONE) // there would be more than tries
  void divergenceIsTheSumOfEachDimensions(
      @ForAll("reals") double[] mean1,
      @ForAll("logVariances") double[] logVariance1,
      @ForAll("reals") double[] mean2,
      @ForAll("logVariances") double[] logVariance2) {
    double[][] m1 = {mean1};
    double[][] s1 = {logVariance1};
    double[][] m2 = {mean2};
    double[][] s2 = {logVariance2};
    double standard = GaussianKl.toStandardNormal(mean1, logVariance1);
    assertEquals(
        standard,
        Arrays.stream(GaussianKl.toStandardNormalEach(m1, s1)[0]).sum(),
        ROUNDING * (1 + standard));
    double between = GaussianKl.between(mean1, logVariance1, mean2, logVariance2);
    assertEquals(
        between,
        Arrays.stream(GaussianKl.betweenEach(m1, s1, m2, s2)[0]).sum(),
        ROUNDING * (1 + between));
  }

  @Property
  void crossEntropyIsNotBelowEntropy(
      @ForAll("distributions") double[] p, @ForAll("distributions") double[] q) {
    assertTrue(CrossEntropy.loss(q, p) >= CrossEntropy.loss(p, p) - ROUNDING);
    assertTrue(BernoulliNll.loss(q, p) >= BernoulliNll.loss(p, p) - ROUNDING);
  }

  @Property
  void softmaxCrossEntropyIsThatOfTheSoftmax(
      @ForAll("reals") double[] logits, @ForAll("distributions") double[] target) {
    double[] softmax = normalized(Arrays.stream(logits).map(Math::exp).toArray());
    assertEquals(
        CrossEntropy.loss(softmax, target), SoftmaxCrossEntropy.loss(logits, target), 1e-10);
  }

  @Property
  void softmaxCrossEntropyOnlyLooksAtDifferences(
      @ForAll("reals") double[] logits,
      @ForAll("distributions") double[] target,
      @ForAll @DoubleRange(min = -1e5, max = 1e5) double shift) {
    double[] shifted = Arrays.stream(logits).map(x -> x + shift).toArray();
    assertEquals(
        SoftmaxCrossEntropy.loss(logits, target), SoftmaxCrossEntropy.loss(shifted, target), 1e-9);
  }

  @Property
  void binaryCrossEntropyIsBernoulliOfTheSigmoid(
      @ForAll("reals") double[] logits, @ForAll("probabilities") double[] target) {
    double[] sigmoid = Arrays.stream(logits).map(x -> 1 / (1 + Math.exp(-x))).toArray();
    assertEquals(BernoulliNll.loss(sigmoid, target), BinaryCrossEntropy.loss(logits, target), 1e-6);
  }

  @Property
  void binaryCrossEntropyNeitherOverflowsNorVanishes(
      @ForAll @DoubleRange(min = 40, max = 1e300) double logit) {
    double[] zero = {0};
    double[] one = {1};
    double[] large = {logit};
    double[] negative = {-logit};
    assertEquals(logit, BinaryCrossEntropy.loss(large, zero), 0);
    assertEquals(logit, BinaryCrossEntropy.loss(negative, one), 0);
    assertEquals(0, BinaryCrossEntropy.loss(large, one), 1e-17);
    assertEquals(0, BinaryCrossEntropy.loss(negative, zero), 1e-17);
  }

  @Property
  void huberIsSymmetricAndLiesBelowTheParabolaAndTheCone(
      @ForAll("reals") double[] x,
      @ForAll("reals") double[] y,
      @ForAll @DoubleRange(min = 0.01, max = 50) double delta) {
    double huber = Huber.loss(x, y, delta);
    assertEquals(huber, Huber.loss(y, x, delta), 0);
    double margin = ROUNDING * (1 + huber);
    assertTrue(huber >= 0);
    assertTrue(huber <= 0.5 * SumOfSquaredErrors.loss(x, y) + margin);
    assertTrue(huber <= delta * 4 * MeanAbsoluteError.loss(x, y) + margin);
  }

  @Property
  void meansAreSumsOverTheNumberOfElements(
      @ForAll("reals") double[] x, @ForAll("reals") double[] y) {
    double sum = SumOfSquaredErrors.loss(x, y);
    assertEquals(sum / 4, MeanSquaredError.loss(x, y), ROUNDING * sum);
  }

  @Property
  void gaussianOfVarianceOneIsHalfTheSquaredErrors(
      @ForAll("reals") double[] mean, @ForAll("reals") double[] target) {
    double expected = 0.5 * SumOfSquaredErrors.loss(mean, target) + 2 * Math.log(2 * Math.PI);
    assertEquals(expected, GaussianNll.loss(mean, new double[4], target), ROUNDING * expected);
  }

  @Property
  void gaussianIsBestAtTheSquaredDistance(
      @ForAll("reals") double[] mean,
      @ForAll("reals") double[] target,
      @ForAll("logVariances") double[] logVariance) {
    double[] best = new double[4];
    Arrays.setAll(best, i -> 2 * Math.log(Math.max(Math.abs(mean[i] - target[i]), 1e-9)));
    assertTrue(
        GaussianNll.loss(mean, best, target) <= GaussianNll.loss(mean, logVariance, target) + 1e-9);
  }

  @Property
  void theImportanceWeightedBoundLiesBetweenTheMeanAndTheBestSample(
      @ForAll("reals") double[] logWeights) {
    double loss = ImportanceWeightedBound.loss(logWeights);
    // Jensen: the negative ELBO of the same samples is their mean.
    assertTrue(loss <= -Arrays.stream(logWeights).average().orElseThrow() + ROUNDING * 20);
    assertTrue(loss >= -Arrays.stream(logWeights).max().orElseThrow() - ROUNDING * 20);
  }

  /**
   * The expected bound does not rise with k. Over all samples of k of a finite set, each as likely,
   * the expectation is an average that can be taken exactly.
   */
  @Property
  void theImportanceWeightedBoundTightensWithMoreSamples(@ForAll("reals") double[] logWeights) {
    double one = 0;
    double two = 0;
    double three = 0;
    for (double a : logWeights) {
      one += ImportanceWeightedBound.loss(new double[] {a}) / 4;
      for (double b : logWeights) {
        two += ImportanceWeightedBound.loss(new double[] {a, b}) / 16;
        for (double c : logWeights) {
          three += ImportanceWeightedBound.loss(new double[] {a, b, c}) / 64;
        }
      }
    }
    assertTrue(two <= one + 1e-10, () -> "k = 2 is above k = 1");
    assertTrue(three <= two + 1e-10, () -> "k = 3 is above k = 2");
  }

  @Property
  void theImportanceWeightedBoundDoesNotOverflow(
      @ForAll("reals") double[] logWeights,
      @ForAll @DoubleRange(min = -1e5, max = 1e5) double shift) {
    double[] shifted = Arrays.stream(logWeights).map(x -> x + shift).toArray();
    assertEquals(
        ImportanceWeightedBound.loss(logWeights) - shift,
        ImportanceWeightedBound.loss(shifted),
        1e-9);
  }

  @Property
  void freeBitsOnlyRaiseAndAreAFloor(
      @ForAll("reals") double[] mean,
      @ForAll("logVariances") double[] logVariance,
      @ForAll @DoubleRange(min = 0, max = 3) double freeBits) {
    double[] each =
        GaussianKl.toStandardNormalEach(new double[][] {mean}, new double[][] {logVariance})[0];
    double bound = NegativeElbo.loss(0, each, 1, 0);
    double freed = NegativeElbo.loss(0, each, 1, freeBits);
    double margin = ROUNDING * (1 + bound);
    assertTrue(freed >= bound - margin);
    assertTrue(freed >= 4 * freeBits - margin);
    assertTrue(freed <= bound + 4 * freeBits + margin);
    double expected = Arrays.stream(each).map(kl -> Math.max(kl, freeBits)).sum();
    assertEquals(expected, freed, margin);
  }

  @Property
  void smoothingKeepsDistributionsAndMixesLosses(
      @ForAll("reals") double[] logits,
      @ForAll("distributions") double[] target,
      @ForAll @DoubleRange(min = 0, max = 0.99) double smoothing) {
    double[] smooth = SoftmaxCrossEntropy.smooth(target, smoothing);
    assertEquals(1, Arrays.stream(smooth).sum(), ROUNDING);
    double[] uniform = {0.25, 0.25, 0.25, 0.25};
    assertEquals(
        (1 - smoothing) * SoftmaxCrossEntropy.loss(logits, target)
            + smoothing * SoftmaxCrossEntropy.loss(logits, uniform),
        SoftmaxCrossEntropy.loss(logits, smooth),
        1e-10);
  }
}
