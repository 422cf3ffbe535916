package dev.seisei.vae.network;

/** Extents of an image, [C, H, W]. */
public record ImageShape(int channels, int height, int width) {
  /** Numbers in an image: C·H·W. */
  public int features() {
    return channels * height * width;
  }
}
