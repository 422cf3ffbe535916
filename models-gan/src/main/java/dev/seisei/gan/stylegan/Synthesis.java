package dev.seisei.gan.stylegan;

import dev.seisei.engine.nn.Convolutions;
import dev.seisei.engine.nn.Initializers;
import dev.seisei.engine.nn.Kernel;
import dev.seisei.engine.nn.Params;
import dev.seisei.engine.nn.Resampling;
import java.util.List;
import java.util.function.IntFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * The synthesis network: from a learned constant, 3×3 convolutions whose input channels are scaled
 * by a style and whose output channels are scaled back to unit variance, with noise; at each level
 * a map of colours is added to the doubled one of the level before.
 *
 * <p>Source: Karras et al., 2020, arXiv 1912.04958, figure 2d, equations 1 to 3, and figure 7b.
 *
 * <p>Differs from the paper: of what is doubled, only colours are smoothed with [1, 3, 3, 1], and
 * the outermost are held beyond the edge; colours end in tanh, for a background that is black in
 * every real image would give away generated ones that are nearly black. Modulation is done to
 * activations in place of weights, which is the same.
 */
final class Synthesis {
  private static final double EPSILON = 1e-8;

  private final StyleganConfig config;
  private final Params params;

  /** By number of the layer, [N, styleDim]. */
  private final List<SDVariable> styles;

  /** By number of the layer, [N, 1, H, W] of its maps. */
  private final IntFunction<SDVariable> noise;

  private int layer;

  /**
   * @param styles one for each of {@link StyleganConfig#noises} layers
   * @param noise for each of them
   */
  Synthesis(
      StyleganConfig config,
      Params params,
      List<SDVariable> styles,
      IntFunction<SDVariable> noise) {
    this.config = config;
    this.params = params;
    this.styles = styles;
    this.noise = noise;
  }

  /** Images, [N, C, H, W], in [-1, 1]. */
  SDVariable images() {
    SameDiff graph = params.graph();
    int levels = config.halvings();
    int channels = config.filters(levels);
    int height = config.height() >> levels;
    int width = config.width() >> levels;
    SDVariable constant =
        params.parameter("constant", Initializers.normal(1), 1, channels, height, width);
    // The constant for every image of the batch.
    SDVariable ones = styles.get(0).sum(1).mul(0).add(1).reshape(-1, 1, 1, 1);
    SDVariable x = styled("level" + levels, constant.mul(ones), channels, channels, false);
    SDVariable colours = colours("colours" + levels, x, channels);
    for (int level = levels - 1; level >= 0; level--) {
      int out = config.filters(level);
      x = styled("level" + level + "_double", x, channels, out, true);
      x = styled("level" + level, x, out, out, false);
      channels = out;
      SDVariable doubled =
          Resampling.bilinear(
              colours,
              config.channels(),
              config.height() >> (level + 1),
              config.width() >> (level + 1),
              2);
      colours = doubled.add(colours("colours" + level, x, channels));
    }
    return graph.math().tanh(colours);
  }

  /** A modulated convolution with noise, bias and activation. */
  private SDVariable styled(String name, SDVariable x, int in, int out, boolean doubling) {
    Params own = params.scope(name);
    SDVariable w = styles.get(layer);
    SDVariable style = Equalized.linear(own, "style", w, config.styleDim(), in, 1, 1);
    SDVariable kernel = Equalized.kernel(own, 3, in, out);
    SDVariable modulated = x.mul(style.reshape(-1, in, 1, 1));
    SDVariable power;
    SDVariable y;
    if (doubling) {
      SDVariable spread = Equalized.spread(kernel);
      SDVariable transposed = own.graph().permute(spread, 0, 1, 3, 2);
      Kernel moves = Kernel.of(4).withStride(2).withPadding(1);
      y = Convolutions.transposed2d(modulated, transposed, null, moves, 0);
      // Every output sees a quarter of the kernel.
      power = spread.mul(spread).sum(0, 1).mul(0.25);
    } else {
      y = Convolutions.conv2d(modulated, kernel, null, Kernel.of(3).withSamePadding());
      power = kernel.mul(kernel).sum(0, 1);
    }
    SDVariable variance = own.graph().mmul(style.mul(style), power.reshape(in, out));
    SDVariable factor = own.graph().math().rsqrt(variance.add(EPSILON));
    SDVariable strength = own.parameter("noise", Initializers.zeros(), 1);
    SDVariable noisy = noise.apply(layer).mul(strength);
    layer++;
    SDVariable bias = own.parameter("bias", Initializers.zeros(), out).reshape(1, out, 1, 1);
    return Equalized.activate(y.mul(factor.reshape(-1, out, 1, 1)).add(noisy).add(bias));
  }

  /** A modulated 1×1 convolution to colours, which is not scaled back. */
  private SDVariable colours(String name, SDVariable x, int in) {
    Params own = params.scope(name);
    SDVariable w = styles.get(layer - 1);
    SDVariable style = Equalized.linear(own, "style", w, config.styleDim(), in, 1, 1);
    SDVariable bias = own.parameter("bias", Initializers.zeros(), config.channels());
    return Convolutions.conv2d(
        x.mul(style.reshape(-1, in, 1, 1)),
        Equalized.kernel(own, 1, in, config.channels()),
        bias,
        Kernel.of(1));
  }
}
