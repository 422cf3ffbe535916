package dev.seisei.cli.tiny;

import dev.seisei.core.settings.Description;
import dev.seisei.core.settings.Require;

/**
 * What the mean is of.
 *
 * @param size pixels of an image; 0 takes that of the data
 */
public record TinyConfig(
    @Description("Pixels of an image; 0 takes that of the data.") int size,
    @Description("Whether black is white.") boolean inverted) {
  public TinyConfig {
    Require.inRange("size", size, 0, 64);
  }

  public TinyConfig() {
    this(0, false);
  }
}
