package dev.seisei.engine.samediff;

import static dev.seisei.engine.op.Ops.compare;
import static dev.seisei.engine.op.Ops.div;
import static dev.seisei.engine.op.Ops.mul;
import static dev.seisei.engine.op.Ops.neg;
import static dev.seisei.engine.op.Ops.scale;
import static dev.seisei.engine.op.Ops.sub;
import static dev.seisei.engine.op.Ops.sum;
import static dev.seisei.engine.op.Ops.unary;

import dev.seisei.engine.graph.Dim;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.op.Compare;
import dev.seisei.engine.op.Ops;
import dev.seisei.engine.op.Reduce;
import dev.seisei.engine.op.StopGradient;
import dev.seisei.engine.op.Unary;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ops.impl.summarystats.Variance;

/** Reductions of one operand, and of two of equal shape. */
final class ReductionImports {
  /** Combines the elements along some axes, whose extents become 1. */
  @FunctionalInterface
  interface Reduction {
    Value apply(Value x, List<Integer> axes);
  }

  /** Combines the elements of two values along some axes, whose extents become 1. */
  @FunctionalInterface
  private interface PairReduction {
    Value apply(Value x, Value y, List<Integer> axes);
  }

  private ReductionImports() {}

  static void register(OperationTable.Builder table) {
    sums(table);
    norms(table);
    statistics(table);
    counts(table);
    distances(table);
  }

  private static void put(OperationTable.Builder table, String kind, Reduction reduction) {
    table.put(kind, call -> reduce(call, call.in(0), reduction));
  }

  /** A reduction that is real whatever the operand. */
  private static void putReal(OperationTable.Builder table, String kind, Reduction reduction) {
    table.put(kind, call -> reduce(call, ElementwiseImports.floating(call.in(0)), reduction));
  }

  private static Value reduce(OperationCall call, Value x, Reduction reduction) {
    return dropAxes(reduction.apply(x, call.axes()), call.axes(), call.keepsAxes());
  }

  private static Value max(Value x, List<Integer> axes) {
    return Ops.reduce(Reduce.Kind.MAX, x, axes);
  }

  private static Value min(Value x, List<Integer> axes) {
    return Ops.reduce(Reduce.Kind.MIN, x, axes);
  }

  private static Value abs(Value x) {
    return ElementwiseImports.abs(x);
  }

  private static void sums(OperationTable.Builder table) {
    put(table, "reduce_sum", Ops::sum);
    put(table, "reduce_max", ReductionImports::max);
    put(table, "reduce_min", ReductionImports::min);
    put(table, "reduce_prod", (x, axes) -> Ops.reduce(Reduce.Kind.PROD, x, axes));
    put(table, "asum", (x, axes) -> sum(abs(x), axes));
    put(table, "amax", (x, axes) -> max(abs(x), axes));
    put(table, "amin", (x, axes) -> min(abs(x), axes));
    putReal(table, "reduce_mean", Ops::mean);
    putReal(table, "amean", (x, axes) -> Ops.mean(abs(x), axes));
    put(table, "reduce_logsumexp", ReductionImports::logSumExp);
  }

  private static void norms(OperationTable.Builder table) {
    putReal(table, "reduce_norm1", (x, axes) -> sum(abs(x), axes));
    putReal(table, "reduce_norm2", (x, axes) -> unary(Unary.SQRT, squares(x, axes)));
    putReal(table, "reduce_normmax", (x, axes) -> max(abs(x), axes));
    putReal(table, "reduce_sqnorm", ReductionImports::squares);
    putReal(table, "entropy", ReductionImports::entropy);
    putReal(table, "logentropy", (x, axes) -> unary(Unary.LOG, entropy(x, axes)));
    putReal(table, "shannonentropy", (x, axes) -> scale(entropy(x, axes), 1 / Math.log(2), 0));
  }

  private static void statistics(OperationTable.Builder table) {
    table.put("var", call -> reduce(call, floating(call), variance(call)));
    table.put(
        "std",
        call ->
            reduce(
                call,
                floating(call),
                (x, axes) -> unary(Unary.SQRT, variance(call).apply(x, axes))));
    table.putAll("moments", ReductionImports::moments);
    table.putAll("normalize_moments", ReductionImports::normalizeMoments);
  }

  private static Value floating(OperationCall call) {
    return ElementwiseImports.floating(call.in(0));
  }

  private static void counts(OperationTable.Builder table) {
    put(table, "countNonZero", (x, axes) -> sum(held(PairwiseImports.truth(x)), axes));
    put(table, "countZero", (x, axes) -> sum(held(isZero(x)), axes));
    put(table, "any", (x, axes) -> holdsAnywhere(PairwiseImports.truth(x), axes));
    put(table, "all", (x, axes) -> holdsEverywhere(PairwiseImports.truth(x), axes));
    put(table, "hasnan", (x, axes) -> holdsAnywhere(ElementwiseImports.isNan(x), axes));
    put(table, "hasinf", (x, axes) -> holdsAnywhere(ElementwiseImports.isInfinite(x), axes));
    table.put(
        "zero_fraction",
        call -> {
          Value zeros = Ops.cast(isZero(call.in(0)), DType.F32);
          List<Integer> axes = Ops.allAxes(zeros);
          return dropAxes(Ops.mean(zeros, axes), axes, false);
        });
  }

  private static void distances(OperationTable.Builder table) {
    putPair(table, "dot", (x, y, axes) -> sum(mul(x, y), axes));
    putPair(table, "cosinesimilarity", ReductionImports::cosineSimilarity);
    putPair(table, "cosinedistance", (x, y, axes) -> scale(cosineSimilarity(x, y, axes), -1, 1));
    putPair(table, "euclidean", (x, y, axes) -> unary(Unary.SQRT, squares(sub(x, y), axes)));
    putPair(table, "manhattan", (x, y, axes) -> sum(abs(sub(x, y)), axes));
    putPair(
        table,
        "hammingdistance",
        (x, y, axes) -> Ops.mean(Ops.cast(compare(Compare.NE, x, y), x.type().dtype()), axes));
    putPair(
        table,
        "jaccarddistance",
        (x, y, axes) -> {
          Value shared = sum(PairwiseImports.smaller(x, y), axes);
          Value whole = sum(PairwiseImports.larger(x, y), axes);
          return scale(div(shared, whole), -1, 1);
        });
  }

  private static void putPair(OperationTable.Builder table, String kind, PairReduction reduction) {
    table.put(
        kind,
        call ->
            dropAxes(
                reduction.apply(
                    floating(call), ElementwiseImports.floating(call.in(1)), call.axes()),
                call.axes(),
                call.keepsAxes()));
  }

  private static Value cosineSimilarity(Value x, Value y, List<Integer> axes) {
    Value norms = unary(Unary.SQRT, mul(squares(x, axes), squares(y, axes)));
    return div(sum(mul(x, y), axes), norms);
  }

  private static Value squares(Value x, List<Integer> axes) {
    return sum(unary(Unary.SQUARE, x), axes);
  }

  /** −Σ x log x. */
  private static Value entropy(Value x, List<Integer> axes) {
    return neg(sum(mul(x, unary(Unary.LOG, x)), axes));
  }

  /** log Σ exp x, without overflow: the largest element is taken out first. */
  static Value logSumExp(Value x, List<Integer> axes) {
    Value shift = Ops.apply(new StopGradient(), max(x, axes));
    return Ops.add(unary(Unary.LOG, sum(unary(Unary.EXP, sub(x, shift)), axes)), shift);
  }

  /** How many elements come together along the axes, as a scalar of the operand's type. */
  static Value count(Value x, List<Integer> axes) {
    return Ops.extent(extent(x, axes), x.type().dtype());
  }

  private static Dim extent(Value x, List<Integer> axes) {
    return axes.stream().map(x.shape()::dim).reduce(Dim.ONE, Dim::times);
  }

  private static Reduction variance(OperationCall call) {
    boolean corrected = ((Variance) call.function()).isBiasCorrected();
    return (x, axes) -> variance(x, axes, corrected);
  }

  /** The mean square of the distance to the mean; corrected, over one element less. */
  static Value variance(Value x, List<Integer> axes, boolean corrected) {
    Value squares = squares(sub(x, Ops.mean(x, axes)), axes);
    Dim count = extent(x, axes);
    return div(squares, Ops.extent(corrected ? count.plus(-1) : count, x.type().dtype()));
  }

  private static List<Value> moments(OperationCall call) {
    Value x = floating(call);
    List<Integer> axes = call.inputs().size() > 1 ? call.axesIn(1) : call.axes();
    boolean keep = call.flag(0, false);
    return List.of(
        dropAxes(Ops.mean(x, axes), axes, keep), dropAxes(variance(x, axes, false), axes, keep));
  }

  /** (n, Σx, Σx²) → mean, variance, where x was shifted by a number before it was summed. */
  private static List<Value> normalizeMoments(OperationCall call) {
    Value mean = div(call.in(1), call.in(0));
    Value variance = sub(div(call.in(2), call.in(0)), unary(Unary.SQUARE, mean));
    return List.of(scale(mean, 1, call.number(0, 0)), variance);
  }

  private static Value isZero(Value x) {
    return PairwiseImports.not(PairwiseImports.truth(x));
  }

  private static Value held(Value truth) {
    return Ops.cast(truth, DType.I64);
  }

  private static Value holdsAnywhere(Value truth, List<Integer> axes) {
    return PairwiseImports.truth(sum(held(truth), axes));
  }

  private static Value holdsEverywhere(Value truth, List<Integer> axes) {
    return PairwiseImports.not(holdsAnywhere(PairwiseImports.not(truth), axes));
  }

  /** Removes the reduced axes, unless they are to stay. */
  static Value dropAxes(Value reduced, List<Integer> axes, boolean keep) {
    if (keep) {
      return reduced;
    }
    List<Dim> dims = new ArrayList<>();
    for (int axis = 0; axis < reduced.shape().rank(); axis++) {
      if (!axes.contains(axis)) {
        dims.add(reduced.shape().dim(axis));
      }
    }
    return Ops.reshape(reduced, new Shape(dims));
  }
}
