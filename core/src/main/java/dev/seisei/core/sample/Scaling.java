package dev.seisei.core.sample;

import java.util.Arrays;

/** Bringing planes of numbers to another size: pixels, or differences of them. */
public final class Scaling {
  private Scaling() {}

  /**
   * Planes at another size, stretched to it: bilinear where they grow, without aliasing where they
   * shrink. Each number is a weighted mean of those around it, so that what is equal everywhere
   * stays what it is; at the same size they are copied.
   *
   * @param planes [count, height, width]
   * @return [count, toHeight, toWidth]
   * @throws IllegalArgumentException if an extent is not positive, or the numbers are not as many
   */
  public static float[] scale(
      float[] planes, int count, int height, int width, int toHeight, int toWidth) {
    int[] extents = {count, height, width, toHeight, toWidth};
    if (Arrays.stream(extents).anyMatch(extent -> extent < 1)
        || planes.length != (long) count * height * width) {
      throw new IllegalArgumentException(
          "expected planes of positive extents, got %d numbers as %d×%d×%d for %d×%d"
              .formatted(planes.length, count, height, width, toHeight, toWidth));
    }
    Resampling down = new Resampling(height, toHeight, (double) height / toHeight);
    Resampling across = new Resampling(width, toWidth, (double) width / toWidth);
    float[] scaled = new float[Math.multiplyExact(count, Math.multiplyExact(toHeight, toWidth))];
    float[] row = new float[width];
    float[] scaledRow = new float[toWidth];
    for (int plane = 0; plane < count; plane++) {
      for (int y = 0; y < height; y++) {
        System.arraycopy(planes, (plane * height + y) * width, row, 0, width);
        across.apply(row, scaledRow);
        down.scatter(y, scaledRow, scaled, plane * toHeight * toWidth);
      }
    }
    return scaled;
  }
}
