package dev.seisei.evaluate.inception;

import dev.seisei.core.settings.Description;
import dev.seisei.core.settings.Require;

/**
 * What the network's graph is built from, beside what never differs.
 *
 * @param classes how many it tells apart
 */
public record InceptionConfig(@Description("number of classes") int classes) {
  public InceptionConfig {
    Require.inRange("classes", classes, 1, 100_000);
  }

  /** The 1,008 of the weights that papers use: ImageNet's 1,000, and 8 that never occur. */
  public InceptionConfig() {
    this(1008);
  }
}
