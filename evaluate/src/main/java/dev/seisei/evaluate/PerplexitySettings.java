package dev.seisei.evaluate;

import dev.seisei.core.settings.Description;
import dev.seisei.core.settings.Require;

/**
 * How the perplexity is measured.
 *
 * @param characters how many of the held-out text, the first ones; 0 takes all
 */
public record PerplexitySettings(
    @Description("how many characters of the held-out text, the first ones; 0: all")
        int characters) {

  public PerplexitySettings {
    Require.inRange("characters", characters, 0, Integer.MAX_VALUE);
  }

  /** All of it. */
  public PerplexitySettings() {
    this(0);
  }
}
