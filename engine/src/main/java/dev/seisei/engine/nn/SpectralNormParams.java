package dev.seisei.engine.nn;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Parameters whose linear maps, convolutions and embeddings are {@linkplain SpectralNorm spectrally
 * normalised}. The projection {@code q} gets {@code q.singular}, the right singular vector: a state
 * in training, a parameter in inference.
 *
 * <p>What is asked for again, over {@link SharedParams}, is normalised once.
 */
public final class SpectralNormParams extends ForwardingParams {
  private final boolean training;

  /** By full name; shared by all scopes. */
  private final Map<String, SDVariable> normalised;

  /**
   * Normalises the projections of the given parameters.
   *
   * @param training whether the singular vectors are iterated
   */
  public SpectralNormParams(Params inner, boolean training) {
    this(inner, training, new HashMap<>());
  }

  private SpectralNormParams(Params inner, boolean training, Map<String, SDVariable> normalised) {
    super(inner);
    this.training = training;
    this.normalised = normalised;
  }

  @Override
  protected Params wrap(Params others) {
    return new SpectralNormParams(others, training, normalised);
  }

  private SDVariable weight(String name, Initializer initializer, long... shape) {
    Params own = scope(name);
    SDVariable known = normalised.get(own.path("weight"));
    if (known != null) {
      return known;
    }
    int out = Math.toIntExact(shape[shape.length - 1]);
    SDVariable w = own.parameter("weight", initializer, shape);
    Initializer normal = Initializers.normal(1);
    SDVariable divided =
        training
            ? SpectralNorm.training(w, own.state("singular", normal, out), out, 1)
            : SpectralNorm.inference(w, own.parameter("singular", normal, out), out);
    normalised.put(own.path("weight"), divided);
    return divided;
  }

  private @Nullable SDVariable bias(String name, @Nullable Initializer initializer, int out) {
    return initializer == null ? null : scope(name).parameter("bias", initializer, out);
  }

  @Override
  public SDVariable linear(
      String name, SDVariable x, int in, int out, Initializer weight, @Nullable Initializer bias) {
    SDVariable w = weight(name, weight, in, out);
    SDVariable b = bias(name, bias, out);
    return b == null ? Projections.linear(x, w) : Projections.linear(x, w, b);
  }

  @Override
  public SDVariable embedding(
      String name, SDVariable ids, int count, int size, Initializer weight) {
    return Projections.embedding(weight(name, weight, count, size), ids);
  }

  @Override
  public SDVariable unembedding(String name, SDVariable x) {
    SDVariable w = normalised.get(scope(name).path("weight"));
    if (w == null) {
      throw new IllegalArgumentException("there is no embedding " + path(name));
    }
    return Projections.linearTransposed(x, w);
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
    SDVariable w = weight(name, weight, kernel.size().height(), kernel.size().width(), in, out);
    return Convolutions.conv2d(x, w, bias(name, bias, out), kernel);
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
    SDVariable w = weight(name, weight, kernel.size().height(), kernel.size().width(), out, in);
    return Convolutions.transposed2d(x, w, bias(name, bias, out), kernel, outputPadding);
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
    SDVariable w = weight(name, weight, kernel.size().width(), in, out);
    return Convolutions.conv1d(x, w, bias(name, bias, out), kernel);
  }
}
