package dev.seisei.engine.optim;

import java.util.function.Predicate;

/**
 * Parameters that are trained alike.
 *
 * @param members which parameters, by name; the first group that takes a parameter has it
 * @param rateFactor by which the schedule's learning rate is multiplied
 * @param weightDecay λ of the optimizer
 */
public record ParameterGroup(Predicate<String> members, double rateFactor, double weightDecay) {
  public ParameterGroup {
    Range.check("weight_decay", weightDecay, 0, Double.MAX_VALUE);
    Range.positive("rate_factor", rateFactor);
  }

  /** All parameters, at the schedule's rate. */
  public static ParameterGroup all(double weightDecay) {
    return new ParameterGroup(name -> true, 1, weightDecay);
  }
}
