package dev.seisei.engine.samediff;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.custom.DivideNoNan;
import org.nd4j.linalg.api.ops.impl.controlflow.compat.StopGradient;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarRemainder;
import org.nd4j.linalg.api.ops.impl.scalar.comparison.ScalarAnd;
import org.nd4j.linalg.api.ops.impl.scalar.comparison.ScalarNot;
import org.nd4j.linalg.api.ops.impl.scalar.comparison.ScalarOr;
import org.nd4j.linalg.api.ops.impl.scalar.comparison.ScalarXor;
import org.nd4j.linalg.api.ops.impl.shape.MergeSum;
import org.nd4j.linalg.api.ops.impl.transforms.bool.BooleanNot;
import org.nd4j.linalg.api.ops.impl.transforms.custom.LogicalAnd;
import org.nd4j.linalg.api.ops.impl.transforms.custom.LogicalOr;
import org.nd4j.linalg.api.ops.impl.transforms.custom.LogicalXor;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.FModOp;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.RealDivOp;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.TruncateDivOp;
import org.nd4j.linalg.api.ops.impl.transforms.same.AMax;
import org.nd4j.linalg.api.ops.impl.transforms.same.AMin;
import org.nd4j.linalg.api.ops.impl.transforms.same.Max;
import org.nd4j.linalg.api.ops.impl.transforms.same.Min;

/** Functions of two operands, or of one and a number. */
final class PairwiseExamples {
  /** Makes a variable of two. */
  @FunctionalInterface
  private interface Pairing {
    SDVariable of(SameDiff sd, SDVariable a, SDVariable b);
  }

  private PairwiseExamples() {}

  static void register(ImportExamples examples) {
    arithmetic(examples);
    remainders(examples);
    numbers(examples);
    comparisons(examples);
    logic(examples);
    merges(examples);
  }

  private static void add(ImportExamples examples, String kind, Pairing pairing) {
    examples.add(kind, "", s -> pairing.of(s.sd, s.x(3, 5), s.positive(3, 5)));
  }

  private static void broadcast(ImportExamples examples, String kind, Pairing pairing) {
    add(examples, kind, pairing);
    examples.add(kind, "row", s -> pairing.of(s.sd, s.x(3, 5), s.positive(5)));
    examples.add(kind, "column", s -> pairing.of(s.sd, s.positive(2, 1, 5), s.x(3, 1)));
    examples.add(kind, "scalar", s -> pairing.of(s.sd, s.positive(), s.x(3, 4)));
  }

  private static void arithmetic(ImportExamples examples) {
    broadcast(examples, "add", (sd, a, b) -> a.add(b));
    broadcast(examples, "subtract", (sd, a, b) -> a.sub(b));
    broadcast(examples, "multiply", (sd, a, b) -> a.mul(b));
    broadcast(examples, "divide", (sd, a, b) -> a.div(b));
    broadcast(examples, "reversesubtract", (sd, a, b) -> a.rsub(b));
    broadcast(examples, "squaredsubtract", (sd, a, b) -> a.squaredDifference(b));
    broadcast(examples, "maximum", SameDiff::max);
    broadcast(examples, "minimum", SameDiff::min);
    add(examples, "reversedivide", (sd, a, b) -> a.rdiv(b));
    add(
        examples,
        "realdiv",
        (sd, a, b) -> new RealDivOp(sd, new SDVariable[] {a, b}, false).outputVariable());
    add(examples, "Pow", (sd, a, b) -> sd.math().pow(b, a));
    add(examples, "tf_atan2", (sd, a, b) -> sd.math().atan2(a, b));
    add(examples, "max_pairwise", (sd, a, b) -> new Max(sd, a, b).outputVariable());
    add(examples, "min_pairwise", (sd, a, b) -> new Min(sd, a, b).outputVariable());
    add(examples, "amax_pairwise", (sd, a, b) -> new AMax(sd, a, b).outputVariable());
    add(examples, "amin_pairwise", (sd, a, b) -> new AMin(sd, a, b).outputVariable());
    examples.add("biasadd", "last axis", s -> s.sd.nn().biasAdd(s.x(2, 3, 4), s.x(4), false));
    examples.add("biasadd", "NCHW", s -> s.sd.nn().biasAdd(s.x(2, 3, 4, 5), s.x(3), true));
    examples.add(
        "divide_no_nan",
        "",
        s -> new DivideNoNan(s.sd, s.x(4), s.real(0.5, 1, 2, -0.3)).outputVariable());
    examples.add(
        "divide_no_nan",
        "by zero",
        s -> {
          s.flat();
          return new DivideNoNan(s.sd, s.x(4), s.real(0.5, 0, 2, 0)).outputVariable();
        });
    examples.add(
        "stop_gradient",
        "",
        s -> {
          s.flat(); // differences see what the gradient is to ignore
          SDVariable x = s.x(4);
          return x.mul(new StopGradient(s.sd, x).outputVariable()).add(s.x(4));
        });
  }

  private static void remainders(ImportExamples examples) {
    remainder(examples, "floordiv", (sd, a, b) -> sd.math().floorDiv(a, b));
    remainder(examples, "floormod", (sd, a, b) -> sd.math().floorMod(a, b));
    remainder(examples, "mod", (sd, a, b) -> sd.math().mod(a, b));
    remainder(examples, "fmod", (sd, a, b) -> new FModOp(sd, a, b).outputVariable());
    remainder(examples, "truncatediv", (sd, a, b) -> new TruncateDivOp(sd, a, b).outputVariable());
    examples.add("fmod_scalar", "", s -> s.sd.scalarFloorMod(s.x(3, 5).mul(5), 1.3));
    examples.add(
        "remainder_scalar",
        "",
        s -> new ScalarRemainder(s.sd, s.x(3, 5).mul(5), 1.3).outputVariable());
  }

  private static void remainder(ImportExamples examples, String kind, Pairing pairing) {
    examples.add(
        kind,
        "",
        s ->
            pairing.of(
                s.sd,
                s.real(3.3, -3.4, 3.3, -3.4, 7.1, -0.6),
                s.real(1.2, 1.3, -1.3, -1.2, 1.7, 1.1)));
    examples.add(
        kind, "integers", s -> pairing.of(s.sd, s.ints(7, -7, 7, -7, 6), s.ints(3, 3, -3, -3, 2)));
  }

  private static void numbers(ImportExamples examples) {
    examples.add("add_scalar", "", s -> s.x(3, 5).add(0.7));
    examples.add("sub_scalar", "", s -> s.x(3, 5).sub(0.7));
    examples.add("mul_scalar", "", s -> s.x(3, 5).mul(0.7));
    examples.add("div_scalar", "", s -> s.x(3, 5).div(0.7));
    examples.add("div_scalar", "of integers", s -> s.ints(7, -7, 5).div(2));
    examples.add("rsub_scalar", "", s -> s.x(3, 5).rsub(0.7));
    examples.add("rdiv_scalar", "", s -> s.x(3, 5).rdiv(0.7));
    examples.add("pow", "", s -> s.sd.math().pow(s.positive(3, 5), 1.7));
    examples.add("pow", "whole", s -> s.sd.math().pow(s.x(3, 5), 3));
    examples.add("max_scalar", "", s -> s.sd.scalarMax(s.x(3, 5), 0.2));
    examples.add("scalar_min", "", s -> s.sd.scalarMin(s.x(3, 5), 0.2));
    examples.add("set_scalar", "", s -> s.sd.scalarSet(s.x(3, 5), 0.2));
  }

  private static void comparisons(ImportExamples examples) {
    compare(examples, "equals", SameDiff::eq);
    compare(examples, "not_equals", SameDiff::neq);
    compare(examples, "less", SameDiff::lt);
    compare(examples, "less_equal", SameDiff::lte);
    compare(examples, "greater", SameDiff::gt);
    compare(examples, "greater_equal", SameDiff::gte);
    examples.add("equals_scalar", "", s -> s.ints(1, 2, 3).eq(2));
    examples.add("notequals_scalar", "", s -> s.ints(1, 2, 3).neq(2));
    examples.add("lessthan_scalar", "", s -> s.ints(1, 2, 3).lt(2));
    examples.add("lessthanorequal_scalar", "", s -> s.ints(1, 2, 3).lte(2));
    examples.add("greaterthan_scalar", "", s -> s.ints(1, 2, 3).gt(2));
    examples.add("greaterthanorequal_scalar", "", s -> s.ints(1, 2, 3).gte(2));
  }

  private static void compare(ImportExamples examples, String kind, Pairing pairing) {
    examples.add(kind, "", s -> pairing.of(s.sd, s.x(3, 5), s.x(3, 5)));
    examples.add(kind, "row of integers", s -> pairing.of(s.sd, three(s), s.ints(2, 3)));
  }

  private static SDVariable three(Sketch s) {
    return s.typed(DataType.INT32, new long[] {3, 2}, 1, 2, 2, 3, 3, 4);
  }

  private static void logic(ImportExamples examples) {
    boolean[] left = {true, true, false, false};
    boolean[] right = {true, false, true, false};
    long[] shape = {4};
    examples.add("and", "", s -> s.sd.math().and(s.truths(shape, left), s.truths(shape, right)));
    examples.add("or", "", s -> s.sd.math().or(s.truths(shape, left), s.truths(shape, right)));
    examples.add("xor", "", s -> s.sd.math().xor(s.truths(shape, left), s.truths(shape, right)));
    examples.add("bool_not", "", s -> new BooleanNot(s.sd, s.truths(shape, left)).outputVariable());
    examples.add(
        "boolean_and",
        "",
        s -> new LogicalAnd(s.sd, s.truths(shape, left), s.truths(shape, right)).outputVariable());
    examples.add(
        "boolean_or",
        "",
        s -> new LogicalOr(s.sd, s.truths(shape, left), s.truths(shape, right)).outputVariable());
    examples.add(
        "boolean_xor",
        "",
        s -> new LogicalXor(s.sd, s.truths(shape, left), s.truths(shape, right)).outputVariable());
    examples.add(
        "boolean_not",
        "",
        s -> RawOperation.of("boolean_not", 0, new long[0], s.truths(shape, left)));
    examples.add("and_scalar", "", s -> new ScalarAnd(s.sd, s.real(1, 0), 1).outputVariable());
    examples.add("or_scalar", "", s -> new ScalarOr(s.sd, s.real(1, 0), 0).outputVariable());
    examples.add("xor_scalar", "", s -> new ScalarXor(s.sd, s.real(1, 0), 1).outputVariable());
    examples.add("not_scalar", "", s -> new ScalarNot(s.sd, s.real(1, 0), 1).outputVariable());
  }

  private static void merges(ImportExamples examples) {
    examples.add("mergeadd", "", s -> s.sd.math().mergeAdd(s.x(3, 5), s.x(3, 5), s.x(3, 5)));
    examples.add("mergemax", "", s -> s.sd.math().mergeMax(s.x(3, 5), s.x(3, 5), s.x(3, 5)));
    examples.add("mergeavg", "", s -> s.sd.math().mergeAvg(s.x(3, 5), s.x(3, 5), s.x(3, 5)));
    examples.add("mergesum", "", s -> new MergeSum(s.sd, s.x(3, 5), s.x(3, 5)).outputVariable());
  }
}
