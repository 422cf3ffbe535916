package dev.seisei.gan.perception;

import dev.seisei.core.sample.ImageFile;

/** Height and width of a picture, in pixels. */
public record PictureSize(int height, int width) {
  /** The size of a picture whose longer side is brought to a length, in its own proportions. */
  public static PictureSize of(ImageFile picture, int longest) {
    double factor = (double) longest / Math.max(picture.height(), picture.width());
    return new PictureSize(picture.height(), picture.width()).times(factor);
  }

  /** Both sides times a factor, rounded, and at least 1. */
  public PictureSize times(double factor) {
    return new PictureSize(times(height, factor), times(width, factor));
  }

  private static int times(int side, double factor) {
    return (int) Math.max(1, Math.round(side * factor));
  }

  /** Numbers in a colour picture: 3·H·W. */
  public int numbers() {
    return 3 * height * width;
  }

  @Override
  public String toString() {
    return height + "×" + width;
  }
}
