package dev.seisei.vae.network;

import dev.seisei.core.dataset.ImageShape;
import dev.seisei.core.settings.Require;
import dev.seisei.engine.nn.Activations;
import dev.seisei.engine.nn.Initializers;
import dev.seisei.engine.nn.Kernel;
import dev.seisei.engine.nn.Params;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SDVariable;

/** From latents to images. */
public final class Decoder {
  private static final Kernel DOUBLE = Kernel.of(4).withStride(2).withPadding(1);

  private Decoder() {}

  /**
   * Checks that a decoder can make images of a size.
   *
   * @throws dev.seisei.core.settings.SettingException if it cannot
   */
  public static void check(Network network, ImageShape image) {
    Require.that(
        network.kind() == Network.Kind.FULLY_CONNECTED
            || (image.height() % 4 == 0 && image.width() % 4 == 0),
        "decoder.kind",
        "decoder.kind convolutional needs height and width divisible by 4, got "
            + image.height()
            + "×"
            + image.width()
            + "; use fully_connected");
  }

  /** How many features the first layer has, to which a condition is added. */
  public static int conditioned(Network network, ImageShape image) {
    return switch (network.kind()) {
      case FULLY_CONNECTED -> network.width();
      case CONVOLUTIONAL -> 2 * network.width() * (image.height() / 4) * (image.width() / 4);
    };
  }

  /**
   * What the pixels' distribution is read from: logits, or means.
   *
   * @param z [N, in]
   * @param condition added before the first activation, [N, {@link #conditioned}]; null for none
   * @return images as rows, [N, C·H·W]
   */
  public static SDVariable decode(
      Params params,
      Network network,
      ImageShape image,
      SDVariable z,
      int in,
      @Nullable SDVariable condition) {
    SDVariable first = Blocks.linear(params, "layer0", z, in, conditioned(network, image));
    SDVariable h = condition == null ? first : first.add(condition);
    return switch (network.kind()) {
      case FULLY_CONNECTED -> fullyConnected(params, network, image, h);
      case CONVOLUTIONAL -> convolutional(params, network, image, h);
    };
  }

  private static SDVariable fullyConnected(
      Params params, Network network, ImageShape image, SDVariable first) {
    SDVariable h = Activations.silu(first);
    for (int layer = 1; layer < network.depth(); layer++) {
      h =
          Activations.silu(
              Blocks.linear(params, "layer" + layer, h, network.width(), network.width()));
    }
    return Blocks.linear(params, "pixels", h, network.width(), image.features());
  }

  private static SDVariable convolutional(
      Params params, Network network, ImageShape image, SDVariable first) {
    SDVariable map = first.reshape(-1, 2 * network.width(), image.height() / 4, image.width() / 4);
    return fromQuarter(params, network, image, map);
  }

  /**
   * From a map of features at a quarter of the resolution.
   *
   * @param map [N, 2·width, H/4, W/4]
   * @return images as rows, [N, C·H·W]
   */
  public static SDVariable fromQuarter(
      Params params, Network network, ImageShape image, SDVariable map) {
    int width = network.width();
    SDVariable h = Blocks.residual(params.scope("quarter"), map, 2 * width, network.depth());
    h = doubled(params, "half", Activations.silu(h), 2 * width, width);
    h = Blocks.residual(params.scope("half"), h, width, network.depth());
    h = doubled(params, "pixels", Activations.silu(h), width, image.channels());
    return h.reshape(-1, image.features());
  }

  private static SDVariable doubled(Params params, String name, SDVariable x, int in, int out) {
    // Of a transposed convolution's 16 taps, 4 reach each output.
    return params.transposed2d(
        name,
        x,
        in,
        out,
        DOUBLE,
        0,
        Initializers.normal(1 / Math.sqrt(4.0 * in)),
        Initializers.zeros());
  }
}
