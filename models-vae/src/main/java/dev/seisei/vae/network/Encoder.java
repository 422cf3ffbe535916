package dev.seisei.vae.network;

import dev.seisei.core.dataset.ImageShape;
import dev.seisei.engine.nn.Activations;
import dev.seisei.engine.nn.Kernel;
import dev.seisei.engine.nn.Params;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SDVariable;

/** From images to features. */
public final class Encoder {
  private static final Kernel HALVE = Kernel.of(3).withStride(2).withPadding(1);

  private Encoder() {}

  /**
   * Features of images.
   *
   * @param x images as rows, [N, C·H·W]
   * @param condition added to the features before the last activation, of their shape; null for
   *     none
   * @return [N, F], F of {@link #features}
   */
  public static SDVariable encode(
      Params params,
      Network network,
      ImageShape image,
      SDVariable x,
      @Nullable SDVariable condition) {
    return switch (network.kind()) {
      case FULLY_CONNECTED -> fullyConnected(params, network, image.features(), x, condition);
      case CONVOLUTIONAL -> convolutional(params, network, image, x, condition);
    };
  }

  /** How many features an encoder gives. */
  public static int features(Network network) {
    return switch (network.kind()) {
      case FULLY_CONNECTED -> network.width();
      case CONVOLUTIONAL -> 8 * network.width();
    };
  }

  private static SDVariable fullyConnected(
      Params params, Network network, int in, SDVariable x, @Nullable SDVariable condition) {
    SDVariable h = x;
    for (int layer = 0; layer < network.depth(); layer++) {
      h =
          Blocks.linear(
              params, "layer" + layer, h, layer == 0 ? in : network.width(), network.width());
      boolean last = layer == network.depth() - 1;
      h = Activations.silu(last && condition != null ? h.add(condition) : h);
    }
    return h;
  }

  private static SDVariable convolutional(
      Params params,
      Network network,
      ImageShape image,
      SDVariable x,
      @Nullable SDVariable condition) {
    int flat = 2 * network.width() * quarter(image.height()) * quarter(image.width());
    SDVariable h = Activations.silu(quarter(params, network, image, x)).reshape(-1, flat);
    h = Blocks.linear(params, "features", h, flat, features(network));
    return Activations.silu(condition == null ? h : h.add(condition));
  }

  /**
   * A map of features at a quarter of the resolution.
   *
   * @param x images as rows, [N, C·H·W]
   * @return [N, 2·width, ⌈H/4⌉, ⌈W/4⌉]
   */
  public static SDVariable quarter(Params params, Network network, ImageShape image, SDVariable x) {
    int width = network.width();
    SDVariable h = x.reshape(-1, image.channels(), image.height(), image.width());
    h = Blocks.conv(params, "half", h, image.channels(), width, HALVE);
    h = Blocks.residual(params.scope("half"), h, width, network.depth());
    h = Blocks.conv(params, "quarter", Activations.silu(h), width, 2 * width, HALVE);
    return Blocks.residual(params.scope("quarter"), h, 2 * width, network.depth());
  }

  /** An extent at a quarter of the resolution, rounded up. */
  public static int quarter(int extent) {
    return (extent + 3) / 4;
  }
}
