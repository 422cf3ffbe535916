package dev.seisei.vae.network;

import dev.seisei.engine.nn.Activations;
import dev.seisei.engine.nn.Initializer;
import dev.seisei.engine.nn.Initializers;
import dev.seisei.engine.nn.Kernel;
import dev.seisei.engine.nn.Params;
import org.nd4j.autodiff.samediff.SDVariable;

/** What encoders and decoders are made of. */
final class Blocks {
  private static final Kernel SAME = Kernel.of(3).withSamePadding();

  private Blocks() {}

  /** A linear map with bias, begun as He et al. do before a rectifier. */
  static SDVariable linear(Params params, String name, SDVariable x, int in, int out) {
    return params.linear(name, x, in, out, begin(), Initializers.zeros());
  }

  /** A convolution with bias. */
  static SDVariable conv(Params params, String name, SDVariable x, int in, int out, Kernel kernel) {
    return params.conv2d(name, x, in, out, kernel, begin(), Initializers.zeros());
  }

  /**
   * Residual blocks with the activation in front: x + conv(silu(conv(silu(x)))). The second
   * convolution begins as zeros, so that a block begins as the identity.
   *
   * <p>Source: He, Zhang, Ren and Sun, 2016, arXiv 1603.05027, figure 1b, without normalisation.
   */
  static SDVariable residual(Params params, SDVariable x, int channels, int blocks) {
    SDVariable h = x;
    for (int block = 0; block < blocks; block++) {
      Params own = params.scope("block" + block);
      SDVariable inner = conv(own, "conv1", Activations.silu(h), channels, channels, SAME);
      inner =
          own.conv2d(
              "conv2",
              Activations.silu(inner),
              channels,
              channels,
              SAME,
              Initializers.zeros(),
              Initializers.zeros());
      h = h.add(inner);
    }
    return h;
  }

  private static Initializer begin() {
    return Initializers.kaimingNormal(1);
  }
}
