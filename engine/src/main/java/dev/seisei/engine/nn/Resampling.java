package dev.seisei.engine.nn;

import dev.seisei.engine.samediff.Annotations;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** Enlarging images by whole factors. */
public final class Resampling {
  private Resampling() {}

  /**
   * Repeats every pixel: y at (i, j) is x at (⌊i / factor⌋, ⌊j / factor⌋).
   *
   * @param x [N, C, H, W]
   * @param channels C
   * @param height H
   * @param width W
   * @param factor at least 1; with 1 this is x itself
   * @return [N, C, factor·H, factor·W]
   * @throws IllegalArgumentException if a number is not positive
   */
  public static SDVariable nearest(SDVariable x, int channels, int height, int width, int factor) {
    require(channels, height, width, factor);
    if (factor == 1) {
      return x;
    }
    return Annotations.composite(
        Composites.RESAMPLE_NEAREST,
        Map.of("factor", factor),
        new SDVariable[] {x},
        () -> {
          SDVariable copies =
              x.getSameDiff().constant(Nd4j.ones(x.dataType(), 1, 1, factor, 1, factor));
          return x.reshape(-1, height, 1, width, 1)
              .mul(copies)
              .reshape(-1, channels, (long) factor * height, (long) factor * width);
        });
  }

  /**
   * Linear interpolation between the centres of the pixels, the outermost held beyond: PyTorch's
   * bilinear interpolation with {@code align_corners=False}.
   *
   * @param x [N, C, H, W]
   * @param channels C
   * @param height H
   * @param width W
   * @param factor at least 1; with 1 this is x itself
   * @return [N, C, factor·H, factor·W]
   * @throws IllegalArgumentException if a number is not positive
   */
  public static SDVariable bilinear(SDVariable x, int channels, int height, int width, int factor) {
    require(channels, height, width, factor);
    if (factor == 1) {
      return x;
    }
    return Annotations.composite(
        Composites.RESAMPLE_BILINEAR,
        Map.of("factor", factor),
        new SDVariable[] {x},
        () -> {
          SameDiff graph = x.getSameDiff();
          long tall = (long) factor * height;
          long wide = (long) factor * width;
          SDVariable columns = weights(graph, width, factor, x.dataType());
          SDVariable rows = weights(graph, height, factor, x.dataType());
          SDVariable widened =
              graph.mmul(x.reshape(-1, width), columns).reshape(-1, channels, height, wide);
          SDVariable turned = graph.permute(widened, 0, 1, 3, 2).reshape(-1, height);
          SDVariable enlarged = graph.mmul(turned, rows).reshape(-1, channels, wide, tall);
          return graph.permute(enlarged, 0, 1, 3, 2);
        });
  }

  /** [extent, factor·extent]: how much of each pixel goes into each pixel of the result. */
  private static SDVariable weights(SameDiff graph, int extent, int factor, DataType type) {
    double[][] weights = new double[extent][factor * extent];
    for (int i = 0; i < factor * extent; i++) {
      double centre = Math.max(0, (i + 0.5) / factor - 0.5);
      int low = (int) centre;
      weights[low][i] += 1 - (centre - low);
      weights[Math.min(low + 1, extent - 1)][i] += centre - low;
    }
    return graph.constant(Nd4j.createFromArray(weights).castTo(type));
  }

  private static void require(int channels, int height, int width, int factor) {
    Require.positive("channels", channels);
    Require.positive("height", height);
    Require.positive("width", width);
    Require.positive("factor", factor);
  }
}
