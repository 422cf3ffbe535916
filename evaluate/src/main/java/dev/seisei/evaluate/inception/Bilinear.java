package dev.seisei.evaluate.inception;

/**
 * Brings images to another size by linear interpolation between the centres of their pixels, the
 * outermost held beyond: PyTorch's bilinear interpolation with {@code align_corners=False} and
 * without smoothing, as programs for the Fréchet inception distance do it.
 */
final class Bilinear {
  private final Axis rows;
  private final Axis columns;

  Bilinear(int height, int width, int toHeight, int toWidth) {
    this.rows = new Axis(height, toHeight);
    this.columns = new Axis(width, toWidth);
  }

  /** For each element along an axis of the result, which two it lies between and where. */
  private static final class Axis {
    private final int[] low;
    private final int[] high;
    private final float[] share;
    private final int extent;

    Axis(int extent, int to) {
      this.extent = extent;
      this.low = new int[to];
      this.high = new int[to];
      this.share = new float[to];
      double step = (double) extent / to;
      for (int i = 0; i < to; i++) {
        double at = Math.max(0, (i + 0.5) * step - 0.5);
        low[i] = Math.min((int) at, extent - 1);
        high[i] = Math.min(low[i] + 1, extent - 1);
        share[i] = (float) (at - low[i]);
      }
    }
  }

  /**
   * Scales one channel.
   *
   * @param from where it begins in the image
   * @param at where it begins in the result
   */
  void scale(float[] image, int from, float[] result, int at) {
    int width = columns.low.length;
    for (int y = 0; y < rows.low.length; y++) {
      int above = from + rows.low[y] * columns.extent;
      int below = from + rows.high[y] * columns.extent;
      float down = rows.share[y];
      for (int x = 0; x < width; x++) {
        float right = columns.share[x];
        int low = columns.low[x];
        int high = columns.high[x];
        float upper = image[above + low] + right * (image[above + high] - image[above + low]);
        float lower = image[below + low] + right * (image[below + high] - image[below + low]);
        result[at + y * width + x] = upper + down * (lower - upper);
      }
    }
  }
}
