package dev.seisei.loss;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Every loss of inputs of one shape, in all its forms. */
final class Cases {
  /** Where an input's elements come from. */
  enum Range {
    REAL,
    /** Strictly between 0 and 1. */
    UNIT
  }

  /**
   * A loss.
   *
   * @param inputs the range of each input
   * @param ofOne its function of one example
   */
  record Case(
      String name,
      List<Range> inputs,
      Function<SDVariable[], SDVariable> graph,
      Function<double[][], Double> ofOne,
      Function<double[][][], double[]> ofRows,
      Function<INDArray[], double[]> ofArrays) {
    @Override
    public String toString() {
      return name;
    }

    INDArray[] random(Random random, long... shape) {
      return inputs.stream().map(range -> array(random, range, shape)).toArray(INDArray[]::new);
    }
  }

  private Cases() {}

  static Stream<Case> all() {
    return Stream.concat(games(), comparisons());
  }

  private static Stream<Case> games() {
    return Arrays.stream(AdversarialLoss.values())
        .flatMap(
            game ->
                Stream.of(
                    new Case(
                        "AdversarialLoss." + game + ".discriminator",
                        List.of(Range.REAL, Range.REAL),
                        in -> game.discriminator(in[0], in[1]),
                        in -> game.discriminator(in[0], in[1]),
                        in -> game.discriminator(in[0], in[1]),
                        in -> game.discriminator(in[0], in[1])),
                    game.pairs()
                        ? new Case(
                            "AdversarialLoss." + game + ".generator",
                            List.of(Range.REAL, Range.REAL),
                            in -> game.generator(in[0], in[1]),
                            in -> game.generator(in[0], in[1]),
                            in -> game.generator(in[0], in[1]),
                            in -> game.generator(in[0], in[1]))
                        : new Case(
                            "AdversarialLoss." + game + ".generator",
                            List.of(Range.REAL),
                            in -> game.generator(in[0], in[0]),
                            in -> game.generator(in[0], in[0]),
                            in -> game.generator(in[0], in[0]),
                            in -> game.generator(in[0], in[0]))));
  }

  private static Stream<Case> comparisons() {
    return Stream.of(
        new Case(
            "GradientPenalty",
            List.of(Range.REAL),
            in -> GradientPenalty.loss(in[0]),
            in -> GradientPenalty.loss(in[0]),
            in -> GradientPenalty.loss(in[0]),
            in -> GradientPenalty.loss(in[0])),
        new Case(
            "ZeroCenteredPenalty",
            List.of(Range.REAL),
            in -> ZeroCenteredPenalty.loss(in[0]),
            in -> ZeroCenteredPenalty.loss(in[0]),
            in -> ZeroCenteredPenalty.loss(in[0]),
            in -> ZeroCenteredPenalty.loss(in[0])),
        new Case(
            "SumOfSquaredErrors",
            List.of(Range.REAL, Range.REAL),
            in -> SumOfSquaredErrors.loss(in[0], in[1]),
            in -> SumOfSquaredErrors.loss(in[0], in[1]),
            in -> SumOfSquaredErrors.loss(in[0], in[1]),
            in -> SumOfSquaredErrors.loss(in[0], in[1])),
        new Case(
            "StyleLoss",
            List.of(Range.REAL, Range.REAL),
            in -> StyleLoss.loss(in[0], in[1]),
            in -> StyleLoss.loss(in[0], in[1]),
            in -> StyleLoss.loss(in[0], in[1]),
            in -> StyleLoss.loss(in[0], in[1])),
        new Case(
            "MeanSquaredError",
            List.of(Range.REAL, Range.REAL),
            in -> MeanSquaredError.loss(in[0], in[1]),
            in -> MeanSquaredError.loss(in[0], in[1]),
            in -> MeanSquaredError.loss(in[0], in[1]),
            in -> MeanSquaredError.loss(in[0], in[1])),
        new Case(
            "MeanAbsoluteError",
            List.of(Range.REAL, Range.REAL),
            in -> MeanAbsoluteError.loss(in[0], in[1]),
            in -> MeanAbsoluteError.loss(in[0], in[1]),
            in -> MeanAbsoluteError.loss(in[0], in[1]),
            in -> MeanAbsoluteError.loss(in[0], in[1])),
        new Case(
            "Huber",
            List.of(Range.REAL, Range.REAL),
            in -> Huber.loss(in[0], in[1], 0.7),
            in -> Huber.loss(in[0], in[1], 0.7),
            in -> Huber.loss(in[0], in[1], 0.7),
            in -> Huber.loss(in[0], in[1], 0.7)),
        new Case(
            "CrossEntropy",
            List.of(Range.UNIT, Range.UNIT),
            in -> CrossEntropy.loss(in[0], in[1]),
            in -> CrossEntropy.loss(in[0], in[1]),
            in -> CrossEntropy.loss(in[0], in[1]),
            in -> CrossEntropy.loss(in[0], in[1])),
        new Case(
            "SoftmaxCrossEntropy",
            List.of(Range.REAL, Range.UNIT),
            in -> SoftmaxCrossEntropy.loss(in[0], in[1]),
            in -> SoftmaxCrossEntropy.loss(in[0], in[1]),
            in -> SoftmaxCrossEntropy.loss(in[0], in[1]),
            in -> SoftmaxCrossEntropy.loss(in[0], in[1])),
        new Case(
            "BinaryCrossEntropy",
            List.of(Range.REAL, Range.UNIT),
            in -> BinaryCrossEntropy.loss(in[0], in[1]),
            in -> BinaryCrossEntropy.loss(in[0], in[1]),
            in -> BinaryCrossEntropy.loss(in[0], in[1]),
            in -> BinaryCrossEntropy.loss(in[0], in[1])),
        new Case(
            "BernoulliNll",
            List.of(Range.UNIT, Range.UNIT),
            in -> BernoulliNll.loss(in[0], in[1]),
            in -> BernoulliNll.loss(in[0], in[1]),
            in -> BernoulliNll.loss(in[0], in[1]),
            in -> BernoulliNll.loss(in[0], in[1])),
        new Case(
            "GaussianNll",
            List.of(Range.REAL, Range.REAL, Range.REAL),
            in -> GaussianNll.loss(in[0], in[1], in[2]),
            in -> GaussianNll.loss(in[0], in[1], in[2]),
            in -> GaussianNll.loss(in[0], in[1], in[2]),
            in -> GaussianNll.loss(in[0], in[1], in[2])),
        new Case(
            "GaussianKl.toStandardNormal",
            List.of(Range.REAL, Range.REAL),
            in -> GaussianKl.toStandardNormal(in[0], in[1]),
            in -> GaussianKl.toStandardNormal(in[0], in[1]),
            in -> GaussianKl.toStandardNormal(in[0], in[1]),
            in -> GaussianKl.toStandardNormal(in[0], in[1])),
        new Case(
            "GaussianKl.between",
            List.of(Range.REAL, Range.REAL, Range.REAL, Range.REAL),
            in -> GaussianKl.between(in[0], in[1], in[2], in[3]),
            in -> GaussianKl.between(in[0], in[1], in[2], in[3]),
            in -> GaussianKl.between(in[0], in[1], in[2], in[3]),
            in -> GaussianKl.between(in[0], in[1], in[2], in[3])),
        new Case(
            "ImportanceWeightedBound",
            List.of(Range.REAL),
            in -> ImportanceWeightedBound.loss(in[0]),
            in -> ImportanceWeightedBound.loss(in[0]),
            in -> ImportanceWeightedBound.loss(in[0]),
            in -> ImportanceWeightedBound.loss(in[0])));
  }

  static INDArray array(Random random, Range range, long... shape) {
    int length = Math.toIntExact(Arrays.stream(shape).reduce(1, (a, b) -> a * b));
    double[] values =
        random
            .doubles(length)
            .map(u -> range == Range.UNIT ? 0.01 + 0.98 * u : 4 * u - 2)
            .toArray();
    return Nd4j.createFromArray(values).reshape('c', shape);
  }
}
