package dev.seisei.server.pattern;

import dev.seisei.core.settings.Require;

/**
 * A model that draws patterns.
 *
 * @param size height and width of an image
 * @param rowsPerRun how many images one run makes
 */
public record PatternConfig(int size, int rowsPerRun) {
  public PatternConfig {
    Require.inRange("size", size, 1, 64);
    Require.inRange("rows_per_run", rowsPerRun, 1, 1024);
  }

  public PatternConfig() {
    this(8, 64);
  }
}
