package dev.seisei.engine.optim;

import static dev.seisei.engine.op.Ops.add;
import static dev.seisei.engine.op.Ops.div;
import static dev.seisei.engine.op.Ops.mul;
import static dev.seisei.engine.op.Ops.neg;
import static dev.seisei.engine.op.Ops.scale;
import static dev.seisei.engine.op.Ops.sub;
import static dev.seisei.engine.op.Ops.unary;

import dev.seisei.engine.graph.Value;
import dev.seisei.engine.op.Unary;
import java.util.Map;

/**
 * A rule that turns a gradient into a step. Parameters p, gradients g and slots are vectors of one
 * shape; the learning rate η and the step count t (1 in the first step) are scalars.
 */
public interface Optimizer {
  /**
   * Whether every element is treated alike and alone, so that all parameters can be one vector;
   * else the rule gets each parameter in its own shape.
   */
  default boolean elementwise() {
    return true;
  }

  /**
   * What kernel providers know the rule by, if one may compute the whole step in one pass; else
   * empty.
   */
  default String name() {
    return "";
  }

  /** The rule's numbers, by name. */
  default Map<String, Object> attributes() {
    return Map.of();
  }

  /**
   * The parameters after a step.
   *
   * @param weightDecay λ, used as each rule says
   */
  Value step(
      Slots slots,
      Value parameters,
      Value gradient,
      Value learningRate,
      Value t,
      double weightDecay);

  /**
   * Stochastic gradient descent: g ← g + λp; b ← μb + g; p ← p − ηb, or with Nesterov's momentum p
   * ← p − η(g + μb).
   *
   * <p>Source: Sutskever et al. 2013, in PyTorch's formulation (the rate multiplies the momentum,
   * and λ is an L2 penalty).
   */
  record Sgd(double momentum, boolean nesterov) implements Optimizer {
    public Sgd {
      Range.check("momentum", momentum, 0, 1);
    }

    @Override
    public String name() {
      return "sgd";
    }

    @Override
    public Map<String, Object> attributes() {
      return Map.of("momentum", momentum, "nesterov", nesterov);
    }

    @Override
    public Value step(Slots slots, Value p, Value g, Value rate, Value t, double decay) {
      Value penalised = decay == 0 ? g : add(g, scale(p, decay, 0));
      if (momentum == 0) {
        return sub(p, mul(penalised, rate));
      }
      Value velocity = add(scale(slots.read("momentum"), momentum, 0), penalised);
      slots.write("momentum", velocity);
      Value direction = nesterov ? add(penalised, scale(velocity, momentum, 0)) : velocity;
      return sub(p, mul(direction, rate));
    }
  }

  /**
   * RMSProp: g ← g + λp; v ← αv + (1 − α)g²; p ← p − ηg / (√v + ε).
   *
   * <p>Source: Tieleman and Hinton 2012, lecture 6.5, with ε outside the root as in PyTorch.
   */
  record RmsProp(double smoothing, double epsilon) implements Optimizer {
    public RmsProp {
      Range.check("smoothing", smoothing, 0, 1);
      Range.positive("epsilon", epsilon);
    }

    @Override
    public String name() {
      return "rms_prop";
    }

    @Override
    public Map<String, Object> attributes() {
      return Map.of("smoothing", smoothing, "epsilon", epsilon);
    }

    @Override
    public Value step(Slots slots, Value p, Value g, Value rate, Value t, double decay) {
      Value penalised = decay == 0 ? g : add(g, scale(p, decay, 0));
      Value square =
          add(
              scale(slots.read("square"), smoothing, 0),
              scale(unary(Unary.SQUARE, penalised), 1 - smoothing, 0));
      slots.write("square", square);
      Value step = div(penalised, scale(unary(Unary.SQRT, square), 1, epsilon));
      return sub(p, mul(step, rate));
    }
  }

  /**
   * Adam: m ← β₁m + (1 − β₁)g; v ← β₂v + (1 − β₂)g²; p ← p − η · m/(1 − β₁ᵗ) / (√(v/(1 − β₂ᵗ)) +
   * ε).
   *
   * <p>With decoupled decay this is AdamW: p ← p − ηλp besides; else λ is an L2 penalty, g ← g +
   * λp.
   *
   * <p>Source: Kingma and Ba 2015, arXiv 1412.6980, algorithm 1; Loshchilov and Hutter 2019, arXiv
   * 1711.05101, algorithm 2.
   */
  record Adam(double beta1, double beta2, double epsilon, boolean decoupledDecay)
      implements Optimizer {
    public Adam {
      Range.check("beta1", beta1, 0, 1);
      Range.check("beta2", beta2, 0, 1);
      Range.positive("epsilon", epsilon);
    }

    @Override
    public String name() {
      return "adam";
    }

    @Override
    public Map<String, Object> attributes() {
      return Map.of(
          "beta1", beta1, "beta2", beta2, "epsilon", epsilon, "decoupled_decay", decoupledDecay);
    }

    /** Adam with β₁ = 0.9, β₂ = 0.999, ε = 1e-8. */
    public static Adam standard() {
      return new Adam(0.9, 0.999, 1e-8, false);
    }

    /** AdamW with β₁ = 0.9, β₂ = 0.999, ε = 1e-8. */
    public static Adam decoupled() {
      return new Adam(0.9, 0.999, 1e-8, true);
    }

    @Override
    public Value step(Slots slots, Value p, Value g, Value rate, Value t, double decay) {
      boolean penalty = decay != 0 && !decoupledDecay;
      Value gradient = penalty ? add(g, scale(p, decay, 0)) : g;
      Value mean = add(scale(slots.read("mean"), beta1, 0), scale(gradient, 1 - beta1, 0));
      Value square =
          add(
              scale(slots.read("square"), beta2, 0),
              scale(unary(Unary.SQUARE, gradient), 1 - beta2, 0));
      slots.write("mean", mean);
      slots.write("square", square);
      Value correction = unary(Unary.RSQRT, debias(beta2, t));
      Value denominator = scale(mul(unary(Unary.SQRT, square), correction), 1, epsilon);
      Value stepSize = div(rate, debias(beta1, t));
      Value decayed = decay != 0 && decoupledDecay ? mul(p, scale(rate, -decay, 1)) : p;
      return sub(decayed, mul(div(mean, denominator), stepSize));
    }

    /** 1 − βᵗ, exact also where βᵗ is close to 1. */
    private static Value debias(double beta, Value t) {
      return neg(unary(Unary.EXPM1, scale(t, Math.log(beta), 0)));
    }
  }

  /**
   * Lion: u = sign(β₁m + (1 − β₁)g); p ← p − η(u + λp); m ← β₂m + (1 − β₂)g.
   *
   * <p>Source: Chen et al. 2023, arXiv 2302.06675, algorithm 2.
   */
  record Lion(double beta1, double beta2) implements Optimizer {
    public Lion {
      Range.check("beta1", beta1, 0, 1);
      Range.check("beta2", beta2, 0, 1);
    }

    @Override
    public String name() {
      return "lion";
    }

    @Override
    public Map<String, Object> attributes() {
      return Map.of("beta1", beta1, "beta2", beta2);
    }

    @Override
    public Value step(Slots slots, Value p, Value g, Value rate, Value t, double decay) {
      Value mean = slots.read("mean");
      Value update = unary(Unary.SIGN, add(scale(mean, beta1, 0), scale(g, 1 - beta1, 0)));
      slots.write("mean", add(scale(mean, beta2, 0), scale(g, 1 - beta2, 0)));
      Value direction = decay == 0 ? update : add(update, scale(p, decay, 0));
      return sub(p, mul(direction, rate));
    }
  }
}
