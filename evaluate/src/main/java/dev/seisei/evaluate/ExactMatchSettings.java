package dev.seisei.evaluate;

import dev.seisei.core.settings.Description;
import dev.seisei.core.settings.Require;

/**
 * How exact matches are counted.
 *
 * @param sources how many held-out sources, the first ones; 0 takes all
 */
public record ExactMatchSettings(
    @Description("how many held-out sources, the first ones; 0: all") int sources) {

  public ExactMatchSettings {
    Require.inRange("sources", sources, 0, Integer.MAX_VALUE);
  }

  /** The first thousand. */
  public ExactMatchSettings() {
    this(1000);
  }
}
