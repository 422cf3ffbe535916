package dev.seisei.engine.samediff;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.impl.indexaccum.custom.ArgAmax;
import org.nd4j.linalg.api.ops.impl.reduce.bool.IsInf;
import org.nd4j.linalg.api.ops.impl.reduce.bool.IsNaN;

/** Reductions, and functions along an axis. */
final class ReductionExamples {
  /** Reduces a variable. */
  @FunctionalInterface
  private interface Reduction {
    SDVariable of(SameDiff sd, SDVariable x, boolean keepDims, int... dimensions);
  }

  /** Reduces two variables. */
  @FunctionalInterface
  private interface PairReduction {
    SDVariable of(SameDiff sd, SDVariable x, SDVariable y, int... dimensions);
  }

  private ReductionExamples() {}

  static void register(ImportExamples examples) {
    reductions(examples);
    statistics(examples);
    counts(examples);
    distances(examples);
    places(examples);
    running(examples);
  }

  private static void add(ImportExamples examples, String kind, Reduction reduction) {
    examples.add(kind, "one axis", s -> reduction.of(s.sd, s.x(2, 3, 4), false, 1));
    examples.add(kind, "two axes kept", s -> reduction.of(s.sd, s.x(2, 3, 4), true, 0, -1));
    examples.add(kind, "all axes", s -> reduction.of(s.sd, s.x(3, 4), false));
  }

  private static void positive(ImportExamples examples, String kind, Reduction reduction) {
    examples.add(kind, "one axis", s -> reduction.of(s.sd, s.probabilities(3, 4), false, 1));
    examples.add(kind, "kept", s -> reduction.of(s.sd, s.probabilities(3, 4), true, 0));
    examples.add(kind, "all axes", s -> reduction.of(s.sd, s.probabilities(2, 3), false));
  }

  private static void reductions(ImportExamples examples) {
    add(examples, "reduce_sum", SameDiff::sum);
    add(examples, "reduce_mean", SameDiff::mean);
    add(examples, "reduce_max", SameDiff::max);
    add(examples, "reduce_min", SameDiff::min);
    add(examples, "reduce_prod", SameDiff::prod);
    add(examples, "reduce_norm1", SameDiff::norm1);
    add(examples, "reduce_norm2", SameDiff::norm2);
    add(examples, "reduce_normmax", SameDiff::normmax);
    add(examples, "reduce_sqnorm", SameDiff::squaredNorm);
    add(examples, "asum", (sd, x, keep, axes) -> sd.math().asum(x, keep, axes));
    add(examples, "amax", (sd, x, keep, axes) -> sd.math().reduceAMax(x, keep, axes));
    add(examples, "amin", (sd, x, keep, axes) -> sd.math().reduceAmin(x, keep, axes));
    add(examples, "amean", (sd, x, keep, axes) -> sd.math().reduceAmean(x, keep, axes));
    positive(examples, "entropy", (sd, x, keep, axes) -> sd.math().entropy(x, keep, axes));
    positive(examples, "logentropy", (sd, x, keep, axes) -> sd.math().logEntropy(x, keep, axes));
    positive(
        examples, "shannonentropy", (sd, x, keep, axes) -> sd.math().shannonEntropy(x, keep, axes));
    examples.add("reduce_sum", "of integers", s -> s.sd.sum(s.ints(3, 4, 5)));
    examples.add("reduce_mean", "of integers", s -> s.sd.mean(s.ints(3, 4, 6)));
    examples.add("reduce_max", "of integers", s -> s.sd.max(s.ints(3, 9, 6)));
    examples.add("reduce_mean", "axes given", s -> s.sd.mean(s.x(3, 4), s.fixed(1), true));
    examples.add("reduce_sum", "axes given", s -> s.sd.math().sum(s.x(3, 4), s.fixed(0), false));
    examples.add("reduce_logsumexp", "", s -> s.sd.math().logSumExp(s.x(3, 4), 1));
    examples.add("reduce_logsumexp", "all axes", s -> s.sd.math().logSumExp(s.x(3, 4)));
  }

  private static void statistics(ImportExamples examples) {
    add(examples, "var", (sd, x, keep, axes) -> sd.variance(x, false, keep, axes));
    add(examples, "std", (sd, x, keep, axes) -> sd.standardDeviation(x, false, keep, axes));
    examples.add("var", "corrected", s -> s.sd.variance(s.x(3, 4), true, 1));
    examples.add("std", "corrected", s -> s.sd.standardDeviation(s.x(3, 4), true, 1));
    examples.addAll(
        "moments", "one axis", s -> s.sd.math().moments(s.x(3, 4), new int[] {1}, false));
    examples.addAll("moments", "kept", s -> s.sd.math().moments(s.x(3, 4), new int[] {0}, true));
    examples.addAll(
        "moments", "all axes", s -> s.sd.math().moments(s.x(3, 4), new int[] {0, 1}, false));
    examples.addAll(
        "normalize_moments",
        "",
        s -> s.sd.math().normalizeMoments(s.real(5), s.x(3), s.positive(3).mul(9), 0.0));
    examples.addAll(
        "normalize_moments",
        "shifted",
        s -> s.sd.math().normalizeMoments(s.real(5), s.x(3), s.positive(3).mul(9), 0.4));
  }

  private static void counts(ImportExamples examples) {
    examples.add("countNonZero", "", s -> s.sd.math().countNonZero(s.real(0, 2, 0, 3, 1)));
    examples.add("countZero", "", s -> s.sd.math().countZero(s.ints(0, 2, 0, 3, 1)));
    examples.add("countZero", "kept", s -> s.sd.math().countZero(s.x(3, 4), true, 1));
    examples.add("zero_fraction", "", s -> s.sd.math().zeroFraction(s.real(0, 2, 0, 3, 1, 2, 3)));
    examples.add("any", "", s -> s.sd.any(truths(s), 1));
    examples.add("all", "", s -> s.sd.all(truths(s), 1));
    examples.add("any", "all axes", s -> s.sd.any(truths(s)));
    examples.add("all", "all axes", s -> s.sd.all(truths(s)));
    double[] odd = {1, Double.NaN, Double.POSITIVE_INFINITY, -2};
    examples.add(
        "hasnan", "", s -> new IsNaN(s.sd, s.real(odd), new int[0], false).outputVariable());
    examples.add(
        "hasinf", "", s -> new IsInf(s.sd, s.real(odd), new int[0], false).outputVariable());
    examples.add(
        "hasinf", "none", s -> new IsInf(s.sd, s.x(3), new int[0], false).outputVariable());
  }

  private static SDVariable truths(Sketch s) {
    return s.truths(new long[] {3, 2}, true, false, true, true, false, false);
  }

  private static void distances(ImportExamples examples) {
    pair(examples, "dot", SameDiff::dot);
    pair(examples, "cosinesimilarity", (sd, x, y, axes) -> sd.math().cosineSimilarity(x, y, axes));
    pair(examples, "cosinedistance", (sd, x, y, axes) -> sd.math().cosineDistance(x, y, axes));
    pair(examples, "euclidean", (sd, x, y, axes) -> sd.math().euclideanDistance(x, y, axes));
    pair(examples, "manhattan", (sd, x, y, axes) -> sd.math().manhattanDistance(x, y, axes));
    pair(examples, "hammingdistance", (sd, x, y, axes) -> sd.math().hammingDistance(x, y, axes));
    pair(examples, "jaccarddistance", (sd, x, y, axes) -> sd.math().jaccardDistance(x, y, axes));
  }

  private static void pair(ImportExamples examples, String kind, PairReduction reduction) {
    examples.add(kind, "one axis", s -> reduction.of(s.sd, s.positive(3, 4), s.positive(3, 4), 1));
    examples.add(kind, "all axes", s -> reduction.of(s.sd, s.positive(3, 4), s.positive(3, 4)));
    examples.add(
        kind,
        "vectors",
        s -> reduction.of(s.sd, s.real(0.3, 0.9, 1.1, 0.4), s.real(0.2, 0.7, 1.4, 0.5), 0));
  }

  private static void places(ImportExamples examples) {
    add(examples, "argmax", SameDiff::argmax);
    add(examples, "argmin", SameDiff::argmin);
    add(
        examples,
        "argamax",
        (sd, x, keep, axes) -> new ArgAmax(sd, new SDVariable[] {x}, keep, axes).outputVariable());
    examples.add(
        "mergemaxindex", "", s -> s.sd.math().mergeMaxIndex(s.x(3, 5), s.x(3, 5), s.x(3, 5)));
    examples.add(
        "mergemaxindex",
        "typed",
        s -> s.sd.math().mergeMaxIndex(new SDVariable[] {s.x(3), s.x(3)}, DataType.INT64));
  }

  private static void running(ImportExamples examples) {
    examples.add("softmax", "", s -> s.sd.nn().softmax(s.x(3, 4)));
    examples.add("softmax", "first axis", s -> s.sd.nn().softmax(s.x(3, 4), 0));
    examples.add("softmax", "middle axis", s -> s.sd.nn().softmax(s.x(2, 3, 4), 1));
    examples.add("log_softmax", "", s -> s.sd.nn().logSoftmax(s.x(3, 4)));
    examples.add("log_softmax", "first axis", s -> s.sd.nn().logSoftmax(s.x(3, 4), 0));
    examples.add("cumsum", "", s -> s.sd.cumsum(s.x(3, 4), 1));
    examples.add("cumsum", "exclusive", s -> s.sd.cumsum(s.x(3, 4), true, false, 0));
    examples.add("cumsum", "reverse", s -> s.sd.cumsum(s.x(3, 4), false, true, 1));
    examples.add("cumsum", "exclusive reverse", s -> s.sd.cumsum(s.x(3, 4), true, true, 1));
    examples.add("cumprod", "", s -> s.sd.cumprod(s.x(3, 4), 1));
    examples.add("cumprod", "exclusive reverse", s -> s.sd.cumprod(s.x(3, 4), true, true, 1));
  }
}
