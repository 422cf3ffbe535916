package dev.seisei.engine.nn;

import dev.seisei.engine.samediff.Annotations;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.enums.WeightsFormat;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv1DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.DeConv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;

/**
 * Convolutions and transposed convolutions, channels first.
 *
 * <p>Weights lie as SameDiff has them, taps first: PyTorch's [O, C, kH, kW] permuted to [kH, kW, C,
 * O].
 */
public final class Convolutions {
  private Convolutions() {}

  /**
   * A convolution over two axes; SameDiff's own operation, not a composite.
   *
   * @param x [N, C, H, W]
   * @param w [kH, kW, C, O]
   * @param b [O], or null
   * @return [N, O, H', W'] with H' = ⌊(H + 2·padding − dilation·(kH − 1) − 1) / stride⌋ + 1
   */
  public static SDVariable conv2d(
      SDVariable x, SDVariable w, @Nullable SDVariable b, Kernel kernel) {
    Conv2DConfig config =
        new Conv2DConfig(
            kernel.size().height(),
            kernel.size().width(),
            kernel.stride().height(),
            kernel.stride().width(),
            kernel.padding().height(),
            kernel.padding().width(),
            kernel.dilation().height(),
            kernel.dilation().width(),
            PaddingMode.VALID,
            Conv2DConfig.NCHW,
            WeightsFormat.YXIO);
    return b == null
        ? x.getSameDiff().cnn().conv2d(x, w, config)
        : x.getSameDiff().cnn().conv2d(x, w, b, config);
  }

  /**
   * A convolution over one axis; SameDiff's own operation, not a composite.
   *
   * @param x [N, C, T]
   * @param w [k, C, O]
   * @param b [O], or null
   * @param kernel its widths count
   * @return [N, O, T'] with T' = ⌊(T + 2·padding − dilation·(k − 1) − 1) / stride⌋ + 1
   */
  public static SDVariable conv1d(
      SDVariable x, SDVariable w, @Nullable SDVariable b, Kernel kernel) {
    Conv1DConfig config =
        new Conv1DConfig(
            kernel.size().width(),
            kernel.stride().width(),
            kernel.padding().width(),
            kernel.dilation().width(),
            Conv1DConfig.NCW,
            PaddingMode.VALID);
    return b == null
        ? x.getSameDiff().cnn().conv1d(x, w, config)
        : x.getSameDiff().cnn().conv1d(x, w, b, config);
  }

  /**
   * A transposed convolution over two axes: the gradient of a convolution by its input.
   *
   * <p>Source: Zeiler, Krishnan, Taylor and Fergus, 2010, "Deconvolutional networks"; the
   * arithmetic is that of Dumoulin and Visin, 2016, arXiv 1603.07285, section 4.
   *
   * @param x [N, C, H, W]
   * @param w [kH, kW, O, C]
   * @param b [O], or null
   * @param outputPadding rows and columns added at the end, below the stride or the dilation;
   *     chooses among the extents that the convolution would have brought to H and W
   * @return [N, O, H', W'] with H' = (H − 1)·stride − 2·padding + dilation·(kH − 1) + outputPadding
   *     + 1
   * @throws IllegalArgumentException if outputPadding is negative, or not below the stride or the
   *     dilation
   */
  public static SDVariable transposed2d(
      SDVariable x, SDVariable w, @Nullable SDVariable b, Kernel kernel, int outputPadding) {
    requireOutputPadding(outputPadding, kernel.stride().width(), kernel.dilation().width());
    requireOutputPadding(outputPadding, kernel.stride().height(), kernel.dilation().height());
    return Annotations.composite(
        Composites.CONV_TRANSPOSE_2D,
        Map.of(
            "kernel_height", kernel.size().height(),
            "kernel_width", kernel.size().width(),
            "stride_height", kernel.stride().height(),
            "stride_width", kernel.stride().width(),
            "padding_height", kernel.padding().height(),
            "padding_width", kernel.padding().width(),
            "dilation_height", kernel.dilation().height(),
            "dilation_width", kernel.dilation().width(),
            "output_padding", outputPadding),
        b == null ? new SDVariable[] {x, w} : new SDVariable[] {x, w, b},
        () -> {
          SDVariable y = transposed(x, w, kernel, outputPadding, outputPadding);
          return b == null ? y : y.add(b.reshape(1, -1, 1, 1));
        });
  }

  /**
   * A transposed convolution over one axis: {@link #transposed2d} without the height.
   *
   * @param x [N, C, T]
   * @param w [k, O, C]
   * @param b [O], or null
   * @param kernel its widths count
   * @param outputPadding elements added at the end, below the stride or the dilation
   * @return [N, O, T'] with T' = (T − 1)·stride − 2·padding + dilation·(k − 1) + outputPadding + 1
   * @throws IllegalArgumentException if outputPadding is negative, or not below the stride or the
   *     dilation
   */
  public static SDVariable transposed1d(
      SDVariable x, SDVariable w, @Nullable SDVariable b, Kernel kernel, int outputPadding) {
    requireOutputPadding(outputPadding, kernel.stride().width(), kernel.dilation().width());
    Kernel flat =
        new Kernel(
            new Kernel.Size(1, kernel.size().width()),
            new Kernel.Size(1, kernel.stride().width()),
            new Kernel.Size(0, kernel.padding().width()),
            new Kernel.Size(1, kernel.dilation().width()));
    return Annotations.composite(
        Composites.CONV_TRANSPOSE_1D,
        Map.of(
            "kernel", flat.size().width(),
            "stride", flat.stride().width(),
            "padding", flat.padding().width(),
            "dilation", flat.dilation().width(),
            "output_padding", outputPadding),
        b == null ? new SDVariable[] {x, w} : new SDVariable[] {x, w, b},
        () -> {
          SameDiff graph = x.getSameDiff();
          SDVariable y =
              graph.squeeze(
                  transposed(
                      graph.expandDims(x, 2), graph.expandDims(w, 0), flat, 0, outputPadding),
                  2);
          return b == null ? y : y.add(b.reshape(1, -1, 1));
        });
  }

  private static void requireOutputPadding(int outputPadding, int stride, int dilation) {
    int limit = Math.max(stride, dilation);
    Require.that(
        outputPadding >= 0 && outputPadding < limit,
        "outputPadding must be >= 0 and below the stride or the dilation ("
            + limit
            + "), got "
            + outputPadding);
  }

  /**
   * SameDiff's operation cuts equally on both sides. So cut less, as much as the end needs, and the
   * rest of the beginning afterwards; where the end needs more than nothing cut, add zeros.
   */
  private static SDVariable transposed(
      SDVariable x, SDVariable w, Kernel kernel, int extraRows, int extraColumns) {
    int rowsCut = Math.max(0, kernel.padding().height() - extraRows);
    int columnsCut = Math.max(0, kernel.padding().width() - extraColumns);
    DeConv2DConfig config =
        new DeConv2DConfig(
            kernel.size().height(),
            kernel.size().width(),
            kernel.stride().height(),
            kernel.stride().width(),
            rowsCut,
            columnsCut,
            kernel.dilation().height(),
            kernel.dilation().width(),
            false,
            DeConv2DConfig.NCHW);
    SDVariable y = x.getSameDiff().cnn().deconv2d(x, w, config);
    y = dropFirst(y, kernel.padding().height() - rowsCut, kernel.padding().width() - columnsCut);
    y = addZeros(y, 2, extraRows - kernel.padding().height());
    return addZeros(y, 3, extraColumns - kernel.padding().width());
  }

  private static SDVariable dropFirst(SDVariable y, int rows, int columns) {
    if (rows == 0 && columns == 0) {
      return y;
    }
    return y.getSameDiff()
        .stridedSlice(
            y,
            new long[] {0, 0, rows, columns},
            new long[] {0, 0, 0, 0},
            new long[] {1, 1, 1, 1},
            3,
            15,
            0,
            0,
            0);
  }

  private static SDVariable addZeros(SDVariable y, int axis, int count) {
    if (count <= 0) {
      return y;
    }
    SameDiff graph = y.getSameDiff();
    long[] end = {0, 0, 0, 0};
    end[axis] = 1;
    SDVariable zeros =
        graph
            .stridedSlice(
                y, new long[4], end, new long[] {1, 1, 1, 1}, 15, 15 - (1 << axis), 0, 0, 0)
            .mul(0);
    List<SDVariable> parts = new ArrayList<>(Collections.nCopies(count, zeros));
    parts.add(0, y);
    return graph.concat(axis, parts.toArray(new SDVariable[0]));
  }
}
