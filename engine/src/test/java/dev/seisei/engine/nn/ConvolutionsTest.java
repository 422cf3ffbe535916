package dev.seisei.engine.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;

class ConvolutionsTest {
  private static final int BATCH = 2;
  private static final int IN = 3;
  private static final int OUT = 2;

  private static int transposedExtent(
      int extent, int size, int stride, int padding, int dilation, int extra) {
    return (extent - 1) * stride - 2 * padding + dilation * (size - 1) + extra + 1;
  }

  /** Every input adds its kernel to the outputs; w: [kH, kW, O, C]. */
  private static double[] scatter(
      double[] x,
      double[] w,
      double[] b,
      int rows,
      int columns,
      Kernel kernel,
      int extraRows,
      int extraColumns) {
    Kernel.Size size = kernel.size();
    Kernel.Size stride = kernel.stride();
    Kernel.Size padding = kernel.padding();
    Kernel.Size dilation = kernel.dilation();
    int tall =
        transposedExtent(
            rows, size.height(), stride.height(), padding.height(), dilation.height(), extraRows);
    int wide =
        transposedExtent(
            columns, size.width(), stride.width(), padding.width(), dilation.width(), extraColumns);
    double[] y = new double[BATCH * OUT * tall * wide];
    for (int i = 0; i < y.length; i++) {
      y[i] = b[i / (tall * wide) % OUT];
    }
    for (int i = 0; i < x.length; i++) {
      int column = i % columns;
      int row = i / columns % rows;
      int in = i / (columns * rows) % IN;
      int n = i / (columns * rows * IN);
      for (int k = 0; k < w.length / IN; k++) {
        int out = k % OUT;
        int kw = k / OUT % size.width();
        int kh = k / OUT / size.width();
        int r = row * stride.height() + kh * dilation.height() - padding.height();
        int c = column * stride.width() + kw * dilation.width() - padding.width();
        if (r >= 0 && r < tall && c >= 0 && c < wide) {
          y[((n * OUT + out) * tall + r) * wide + c] += x[i] * w[k * IN + in];
        }
      }
    }
    return y;
  }

  private static void transposed2d(Kernel kernel, int extra) {
    int rows = 4;
    int columns = 3;
    int taps = kernel.size().height() * kernel.size().width();
    Sketch s = new Sketch();
    SDVariable y =
        Convolutions.transposed2d(
            s.input("x", 1, BATCH, IN, rows, columns),
            s.variable("w", kernel.size().height(), kernel.size().width(), OUT, IN),
            s.variable("b", OUT),
            kernel,
            extra);
    assertArrayEquals(
        scatter(
            Sketch.wave("x", BATCH * IN * rows * columns),
            Sketch.wave("w", taps * OUT * IN),
            Sketch.wave("b", OUT),
            rows,
            columns,
            kernel,
            extra,
            extra),
        s.run(y),
        1e-12,
        kernel + ", output padding " + extra);
  }

  @Test
  void transposed2dScattersTheKernel() {
    transposed2d(Kernel.of(3), 0);
    transposed2d(Kernel.of(3, 2), 0);
    transposed2d(Kernel.of(4).withStride(2).withPadding(1), 0);
    transposed2d(Kernel.of(3, 4).withStride(2, 3).withPadding(1, 0), 0);
    transposed2d(Kernel.of(2).withDilation(2), 0);
  }

  @Test
  void outputPaddingAddsRowsAndColumnsAtTheEnd() {
    transposed2d(Kernel.of(3).withStride(2).withPadding(1), 1);
    transposed2d(Kernel.of(5).withStride(3).withPadding(2), 2);
    transposed2d(Kernel.of(5).withStride(3).withPadding(2), 1);
  }

  @Test
  void outputPaddingMayExceedThePadding() {
    transposed2d(Kernel.of(3).withStride(3), 2);
    transposed2d(Kernel.of(3, 2).withStride(3).withPadding(1, 0), 2);
  }

  @Test
  void transposed1dScattersTheKernel() {
    for (int extra = 0; extra < 2; extra++) {
      Kernel kernel = Kernel.of(3).withStride(2).withPadding(1);
      Sketch s = new Sketch();
      SDVariable y =
          Convolutions.transposed1d(
              s.input("x", 1, BATCH, IN, 5),
              s.variable("w", 3, OUT, IN),
              s.variable("b", OUT),
              kernel,
              extra);
      double[] expected =
          scatter(
              Sketch.wave("x", BATCH * IN * 5),
              Sketch.wave("w", 3 * OUT * IN),
              Sketch.wave("b", OUT),
              1,
              5,
              Kernel.of(1, 3).withStride(1, 2).withPadding(0, 1),
              0,
              extra);
      assertArrayEquals(expected, s.run(y), 1e-12);
      assertArrayEquals(new long[] {BATCH, OUT, 9 + extra}, s.output(y).shape());
    }
  }

  /** w: [kH, kW, C, O]. */
  private static double[] gather(
      double[] x, double[] w, double[] b, int rows, int columns, Kernel kernel) {
    Kernel.Size size = kernel.size();
    int tall =
        extent(
            rows,
            size.height(),
            kernel.stride().height(),
            kernel.padding().height(),
            kernel.dilation().height());
    int wide =
        extent(
            columns,
            size.width(),
            kernel.stride().width(),
            kernel.padding().width(),
            kernel.dilation().width());
    double[] y = new double[BATCH * OUT * tall * wide];
    for (int i = 0; i < y.length; i++) {
      int column = i % wide;
      int row = i / wide % tall;
      int out = i / (wide * tall) % OUT;
      int n = i / (wide * tall * OUT);
      y[i] = b[out];
      for (int k = 0; k < w.length / OUT; k++) {
        int in = k % IN;
        int kw = k / IN % size.width();
        int kh = k / IN / size.width();
        int r =
            row * kernel.stride().height()
                + kh * kernel.dilation().height()
                - kernel.padding().height();
        int c =
            column * kernel.stride().width()
                + kw * kernel.dilation().width()
                - kernel.padding().width();
        if (r >= 0 && r < rows && c >= 0 && c < columns) {
          y[i] += x[((n * IN + in) * rows + r) * columns + c] * w[k * OUT + out];
        }
      }
    }
    return y;
  }

  private static int extent(int extent, int size, int stride, int padding, int dilation) {
    return (extent + 2 * padding - dilation * (size - 1) - 1) / stride + 1;
  }

  @Test
  void conv2dSlidesTheKernel() {
    for (Kernel kernel :
        new Kernel[] {
          Kernel.of(3),
          Kernel.of(3).withSamePadding(),
          Kernel.of(2, 3).withStride(2, 1).withPadding(1, 0),
          Kernel.of(3).withDilation(2).withSamePadding()
        }) {
      Sketch s = new Sketch();
      SDVariable y =
          Convolutions.conv2d(
              s.input("x", 1, BATCH, IN, 5, 6),
              s.variable("w", kernel.size().height(), kernel.size().width(), IN, OUT),
              s.variable("b", OUT),
              kernel);
      double[] expected =
          gather(
              Sketch.wave("x", BATCH * IN * 30),
              Sketch.wave("w", kernel.size().height() * kernel.size().width() * IN * OUT),
              Sketch.wave("b", OUT),
              5,
              6,
              kernel);
      assertArrayEquals(expected, s.run(y), 1e-12, kernel.toString());
    }
  }

  @Test
  void conv1dSlidesTheKernel() {
    Sketch s = new Sketch();
    SDVariable y =
        Convolutions.conv1d(
            s.input("x", 1, BATCH, IN, 7),
            s.variable("w", 3, IN, OUT),
            null,
            Kernel.of(3).withStride(2).withPadding(1));
    double[] expected =
        gather(
            Sketch.wave("x", BATCH * IN * 7),
            Sketch.wave("w", 3 * IN * OUT),
            new double[OUT],
            1,
            7,
            Kernel.of(1, 3).withStride(1, 2).withPadding(0, 1));
    assertArrayEquals(expected, s.run(y), 1e-12);
    assertArrayEquals(new long[] {BATCH, OUT, 4}, s.output(y).shape());
  }

  @Test
  void refusesBadArguments() {
    Sketch s = new Sketch();
    SDVariable x = s.input("x", 1, BATCH, IN, 4, 4);
    SDVariable w = s.variable("w", 3, 3, OUT, IN);
    assertEquals(
        "outputPadding must be >= 0 and below the stride or the dilation (2), got 2",
        assertThrows(
                IllegalArgumentException.class,
                () -> Convolutions.transposed2d(x, w, null, Kernel.of(3).withStride(2), 2))
            .getMessage());
    assertEquals(
        "stride must be >= 1, got 0 and 1",
        assertThrows(IllegalArgumentException.class, () -> Kernel.of(3).withStride(0, 1))
            .getMessage());
    assertThrows(IllegalArgumentException.class, () -> Kernel.of(0));
    assertThrows(IllegalArgumentException.class, () -> Kernel.of(3).withPadding(-1));
    assertThrows(IllegalArgumentException.class, () -> Kernel.of(2).withSamePadding());
  }
}
