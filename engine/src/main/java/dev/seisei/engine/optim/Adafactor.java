package dev.seisei.engine.optim;

import static dev.seisei.engine.op.Ops.add;
import static dev.seisei.engine.op.Ops.binary;
import static dev.seisei.engine.op.Ops.div;
import static dev.seisei.engine.op.Ops.fill;
import static dev.seisei.engine.op.Ops.mean;
import static dev.seisei.engine.op.Ops.mul;
import static dev.seisei.engine.op.Ops.scale;
import static dev.seisei.engine.op.Ops.sub;
import static dev.seisei.engine.op.Ops.unary;

import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.op.Binary;
import dev.seisei.engine.op.Ops;
import dev.seisei.engine.op.Unary;
import java.util.List;

/**
 * Adafactor: Adam without a mean, whose second moments are kept for the rows and columns of a
 * matrix only, and whose step is relative to the size of the parameter.
 *
 * <p>With β = 1 − t^−0.8: R ← βR + (1 − β) · row means of (g² + ε₁), C likewise for columns, V = R
 * ⊗ C / mean R, or V itself for what has fewer than two axes; U = g/√V, divided by max(1,
 * RMS(U)/d); p ← p − η · max(ε₂, RMS(p)) · (U + λp).
 *
 * <p>Source: Shazeer and Stern 2018, arXiv 1804.04235, algorithms 4 and 5. Differs from the paper:
 * the relative step ρₜ is the schedule's rate η, and weight decay is added, decoupled and relative
 * like the step.
 *
 * @param clip d, the largest root mean square of an update; 1 in the paper
 * @param epsilon1 ε₁, 1e-30 in the paper
 * @param epsilon2 ε₂, 1e-3 in the paper
 */
public record Adafactor(double clip, double epsilon1, double epsilon2) implements Optimizer {
  public Adafactor {
    Range.positive("clip", clip);
    Range.positive("epsilon1", epsilon1);
    Range.positive("epsilon2", epsilon2);
  }

  /** With the paper's numbers. */
  public static Adafactor standard() {
    return new Adafactor(1, 1e-30, 1e-3);
  }

  @Override
  public boolean elementwise() {
    return false;
  }

  @Override
  public Value step(Slots slots, Value p, Value g, Value rate, Value t, double decay) {
    Value keep = scale(unary(Unary.EXP, scale(unary(Unary.LOG, t), -0.8, 0)), -1, 1);
    Value square = scale(unary(Unary.SQUARE, g), 1, epsilon1);
    Value update = mul(g, unary(Unary.RSQRT, moments(slots, square, keep)));
    Value size = binary(Binary.MAX, scale(rootMeanSquare(update), 1 / clip, 0), one(update));
    Value direction = div(update, size);
    if (decay != 0) {
      direction = add(direction, scale(p, decay, 0));
    }
    Value parameterSize = rootMeanSquare(p);
    Value relative = binary(Binary.MAX, parameterSize, fill(epsilon2, parameterSize.type()));
    return sub(p, mul(direction, mul(relative, rate)));
  }

  private static Value moments(Slots slots, Value square, Value keep) {
    int rank = square.shape().rank();
    if (rank < 2) {
      return moving(slots, "square", square, keep);
    }
    Value rows = moving(slots, "rows", mean(square, List.of(rank - 1)), keep);
    Value columns = moving(slots, "columns", mean(square, List.of(rank - 2)), keep);
    return mul(div(rows, mean(rows, List.of(rank - 2))), columns);
  }

  /** The moving average of a statistic, kept in a slot of its shape. */
  private static Value moving(Slots slots, String slot, Value statistic, Value keep) {
    Value before = slots.read(slot, statistic.shape());
    Value after = add(mul(before, keep), mul(statistic, scale(keep, -1, 1)));
    slots.write(slot, after);
    return after;
  }

  private static Value rootMeanSquare(Value x) {
    Value mean = mean(unary(Unary.SQUARE, x), Ops.allAxes(x));
    return unary(Unary.SQRT, Ops.reshape(mean, new Shape(List.of())));
  }

  private static Value one(Value like) {
    return fill(1, like.type().withShape(new Shape(List.of())));
  }
}
