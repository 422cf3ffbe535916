package dev.seisei.vae.vq;

import dev.seisei.core.settings.Description;
import dev.seisei.core.settings.Require;

/**
 * The shape of the transformer that learns the distribution of the codes.
 *
 * @param width features of a position
 * @param depth blocks of attention and multilayer perceptron
 * @param heads of attention; divide the width
 */
public record PriorNetwork(
    @Description("features of a position") int width,
    @Description("blocks of attention and multilayer perceptron") int depth,
    @Description("heads of attention; divide the width") int heads) {

  public PriorNetwork {
    Require.inRange("width", width, 1, 8192);
    Require.inRange("depth", depth, 1, 64);
    Require.inRange("heads", heads, 1, 256);
    Require.that(
        width % heads == 0, "heads", "heads must divide width " + width + ", got " + heads);
  }

  /** Small enough to train in minutes. */
  public PriorNetwork() {
    this(96, 3, 4);
  }
}
