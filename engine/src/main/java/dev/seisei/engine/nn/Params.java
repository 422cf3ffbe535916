package dev.seisei.engine.nn;

import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Where the builder of a graph gets its weights from, and the only place.
 *
 * <p>Linear maps, convolutions and embeddings are asked for as projections, not as matrices, so
 * that initialising, loading, freezing, sharing, quantising and adapting are wrappers around this
 * ({@link ForwardingParams}) and need no help of the model. The projection {@code q} has the
 * parameters {@code q.weight} and {@code q.bias}; within the scope {@code block0.attn} their names
 * are {@code block0.attn.q.weight} and so on.
 *
 * <p>Every method that makes something throws {@link IllegalArgumentException} if its name is
 * taken, is empty, or has other characters than letters, digits, {@code _}, {@code -} and {@code
 * .}, and if an extent is not positive.
 */
public interface Params {
  /** The graph that the parameters go into. */
  SameDiff graph();

  /** The full name of what has the given name in this scope. */
  String path(String name);

  /** These parameters with a name before theirs, and a dot. */
  Params scope(String name);

  /** A new parameter, which training changes. */
  SDVariable parameter(String name, Initializer initializer, long... shape);

  /** A new state, which only updates recorded in the graph change. */
  SDVariable state(String name, Initializer initializer, long... shape);

  /**
   * A parameter that was made before, to share it.
   *
   * @throws IllegalArgumentException if there is none of this name in this scope
   */
  SDVariable existing(String name);

  /** Whether training may change the parameter of the given full name. */
  boolean trainable(String parameter);

  /**
   * An affine map of the last axis: {@link Projections#linear}.
   *
   * @param x [..., in]
   * @param bias how the bias begins, or null for none
   * @return [..., out]
   */
  default SDVariable linear(
      String name, SDVariable x, int in, int out, Initializer weight, @Nullable Initializer bias) {
    Require.positive("in", in);
    Require.positive("out", out);
    Params own = scope(name);
    SDVariable w = own.parameter("weight", weight, in, out);
    return bias == null
        ? Projections.linear(x, w)
        : Projections.linear(x, w, own.parameter("bias", bias, out));
  }

  /**
   * An affine map with PyTorch's initialisation: weights and bias uniform within 1/√in.
   *
   * @param x [..., in]
   * @return [..., out]
   */
  default SDVariable linear(String name, SDVariable x, int in, int out, boolean bias) {
    Require.positive("in", in);
    Initializer initializer = Initializers.uniform(1 / Math.sqrt(in));
    return linear(name, x, in, out, initializer, bias ? initializer : null);
  }

  /**
   * An affine map of the last axis whose weights lie as PyTorch keeps them, which files of others
   * do: {@link Projections#linearTransposed}.
   *
   * @param x [..., in]
   * @param weight how the weights begin, [out, in]
   * @param bias how the bias begins, or null for none
   * @return [..., out]
   */
  default SDVariable linearTransposed(
      String name, SDVariable x, int in, int out, Initializer weight, @Nullable Initializer bias) {
    Require.positive("in", in);
    Require.positive("out", out);
    Params own = scope(name);
    SDVariable w = own.parameter("weight", weight, out, in);
    return bias == null
        ? Projections.linearTransposed(x, w)
        : Projections.linearTransposed(x, w, own.parameter("bias", bias, out));
  }

  /**
   * Rows of a table: {@link Projections#embedding}.
   *
   * @param ids integers in [0, count), of any shape
   * @return the shape of ids, then size
   */
  default SDVariable embedding(
      String name, SDVariable ids, int count, int size, Initializer weight) {
    Require.positive("count", count);
    Require.positive("size", size);
    return Projections.embedding(scope(name).parameter("weight", weight, count, size), ids);
  }

  /**
   * Rows of a table that begins normally distributed with a deviation of 0.02.
   *
   * @param ids integers in [0, count), of any shape
   * @return the shape of ids, then size
   */
  default SDVariable embedding(String name, SDVariable ids, int count, int size) {
    return embedding(name, ids, count, size, Initializers.normal(0.02));
  }

  /**
   * Scores of all rows of the table of an {@link #embedding} made before, which is shared: {@link
   * Projections#linearTransposed}.
   *
   * @param x [..., size]
   * @return [..., count]
   */
  default SDVariable unembedding(String name, SDVariable x) {
    return Projections.linearTransposed(x, scope(name).existing("weight"));
  }

  /**
   * A convolution over two axes: {@link Convolutions#conv2d}.
   *
   * @param x [N, in, H, W]
   * @param bias how the bias begins, or null for none
   * @return [N, out, H', W']
   */
  default SDVariable conv2d(
      String name,
      SDVariable x,
      int in,
      int out,
      Kernel kernel,
      Initializer weight,
      @Nullable Initializer bias) {
    Require.positive("in", in);
    Require.positive("out", out);
    Params own = scope(name);
    SDVariable w =
        own.parameter("weight", weight, kernel.size().height(), kernel.size().width(), in, out);
    return Convolutions.conv2d(
        x, w, bias == null ? null : own.parameter("bias", bias, out), kernel);
  }

  /**
   * A convolution with PyTorch's initialisation: weights and bias uniform within 1/√(in·taps).
   *
   * @param x [N, in, H, W]
   * @return [N, out, H', W']
   */
  default SDVariable conv2d(
      String name, SDVariable x, int in, int out, Kernel kernel, boolean bias) {
    Require.positive("in", in);
    double taps = (double) kernel.size().height() * kernel.size().width();
    Initializer initializer = Initializers.uniform(1 / Math.sqrt(in * taps));
    return conv2d(name, x, in, out, kernel, initializer, bias ? initializer : null);
  }

  /**
   * A transposed convolution over two axes: {@link Convolutions#transposed2d}.
   *
   * @param x [N, in, H, W]
   * @param bias how the bias begins, or null for none
   * @return [N, out, H', W']
   */
  default SDVariable transposed2d(
      String name,
      SDVariable x,
      int in,
      int out,
      Kernel kernel,
      int outputPadding,
      Initializer weight,
      @Nullable Initializer bias) {
    Require.positive("in", in);
    Require.positive("out", out);
    Params own = scope(name);
    SDVariable w =
        own.parameter("weight", weight, kernel.size().height(), kernel.size().width(), out, in);
    return Convolutions.transposed2d(
        x, w, bias == null ? null : own.parameter("bias", bias, out), kernel, outputPadding);
  }

  /**
   * A convolution over one axis: {@link Convolutions#conv1d}.
   *
   * @param x [N, in, T]
   * @param kernel its widths count
   * @param bias how the bias begins, or null for none
   * @return [N, out, T']
   */
  default SDVariable conv1d(
      String name,
      SDVariable x,
      int in,
      int out,
      Kernel kernel,
      Initializer weight,
      @Nullable Initializer bias) {
    Require.positive("in", in);
    Require.positive("out", out);
    Params own = scope(name);
    SDVariable w = own.parameter("weight", weight, kernel.size().width(), in, out);
    return Convolutions.conv1d(
        x, w, bias == null ? null : own.parameter("bias", bias, out), kernel);
  }
}
