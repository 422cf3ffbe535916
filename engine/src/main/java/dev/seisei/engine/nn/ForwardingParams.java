package dev.seisei.engine.nn;

import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Parameters that come from others. A wrapper overrides what it does differently, and says how to
 * wrap a scope of the others.
 */
public abstract class ForwardingParams implements Params {
  private final Params inner;

  /** Wraps the given parameters. */
  protected ForwardingParams(Params inner) {
    this.inner = inner;
  }

  /** Wraps others in the same way. */
  protected abstract Params wrap(Params others);

  @Override
  public SameDiff graph() {
    return inner.graph();
  }

  @Override
  public String path(String name) {
    return inner.path(name);
  }

  @Override
  public final Params scope(String name) {
    return wrap(inner.scope(name));
  }

  @Override
  public SDVariable parameter(String name, Initializer initializer, long... shape) {
    return inner.parameter(name, initializer, shape);
  }

  @Override
  public SDVariable state(String name, Initializer initializer, long... shape) {
    return inner.state(name, initializer, shape);
  }

  @Override
  public SDVariable existing(String name) {
    return inner.existing(name);
  }

  @Override
  public boolean trainable(String parameter) {
    return inner.trainable(parameter);
  }

  @Override
  public SDVariable linear(
      String name, SDVariable x, int in, int out, Initializer weight, @Nullable Initializer bias) {
    return inner.linear(name, x, in, out, weight, bias);
  }

  @Override
  public SDVariable linearTransposed(
      String name, SDVariable x, int in, int out, Initializer weight, @Nullable Initializer bias) {
    return inner.linearTransposed(name, x, in, out, weight, bias);
  }

  @Override
  public SDVariable embedding(
      String name, SDVariable ids, int count, int size, Initializer weight) {
    return inner.embedding(name, ids, count, size, weight);
  }

  @Override
  public SDVariable unembedding(String name, SDVariable x) {
    return inner.unembedding(name, x);
  }

  @Override
  public SDVariable conv2d(
      String name,
      SDVariable x,
      int in,
      int out,
      Kernel kernel,
      Initializer weight,
      @Nullable Initializer bias) {
    return inner.conv2d(name, x, in, out, kernel, weight, bias);
  }

  @Override
  public SDVariable transposed2d(
      String name,
      SDVariable x,
      int in,
      int out,
      Kernel kernel,
      int outputPadding,
      Initializer weight,
      @Nullable Initializer bias) {
    return inner.transposed2d(name, x, in, out, kernel, outputPadding, weight, bias);
  }

  @Override
  public SDVariable conv1d(
      String name,
      SDVariable x,
      int in,
      int out,
      Kernel kernel,
      Initializer weight,
      @Nullable Initializer bias) {
    return inner.conv1d(name, x, in, out, kernel, weight, bias);
  }
}
