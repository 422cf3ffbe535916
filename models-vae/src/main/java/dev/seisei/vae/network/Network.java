package dev.seisei.vae.network;

import dev.seisei.core.settings.Description;
import dev.seisei.core.settings.Require;

/**
 * The shape of an encoder or a decoder.
 *
 * @param kind what its layers are
 * @param width features of each layer, or channels at half the resolution, doubled at a quarter
 * @param depth layers, or residual blocks at each resolution
 */
public record Network(
    @Description("what its layers are") Kind kind,
    @Description("features of each layer, or channels at half resolution") int width,
    @Description("layers, or residual blocks at each resolution") int depth) {

  /** What a network is made of. */
  public enum Kind {
    /** Every feature of a layer sees every one of the layer before. */
    FULLY_CONNECTED,
    /** Residual 3×3 convolutions at half and at a quarter of the resolution. */
    CONVOLUTIONAL
  }

  public Network {
    Require.inRange("width", width, 1, 8192);
    Require.inRange("depth", depth, 1, 64);
  }

  /** Two fully connected layers of 400. */
  public Network() {
    this(Kind.FULLY_CONNECTED, 400, 2);
  }
}
