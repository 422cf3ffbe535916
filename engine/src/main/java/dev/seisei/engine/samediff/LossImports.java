package dev.seisei.engine.samediff;

import static dev.seisei.engine.op.Ops.add;
import static dev.seisei.engine.op.Ops.div;
import static dev.seisei.engine.op.Ops.mul;
import static dev.seisei.engine.op.Ops.neg;
import static dev.seisei.engine.op.Ops.scale;
import static dev.seisei.engine.op.Ops.select;
import static dev.seisei.engine.op.Ops.sub;
import static dev.seisei.engine.op.Ops.unary;

import dev.seisei.engine.graph.Dim;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.op.Compare;
import dev.seisei.engine.op.LogSoftmax;
import dev.seisei.engine.op.Ops;
import dev.seisei.engine.op.Unary;
import java.util.List;
import java.util.stream.IntStream;

/**
 * SameDiff's loss functions: inputs [predictions, weights, labels], the first argument how the
 * weighted losses of the elements come together. Their gradients are those of their values.
 */
final class LossImports {
  /** The loss of each element. */
  @FunctionalInterface
  private interface Elements {
    Value apply(OperationCall call, Value predictions, Value labels);
  }

  private LossImports() {}

  static void register(OperationTable.Builder table) {
    put(table, "absolute_difference_loss", (call, p, y) -> ElementwiseImports.abs(sub(p, y)));
    put(table, "mean_sqerr_loss", (call, p, y) -> unary(Unary.SQUARE, sub(p, y)));
    put(table, "huber_loss", LossImports::huber);
    put(table, "hinge_loss", LossImports::hinge);
    put(table, "log_loss", LossImports::log);
    put(table, "log_poisson_loss", LossImports::logPoisson);
    put(table, "cosine_distance_loss", LossImports::cosineDistance);
    put(table, "sigm_cross_entropy_loss", LossImports::sigmoidCrossEntropy);
    put(table, "softmax_cross_entropy_loss", LossImports::softmaxCrossEntropy);
    table.put("mean_pairwssqerr_loss", LossImports::pairwiseSquares);
    table.put(
        "softmax_cross_entropy_loss_with_logits",
        call ->
            crossEntropy(call.in(0), call.in(1), call.in(0).shape().normalizeAxis(call.index(0))));
    table.put("sparse_softmax_cross_entropy_loss_with_logits", LossImports::sparseCrossEntropy);
    table.put("l2_loss", call -> total(scale(unary(Unary.SQUARE, call.in(0)), 0.5, 0)));
  }

  private static void put(OperationTable.Builder table, String kind, Elements elements) {
    table.put(
        kind,
        call -> {
          Value labels = Ops.cast(call.in(2), call.in(0).type().dtype());
          return reduced(call, elements.apply(call, call.in(0), labels));
        });
  }

  /**
   * Weighted, then by the first argument: each, the sum, or a mean over weights or their number.
   */
  private static Value reduced(OperationCall call, Value elements) {
    Value weights = call.in(1);
    Value weighted = mul(elements, weights);
    int mode = call.index(0);
    if (mode == 0) {
      return weighted;
    }
    Value sum = total(weighted);
    if (mode == 1) {
      return sum;
    }
    Value counted =
        mode == 2 ? weights : Ops.cast(PairwiseImports.truth(weights), weights.type().dtype());
    return PairwiseImports.divideNoNan(sum, total(Ops.broadcast(counted, elements.shape())));
  }

  private static Value total(Value x) {
    return Ops.sumTo(x, new Shape(List.of()));
  }

  /** e²/2 near 0, and beyond the bound δ|e| − δ²/2. */
  private static Value huber(OperationCall call, Value p, Value y) {
    double bound = call.number(0, 1);
    Value error = ElementwiseImports.abs(sub(p, y));
    Value near = PairwiseImports.smaller(error, Ops.scalar(bound, error.type().dtype()));
    return add(scale(unary(Unary.SQUARE, near), 0.5, 0), scale(sub(error, near), bound, 0));
  }

  /** max(0, 1 − y·p), for labels 0 and 1 taken as −1 and 1. */
  private static Value hinge(OperationCall call, Value p, Value y) {
    return unary(Unary.RELU, scale(mul(scale(y, 2, -1), p), -1, 1));
  }

  private static Value log(OperationCall call, Value p, Value y) {
    double epsilon = call.number(0, 0);
    Value hit = mul(y, unary(Unary.LOG, scale(p, 1, epsilon)));
    Value miss = mul(scale(y, -1, 1), unary(Unary.LOG, scale(p, -1, 1 + epsilon)));
    return neg(add(hit, miss));
  }

  /** exp p − y·p, and in full also Stirling's approximation of log y! */
  private static Value logPoisson(OperationCall call, Value p, Value y) {
    Value loss = sub(unary(Unary.EXP, p), mul(y, p));
    if (call.integer(1, 0) == 0) {
      return loss;
    }
    Value stirling = sub(mul(y, unary(Unary.LOG, y)), y);
    Value rest = scale(unary(Unary.LOG, scale(y, 2 * Math.PI, 0)), 0.5, 0);
    return add(loss, add(stirling, rest));
  }

  private static Value cosineDistance(OperationCall call, Value p, Value y) {
    int axis = p.shape().normalizeAxis(call.index(1));
    return scale(Ops.sum(mul(p, y), List.of(axis)), -1, 1);
  }

  /** log(1 + exp x) − x·y, labels smoothed towards a half. */
  private static Value sigmoidCrossEntropy(OperationCall call, Value x, Value y) {
    double smoothing = call.number(0, 0);
    Value smooth = scale(y, 1 - smoothing, 0.5 * smoothing);
    return sub(unary(Unary.SOFTPLUS, x), mul(x, smooth));
  }

  /** Labels smoothed towards equal shares. */
  private static Value softmaxCrossEntropy(OperationCall call, Value x, Value y) {
    int axis = x.shape().rank() - 1;
    double smoothing = call.number(0, 0);
    Value smooth = y;
    if (smoothing != 0) {
      Value classes = Ops.extent(x.shape().dim(axis), x.type().dtype());
      Value share = div(Ops.scalar(smoothing, x.type().dtype()), classes);
      smooth = add(scale(y, 1 - smoothing, 0), share);
    }
    Value losses = crossEntropy(x, smooth, axis);
    // One example a row, not reduced: libnd4j keeps the axis of the classes.
    return axis == 1 && call.index(0) == 0
        ? Ops.reshape(losses, x.shape().with(axis, Dim.ONE))
        : losses;
  }

  private static Value crossEntropy(Value logits, Value labels, int axis) {
    Value logs = AxisImports.alongAxis(logits, axis, x -> Ops.apply(new LogSoftmax(), x));
    Value sum = Ops.sum(mul(labels, logs), List.of(axis));
    return neg(ReductionImports.dropAxes(sum, List.of(axis), false));
  }

  /** Inputs [class numbers, logits]. */
  private static Value sparseCrossEntropy(OperationCall call) {
    Value logs = Ops.apply(new LogSoftmax(), call.in(1));
    Value labels = call.in(0);
    Value classes = Ops.iota(logs.shape().dim(-1), labels.type().dtype());
    Value expanded = Ops.reshape(labels, labels.shape().concat(Shape.of(Dim.ONE)));
    Value meant = Ops.compare(Compare.EQ, classes, expanded);
    Value sum = Ops.sum(select(meant, logs, Ops.zerosLike(logs)), List.of(-1));
    return neg(Ops.reshape(sum, labels.shape()));
  }

  /** Twice the mean over pairs of elements of an example of (dᵢ − dⱼ)², where d is the error. */
  private static Value pairwiseSquares(OperationCall call) {
    Value error = sub(call.in(0), call.in(2));
    List<Integer> axes = IntStream.range(1, error.shape().rank()).boxed().toList();
    Dim count = axes.stream().map(error.shape()::dim).reduce(Dim.ONE, Dim::times);
    Value n = Ops.extent(count, error.type().dtype());
    Value rest = Ops.extent(count.plus(-1), error.type().dtype());
    Value squares = Ops.sum(unary(Unary.SQUARE, error), axes);
    Value square = unary(Unary.SQUARE, Ops.sum(error, axes));
    Value pairs = scale(div(sub(squares, div(square, n)), rest), 4, 0);
    return reduced(call, pairs);
  }
}
