package dev.seisei.gan.adversarial;

import dev.seisei.engine.nn.Attention;
import dev.seisei.engine.nn.Initializer;
import dev.seisei.engine.nn.Initializers;
import dev.seisei.engine.nn.Kernel;
import dev.seisei.engine.nn.Params;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** Layers that several of the networks here have. */
public final class Layers {
  private static final Kernel POINT = Kernel.of(1);
  private static final Initializer WEIGHT = Initializers.xavierUniform(1);
  private static final double EPSILON = 1e-8;

  private Layers() {}

  /**
   * Self-attention over all positions of a map: x + γ·o(softmax(f(x)ᵀg(x))·h(x)), with f and g to
   * an eighth of the channels, h to half of them, and γ beginning at 0.
   *
   * <p>Source: Zhang, Goodfellow, Metaxas and Odena, 2019, arXiv 1805.08318, equations 1 to 3.
   *
   * @param x [N, C, H, W]
   * @param channels C
   * @param height H
   * @param width W
   * @return the shape of x
   */
  public static SDVariable selfAttention(
      Params own, SDVariable x, int channels, int height, int width) {
    int narrow = Math.max(1, channels / 8);
    int half = Math.max(1, channels / 2);
    SDVariable q = own.conv2d("q", x, channels, narrow, POINT, WEIGHT, null);
    SDVariable k = own.conv2d("k", x, channels, narrow, POINT, WEIGHT, null);
    SDVariable v = own.conv2d("v", x, channels, half, POINT, WEIGHT, null);
    int positions = height * width;
    SDVariable attended =
        Attention.attention(
            sequence(q, narrow, positions),
            sequence(k, narrow, positions),
            sequence(v, half, positions),
            new Attention.Settings(1, 1, 1, false, 0));
    SDVariable map = x.getSameDiff().permute(attended, 0, 1, 3, 2).reshape(-1, half, height, width);
    SDVariable out = own.conv2d("o", map, half, channels, POINT, WEIGHT, null);
    return x.add(out.mul(own.parameter("gamma", Initializers.zeros(), 1)));
  }

  /** [N, C, H, W] → [N, 1, H·W, C]. */
  private static SDVariable sequence(SDVariable x, int channels, int positions) {
    return x.getSameDiff().permute(x.reshape(-1, 1, channels, positions), 0, 1, 3, 2);
  }

  /**
   * A map more: the standard deviation over the batch, averaged over all features, everywhere.
   *
   * <p>Source: Karras, Aila, Laine and Lehtinen, 2018, arXiv 1710.10196, section 3, with the whole
   * batch as one group.
   *
   * @param x [N, C, H, W]
   * @return [N, C + 1, H, W]
   */
  public static SDVariable withDeviation(SDVariable x) {
    SameDiff graph = x.getSameDiff();
    SDVariable centred = x.sub(x.mean(true, 0));
    SDVariable variance = centred.mul(centred).mean(true, 0);
    SDVariable deviation = graph.math().sqrt(variance.add(EPSILON)).mean(true, 0, 1, 2, 3);
    return graph.concat(1, x, x.mean(true, 1).mul(0).add(deviation));
  }
}
