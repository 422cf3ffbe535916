package dev.seisei.engine.optim;

import static dev.seisei.engine.op.Ops.binary;
import static dev.seisei.engine.op.Ops.scale;
import static dev.seisei.engine.op.Ops.select;
import static dev.seisei.engine.op.Ops.unary;

import dev.seisei.engine.graph.Value;
import dev.seisei.engine.op.Binary;
import dev.seisei.engine.op.Compare;
import dev.seisei.engine.op.Ops;
import dev.seisei.engine.op.Unary;

/** The learning rate as a function of the steps done, computed inside the training graph. */
@FunctionalInterface
public interface Schedule {
  /** The rate for a step, given how many steps came before it; both scalars. */
  Value at(Value stepsDone);

  /** Always the same rate. */
  static Schedule constant(double rate) {
    Range.positive("rate", rate);
    return done -> Ops.fill(rate, done.type());
  }

  /** From one rate to another in equal steps, then constant. */
  static Schedule linear(double from, double to, long steps) {
    return done -> scale(progress(done, 0, (double) steps), to - from, from);
  }

  /**
   * Half a cosine from one rate to another, then constant: to + (from − to)(1 + cos πx)/2.
   *
   * <p>Source: Loshchilov and Hutter 2017, arXiv 1608.03983, equation 5, without restarts.
   */
  static Schedule cosine(double from, double to, long steps) {
    return done -> {
      Value cos = unary(Unary.COS, scale(progress(done, 0, (double) steps), Math.PI, 0));
      return scale(cos, (from - to) / 2, (from + to) / 2);
    };
  }

  /** This schedule after a linear rise from 0: step s of the first {@code steps} takes s/steps. */
  default Schedule warmUp(long steps) {
    if (steps < 1) {
      throw new IllegalArgumentException("steps must be >= 1, got " + steps);
    }
    return done -> {
      Value rise = scale(done, 1.0 / (double) steps, 1.0 / (double) steps);
      return Ops.mul(at(done), binary(Binary.MIN, rise, Ops.onesLike(rise)));
    };
  }

  /**
   * One cycle: a cosine rise from peak/25 to the peak over the first 30 % of the steps, then a
   * cosine fall to peak/250,000.
   *
   * <p>Source: Smith and Topin 2018, arXiv 1708.07120, with the shape and defaults of PyTorch.
   */
  static Schedule oneCycle(double peak, long steps) {
    double rise = Math.max(1, 0.3 * (double) steps - 1);
    return done -> {
      Value up = cosineBetween(peak / 25, peak, progress(done, 0, rise));
      Value down =
          cosineBetween(peak, peak / 25e4, progress(done, rise, (double) steps - 1 - rise));
      Value rising = Ops.compare(Compare.LE, done, Ops.fill(rise, done.type()));
      return select(rising, up, down);
    };
  }

  /**
   * Slanted triangular: a short linear rise, then a long linear fall. With cut = ⌊steps · fraction⌋
   * and p = t/cut before the cut, 1 − (t − cut)/(cut·(1/fraction − 1)) after it, the rate is peak ·
   * (1 + p(ratio − 1))/ratio.
   *
   * <p>Source: Howard and Ruder 2018, arXiv 1801.06146, equation 3.
   */
  static Schedule slantedTriangular(double peak, long steps, double fraction, double ratio) {
    double cut = Math.max(1, Math.floor((double) steps * fraction));
    return done -> {
      Value rise = scale(done, 1 / cut, 0);
      Value fall = scale(progress(done, cut, cut * (1 / fraction - 1)), -1, 1);
      Value before = Ops.compare(Compare.LT, done, Ops.fill(cut, done.type()));
      Value p = select(before, rise, fall);
      return scale(p, peak * (ratio - 1) / ratio, peak / ratio);
    };
  }

  private static Value cosineBetween(double from, double to, Value progress) {
    Value cos = unary(Unary.COS, scale(progress, Math.PI, 0));
    return scale(cos, (from - to) / 2, (from + to) / 2);
  }

  /** How far the steps have come from a beginning over a length, from 0 to 1. */
  private static Value progress(Value done, double begin, double length) {
    Range.positive("length", length);
    Value x = scale(done, 1 / length, -begin / length);
    return binary(Binary.MAX, binary(Binary.MIN, x, Ops.onesLike(x)), Ops.zerosLike(x));
  }
}
