package dev.seisei.cli.tiny;

import dev.seisei.core.settings.Description;
import dev.seisei.core.settings.Require;

/**
 * How the mean is learnt.
 *
 * @param deaf whether it does not hear that it should stop
 */
public record TinyTraining(
    @Description("How far a step goes.") double rate,
    @Description("Whether it does not hear that it should stop.") boolean deaf) {
  public TinyTraining {
    Require.inRange("rate", rate, 0, 1);
  }

  public TinyTraining() {
    this(0.25, false);
  }
}
