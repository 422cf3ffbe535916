package dev.seisei.engine.nn;

/**
 * How the kernel of a convolution moves. In one dimension the widths count.
 *
 * @param size how far the kernel reaches, in taps
 * @param stride steps between outputs; of a transposed convolution, between inputs
 * @param padding zeros on each side; of a transposed convolution, what is cut off on each side
 * @param dilation steps between taps
 */
public record Kernel(Size size, Size stride, Size padding, Size dilation) {
  /** A number for each spatial axis. */
  public record Size(int height, int width) {
    private void require(String field, int least) {
      Require.that(
          height >= least && width >= least,
          field + " must be >= " + least + ", got " + height + " and " + width);
    }
  }

  /**
   * @throws IllegalArgumentException if the padding is negative, or one of the others is not
   *     positive
   */
  public Kernel {
    size.require("kernel size", 1);
    stride.require("stride", 1);
    padding.require("padding", 0);
    dilation.require("dilation", 1);
  }

  /** A square kernel that moves by single steps, without padding. */
  public static Kernel of(int size) {
    return of(size, size);
  }

  /** A kernel that moves by single steps, without padding. */
  public static Kernel of(int height, int width) {
    return new Kernel(new Size(height, width), new Size(1, 1), new Size(0, 0), new Size(1, 1));
  }

  /** The same with one stride on both axes. */
  public Kernel withStride(int steps) {
    return withStride(steps, steps);
  }

  /** The same with a stride for each axis. */
  public Kernel withStride(int height, int width) {
    return new Kernel(size, new Size(height, width), padding, dilation);
  }

  /** The same with one padding on all sides. */
  public Kernel withPadding(int zeros) {
    return withPadding(zeros, zeros);
  }

  /** The same with a padding for each axis. */
  public Kernel withPadding(int height, int width) {
    return new Kernel(size, stride, new Size(height, width), dilation);
  }

  /** The same with one dilation on both axes. */
  public Kernel withDilation(int steps) {
    return new Kernel(size, stride, padding, new Size(steps, steps));
  }

  /**
   * The same with the padding that, at stride 1, keeps the extents.
   *
   * @throws IllegalArgumentException if the kernel reaches further on one side than on the other
   */
  public Kernel withSamePadding() {
    int rows = dilation.height * (size.height - 1);
    int columns = dilation.width * (size.width - 1);
    Require.that(
        rows % 2 == 0 && columns % 2 == 0,
        "a kernel of even size "
            + size
            + " has no equal padding that keeps the extents; make it odd, or give a padding");
    return withPadding(rows / 2, columns / 2);
  }
}
