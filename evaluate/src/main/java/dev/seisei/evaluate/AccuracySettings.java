package dev.seisei.evaluate;

import dev.seisei.core.settings.Description;
import dev.seisei.core.settings.Require;

/**
 * How accuracy is measured.
 *
 * @param examples how many of the test set, the first ones; 0 takes all
 */
public record AccuracySettings(
    @Description("how many examples of the test set, the first ones; 0: all") int examples) {

  public AccuracySettings {
    Require.inRange("examples", examples, 0, Integer.MAX_VALUE);
  }

  /** The whole test set. */
  public AccuracySettings() {
    this(0);
  }
}
