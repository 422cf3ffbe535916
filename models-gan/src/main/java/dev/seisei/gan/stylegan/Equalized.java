package dev.seisei.gan.stylegan;

import dev.seisei.engine.nn.Activations;
import dev.seisei.engine.nn.Convolutions;
import dev.seisei.engine.nn.Initializers;
import dev.seisei.engine.nn.Kernel;
import dev.seisei.engine.nn.Params;
import dev.seisei.engine.nn.Projections;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Layers whose weights begin standard normal and are scaled when they are used, so that an
 * optimizer that normalises gradients changes all of them at one relative speed.
 *
 * <p>Source: Karras, Aila, Laine and Lehtinen, 2018, arXiv 1710.10196, section 4.1; kernels for
 * halving and doubling: their code.
 */
final class Equalized {
  private static final double SLOPE = 0.2;

  private Equalized() {}

  /** Leaky ReLU that keeps the variance: √2·max(x, 0.2·x). */
  static SDVariable activate(SDVariable x) {
    return Activations.leakyRelu(x, SLOPE).mul(Math.sqrt(2));
  }

  /**
   * A linear map with bias.
   *
   * @param rate relative to others', at which it is learned
   * @param bias what the bias begins with
   */
  static SDVariable linear(
      Params params, String name, SDVariable x, int in, int out, double rate, double bias) {
    Params own = params.scope(name);
    SDVariable w = own.parameter("weight", Initializers.normal(1 / rate), in, out);
    SDVariable b = own.parameter("bias", Initializers.constant(bias / rate), out);
    return Projections.linear(x, w.mul(rate / Math.sqrt(in)), b.mul(rate));
  }

  /** The scaled weights of a square kernel, [k, k, in, out]. */
  static SDVariable kernel(Params own, int size, int in, int out) {
    return own.parameter("weight", Initializers.normal(1), size, size, in, out)
        .mul(1 / Math.sqrt((double) size * size * in));
  }

  /** A convolution that keeps the extents, with bias. */
  static SDVariable conv(Params params, String name, SDVariable x, int size, int in, int out) {
    Params own = params.scope(name);
    SDVariable bias = own.parameter("bias", Initializers.zeros(), out);
    return Convolutions.conv2d(
        x, kernel(own, size, in, out), bias, Kernel.of(size).withSamePadding());
  }

  /** A 3×3 convolution and the mean of every four neighbours, as one 4×4 convolution; with bias. */
  static SDVariable halve(Params params, String name, SDVariable x, int in, int out) {
    Params own = params.scope(name);
    SDVariable bias = own.parameter("bias", Initializers.zeros(), out);
    SDVariable w = spread(kernel(own, 3, in, out)).mul(0.25);
    return Convolutions.conv2d(x, w, bias, Kernel.of(4).withStride(2).withPadding(1));
  }

  /**
   * The 4×4 kernel that does at once what a 3×3 kernel does to doubled pixels, or before the sum of
   * four neighbours: the sum of the kernel at its four places.
   *
   * @param w [3, 3, in, out]
   * @return [4, 4, in, out]
   */
  static SDVariable spread(SDVariable w) {
    return twice(twice(w, 0), 1);
  }

  /** A kernel and the same moved by one along an axis, together. */
  private static SDVariable twice(SDVariable w, int axis) {
    return padded(w, axis, 0, 1).add(padded(w, axis, 1, 0));
  }

  private static SDVariable padded(SDVariable w, int axis, int before, int after) {
    int[][] widths = new int[4][2];
    widths[axis] = new int[] {before, after};
    SameDiff graph = w.getSameDiff();
    return graph.nn().pad(w, graph.constant(Nd4j.createFromArray(widths)), 0);
  }
}
